"""enrollments.csv: which row is somebody's study, which only a seat in one subject's class, and studies that no row states."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from maarif.kernel import clock, countries
from maarif.registries.enrolments.types import CURRENT, Funding, Status
from maarif.registries.programmes.types import ProgrammeKind, StudyForm
from maarif.registries.roster.checking import (
    Check,
    dates,
    day,
    decimals,
    integer,
    integers,
    language,
    one_of,
    ordered,
    required,
    rest_of,
    text,
)
from maarif.registries.roster.offer import Context, fits_level, grade

COLUMNS: Final = (
    *("sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate"),
    *("metadata.level", "metadata.kind", "metadata.grade", "metadata.form", "metadata.language", "metadata.funding"),
    *("metadata.status", "metadata.programme", "metadata.expectedEnd", "metadata.graduatedOn"),
    *("metadata.documentNumber", "metadata.qualification", "metadata.credits", "metadata.semester"),
    *("metadata.entranceScore", "metadata.admissionYear", "metadata.leaveUntil"),
)
ROLES: Final = ("student", "teacher", "administrator", "proctor", "aide")
_LEVEL_OF_KIND: Final = {"preschool": 0, "vocational": 3, "college": 5, "bachelor": 6, "master": 7, "doctorate": 8}
_KIND_OF_LEVEL: Final = {
    0: "preschool",
    1: "general",
    2: "general",
    3: "general",
    6: "bachelor",
    7: "master",
    8: "doctorate",
}
_KIND_OF_INSTITUTION: Final = {
    "kindergarten": "preschool",
    "vocational": "vocational",
    "college": "college",
    "hei": "bachelor",
}
_CURRENT: Final = [status.value for status in CURRENT]
_ENDED: Final = [status.value for status in Status if status not in CURRENT]


@dataclass(frozen=True, slots=True, kw_only=True)
class Studying:
    """How to read the file: the day of the load, and the classes of the register where rows do not say their level."""

    today: pl.Expr
    homerooms: pl.DataFrame


def studying(context: Context, homerooms: pl.DataFrame) -> Studying:
    """The reading for one load."""
    today = clock.today(countries.country(context.country).time_zone)
    return Studying(today=pl.lit(today), homerooms=homerooms)


def prepared(rows: pl.DataFrame, how: Studying) -> pl.DataFrame:
    """Adds what follows: `is_study`, `leads_class`, `level`, `kind`, `grade`, `status`, `begins`, `ends`."""
    if rows["metadata.level"].null_count() + rows["metadata.kind"].null_count():
        rows = rows.join(how.homerooms, left_on="classSourcedId", right_on="class", how="left", maintain_order="left")
    else:
        rows = rows.with_columns(
            class_grade=pl.lit(None, pl.Int16), class_type=pl.lit("homeroom"), institution_kind=pl.lit(None, pl.String)
        )
    student = pl.col("role") == "student"
    states = pl.col("metadata.level").is_not_null() | pl.col("metadata.kind").is_not_null()
    homeroom = pl.col("class_type") == "homeroom"
    of_grade = pl.coalesce(grade("metadata.grade"), pl.col("class_grade").cast(pl.Int64))
    told = pl.col("metadata.kind")
    level = pl.coalesce(
        integer("metadata.level"),
        told.replace_strict(_LEVEL_OF_KIND, default=None, return_dtype=pl.Int64),
        pl.when(told.is_null() & pl.col("institution_kind").is_in(list(_KIND_OF_INSTITUTION))).then(
            pl.col("institution_kind").replace_strict(_KIND_OF_INSTITUTION, default=None).replace_strict(
                _LEVEL_OF_KIND, default=None, return_dtype=pl.Int64
            )
        ),
        level_of_grade(of_grade),
    )  # fmt: skip
    rows = rows.with_columns(
        is_study=student & (states | homeroom),
        leads_class=(pl.col("role") == "teacher")
        & homeroom
        & text("primary").str.to_lowercase().is_in(["true", "1", ""]),
        level=level,
        grade_number=of_grade,
        begins=day("beginDate"),
        until=day("endDate"),
    )
    from_level = pl.col("level").replace_strict(_KIND_OF_LEVEL, default=None, return_dtype=pl.String)
    from_place = pl.col("institution_kind").replace_strict(_KIND_OF_INSTITUTION, default=None, return_dtype=pl.String)
    over = pl.col("until") < how.today
    return rows.with_columns(
        kind=pl.coalesce("metadata.kind", from_place, from_level),
        state=pl.coalesce("metadata.status", pl.when(over).then(pl.lit("completed")).otherwise(pl.lit("active"))),
    )


def level_of_grade(number: pl.Expr) -> pl.Expr:
    """The ISCED level of a school grade: 1 to 4, 5 to 9, 10 and above."""
    return (
        pl.when(number == 0).then(0).when(number <= 4).then(1).when(number <= 9).then(2).when(number <= 12).then(3)
    )  # fmt: skip


def checks(how: Studying) -> list[Check]:
    """What each prepared row must keep to."""
    study = pl.col("is_study")
    ended = pl.col("state").is_in(_ENDED)
    return [
        *required("sourcedId", "schoolSourcedId", "userSourcedId", "role"),
        Check(field="classSourcedId", rule="missing", bad=pl.col("classSourcedId").is_null() & ~(study & ended)),
        one_of("role", ROLES),
        one_of("primary", ["true", "false", "TRUE", "FALSE", "True", "False", "1", "0"]),
        *dates("beginDate", "endDate", "metadata.expectedEnd", "metadata.graduatedOn", "metadata.leaveUntil"),
        ordered("beginDate", "endDate"),
        one_of("metadata.kind", [kind.value for kind in ProgrammeKind]),
        one_of("metadata.form", [form.value for form in StudyForm]),
        one_of("metadata.funding", [funding.value for funding in Funding if funding.value]),
        one_of("metadata.status", [status.value for status in Status]),
        *integers(0, 8, "metadata.level"),
        *integers(0, 12, "metadata.grade"),
        *integers(0, 1_000, "metadata.credits"),
        *integers(1, 20, "metadata.semester"),
        *integers(1950, 2200, "metadata.admissionYear"),
        *decimals(0, 9_999, "metadata.entranceScore"),
        language("metadata.language"),
        *_of_studies(study, ended, how),
    ]


def _of_studies(study: pl.Expr, ended: pl.Expr, how: Studying) -> list[Check]:
    """What a row that is somebody's study must keep to beyond the other rows."""
    return [
        Check(
            field="metadata.level",
            rule="level_unknown",
            bad=study & (pl.col("level").is_null() | pl.col("kind").is_null()),
        ),
        Check(field="metadata.level", rule="level_of_kind", bad=study & ~fits_level("kind", pl.col("level"))),
        Check(field="beginDate", rule="missing", bad=study & pl.col("beginDate").is_null()),
        Check(field="endDate", rule="ended_without_end", bad=study & ended & pl.col("endDate").is_null()),
        Check(
            field="metadata.graduatedOn",
            rule="graduate_completed",
            bad=study
            & pl.col("metadata.graduatedOn").is_not_null()
            & ~pl.col("state").is_in(["completed", "annulled"]),
        ),
        Check(
            field="metadata.leaveUntil",
            rule="leave_suspended",
            bad=study & pl.col("metadata.leaveUntil").is_not_null() & (pl.col("state") != "suspended"),
        ),
        Check(
            field="endDate",
            rule="active_has_ended",
            bad=study & pl.col("state").is_in(_CURRENT) & (pl.col("until") < how.today),
        ),
    ]


