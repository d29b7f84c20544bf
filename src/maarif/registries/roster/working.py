"""Our own files: maarif_posts, maarif_employments and maarif_results."""

from typing import Final

import polars as pl

from maarif.registries.assessments import bulk as assessments
from maarif.registries.assessments.types import AssessmentKind
from maarif.registries.posts import bulk as posts
from maarif.registries.posts.types import EmploymentKind, PostKind
from maarif.registries.roster.checking import (
    Check,
    dates,
    day,
    decimal,
    decimals,
    integer,
    integers,
    json_list,
    json_object,
    one_of,
    ordered,
    required,
    rest_of,
    text,
)
from maarif.registries.roster.offer import NAMES, Context, Kind

_POST_COLUMNS: Final = (
    *("sourcedId", "orgSourcedId", "kind", "title", "subject", "fullTimeEquivalent"),
    *NAMES.values(),
)
_EMPLOYMENT_COLUMNS: Final = ("sourcedId", "postSourcedId", "userSourcedId", "share", "kind", "beginDate", "endDate")
_RESULT_COLUMNS: Final = (
    *("sourcedId", "userSourcedId", "kind", "round", "subject", "subjectName", "takenOn", "centreSourcedId", "parts"),
    *("total", "maximum", "passed", "outcome", "validUntil", *NAMES.values()),
)


def _post_checks(_: Context) -> list[Check]:
    return [
        *required("sourcedId", "orgSourcedId", "kind", "title", "fullTimeEquivalent"),
        one_of("kind", [kind.value for kind in PostKind]),
        *integers(1, 10_000, "fullTimeEquivalent"),
    ]


def _posts(rows: pl.DataFrame, _: Context) -> pl.DataFrame:
    return rows.select(
        pl.col("line").alias("row"),
        pl.col("sourcedId").alias("sourced_id"),
        "kind",
        "title",
        json_object(NAMES).alias("titles"),
        text("subject").alias("subject"),
        integer("fullTimeEquivalent").alias("full_time_equivalent"),
        rest_of(rows, _POST_COLUMNS).alias("metadata"),
        pl.col("orgSourcedId").alias("institution"),
    )


def _employment_checks(_: Context) -> list[Check]:
    return [
        *required("sourcedId", "postSourcedId", "userSourcedId", "share", "beginDate"),
        one_of("kind", [kind.value for kind in EmploymentKind]),
        *integers(1, 150, "share"),
        *dates("beginDate", "endDate"),
        ordered("beginDate", "endDate"),
    ]


def _employments(rows: pl.DataFrame, _: Context) -> pl.DataFrame:
    return rows.select(
        pl.col("line").alias("row"),
        pl.col("sourcedId").alias("sourced_id"),
        integer("share").alias("share"),
        pl.col("kind").fill_null("main").alias("kind"),
        rest_of(rows, _EMPLOYMENT_COLUMNS).alias("metadata"),
        day("beginDate").alias("begins"),
        day("endDate").alias("ends"),
        pl.col("postSourcedId").alias("post"),
        pl.col("userSourcedId").alias("person"),
    )


def _result_checks(_: Context) -> list[Check]:
    return [
        *required("sourcedId", "userSourcedId", "kind", "takenOn", "total", "maximum", "passed"),
        one_of("kind", [kind.value for kind in AssessmentKind]),
        one_of("passed", ["true", "false"]),
        *dates("takenOn", "validUntil"),
        ordered("takenOn", "validUntil"),
        *decimals(-9_999, 99_999, "total"),
        *decimals(0.01, 99_999, "maximum"),
        Check(field="total", rule="over_maximum", bad=decimal("total") > decimal("maximum")),
        json_list("parts"),
    ]


def _results(rows: pl.DataFrame, _: Context) -> pl.DataFrame:
    return rows.select(
        pl.col("line").alias("row"),
        pl.col("sourcedId").alias("sourced_id"),
        "kind",
        text("round").alias("round"),
        text("subject").alias("subject"),
        text("subjectName").alias("subject_name"),
        json_object(NAMES).alias("subject_names"),
        day("takenOn").alias("taken_on"),
        pl.col("parts").fill_null("[]").alias("parts"),
        "total",
        "maximum",
        "passed",
        text("outcome").alias("outcome"),
        day("validUntil").alias("valid_until"),
        rest_of(rows, _RESULT_COLUMNS).alias("metadata"),
        pl.col("userSourcedId").alias("person"),
        pl.col("centreSourcedId").alias("centre"),
    )


WORK: Final[dict[str, Kind]] = {
    "maarif_posts": Kind(
        columns=_POST_COLUMNS,
        checks=_post_checks,
        shape=_posts,
        merge=posts.merge_posts,
        fields={"institution": "orgSourcedId"},
    ),
    "maarif_employments": Kind(
        columns=_EMPLOYMENT_COLUMNS,
        checks=_employment_checks,
        shape=_employments,
        merge=posts.merge_employments,
        fields={"post": "postSourcedId", "person": "userSourcedId"},
    ),
    "maarif_results": Kind(
        columns=_RESULT_COLUMNS,
        checks=_result_checks,
        shape=_results,
        merge=assessments.merge_results,
        fields={"person": "userSourcedId", "centre": "centreSourcedId"},
    ),
}