def shaped(rows: pl.DataFrame, _: Context) -> pl.DataFrame:
    """Rows of the register of enrolments; an end in the future is when somebody is expected to finish."""
    current = pl.col("state").is_in(_CURRENT)
    extra = (
        *(*COLUMNS, "is_study", "leads_class", "level", "grade_number", "begins", "until", "kind", "state"),
        *("class_grade", "class_type", "institution_kind"),
    )
    return rows.select(
        pl.col("line").alias("row"),
        pl.col("sourcedId").alias("sourced_id"),
        "level",
        "kind",
        pl.col("grade_number").alias("grade"),
        pl.col("metadata.form").fill_null("full_time").alias("form"),
        text("metadata.language").alias("language"),
        text("metadata.funding").alias("funding"),
        pl.coalesce(day("metadata.expectedEnd"), pl.when(current).then("until")).alias("expected_end"),
        pl.col("state").alias("status"),
        text("metadata.qualification").alias("qualification"),
        text("metadata.documentNumber").alias("document_number"),
        day("metadata.graduatedOn").alias("graduated_on"),
        day("metadata.leaveUntil").alias("leave_until"),
        integer("metadata.credits").alias("credits"),
        integer("metadata.semester").alias("semester"),
        pl.col("metadata.entranceScore").alias("entrance_score"),
        integer("metadata.admissionYear").alias("admission_year"),
        rest_of(rows, extra).alias("metadata"),
        "begins",
        pl.when(~current).then("until").alias("ends"),
        pl.col("userSourcedId").alias("person"),
        pl.col("schoolSourcedId").alias("institution"),
        pl.col("metadata.programme").alias("programme"),
        pl.col("classSourcedId").alias("class_group"),
    )


FIELDS: Final = {
    "person": "userSourcedId",
    "institution": "schoolSourcedId",
    "programme": "metadata.programme",
    "class_group": "classSourcedId",
}


def members(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of the register of class members."""
    return rows.select(
        pl.col("line").alias("row"),
        pl.col("sourcedId").alias("sourced_id"),
        "role",
        text("primary").str.to_lowercase().is_in(["true", "1"]).alias("is_primary"),
        "begins",
        pl.col("until").alias("ends"),
        pl.lit("{}").alias("metadata"),
        pl.col("userSourcedId").alias("person"),
        pl.col("classSourcedId").alias("class_group"),
    )


def leaders(rows: pl.DataFrame) -> pl.DataFrame:
    """Who leads which class, once each."""
    return rows.select(
        pl.col("line").alias("row"),
        pl.col("classSourcedId").alias("sourced_id"),
        pl.col("userSourcedId").alias("teacher"),
    ).unique("sourced_id", keep="last", maintain_order=True)


def derived(candidates: pl.DataFrame, how: Studying) -> pl.DataFrame:
    """Studies of affiliated students whom no row enrols, as far as their level can be told; one for each person."""
    number = pl.coalesce(pl.col("class_grade").cast(pl.Int64), grade("grades"))
    kind_of_place = pl.col("institution_kind").replace_strict(
        _KIND_OF_INSTITUTION, default=None, return_dtype=pl.String
    )
    known = candidates.with_columns(grade=number, kind=kind_of_place).with_columns(
        level=pl.coalesce(
            pl.col("kind").replace_strict(_LEVEL_OF_KIND, default=None, return_dtype=pl.Int64),
            level_of_grade(pl.col("grade")),
        )
    )
    with_kind = known.with_columns(
        kind=pl.coalesce("kind", pl.col("level").replace_strict(_KIND_OF_LEVEL, default=None, return_dtype=pl.String)),
        begins=pl.coalesce("begins", "class_begins", how.today),
    )
    certain = with_kind.filter(pl.col("level").is_not_null()).unique("person", keep="first", maintain_order=True)
    return certain.select(
        pl.int_range(pl.len()).alias("row"),
        "sourced_id",
        "level",
        "kind",
        "grade",
        pl.lit("full_time").alias("form"),
        *(pl.lit("").alias(column) for column in ("language", "funding", "qualification", "document_number")),
        *(pl.lit(None, pl.Date).alias(column) for column in ("expected_end", "graduated_on", "ends", "leave_until")),
        *(pl.lit(None, pl.Int64).alias(column) for column in ("credits", "semester", "admission_year")),
        pl.lit(None, pl.String).alias("entrance_score"),
        pl.lit("active").alias("status"),
        pl.lit('{"derived":"roles"}').alias("metadata"),
        "begins",
        "person",
        "institution",
        *(pl.lit(None, pl.String).alias(column) for column in ("programme", "class_group")),
    )
