"""Files that say what there is: academicSessions, orgs, courses, classes and our maarif_programmes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from maarif.kernel import countries, names
from maarif.kernel.text import LANGUAGES
from maarif.registries.institutions import bulk as institutions
from maarif.registries.institutions.types import InstitutionKind, Ownership, search_key
from maarif.registries.programmes import bulk as programmes
from maarif.registries.programmes.types import ISCED, ProgrammeKind, SessionKind, StudyForm
from maarif.registries.roster.checking import (
    Check,
    dates,
    day,
    decimals,
    integer,
    integers,
    json_object,
    language,
    listed,
    one_of,
    ordered,
    required,
    rest_of,
    text,
)
from maarif.support.parties.bulk import Merged

NAMES: Final = {code: f"metadata.name{code.title()}" for code in LANGUAGES}
QUALIFICATIONS: Final = {code: f"metadata.qualification{code.title()}" for code in LANGUAGES}
_ORG_KINDS: Final = {"school": "school", "department": "office", "district": "office", "local": "office"}
_OFFICES: Final = ("department", "district", "local", "state", "national")
GRADES: Final = {"IT": 0, "PR": 0, "PK": 0, "TK": 0, "KG": 0, "PS": None, "UG": None, "Other": None}
"""The grades of OneRoster (CEDS) that are no number; 01 to 13 are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What shaping must know beside the row: the country of the bundle and its regions."""

    country: str
    regions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of file: the columns it may have, the checks of a row, the columns of the register, and the door."""

    columns: tuple[str, ...]
    checks: Callable[[Context], list[Check]]
    shape: Callable[[pl.DataFrame, Context], pl.DataFrame]
    merge: Callable[[pl.DataFrame], Merged]
    fields: dict[str, str]
    """How the register's columns are called in the file, for rejects that the database finds."""
    parent: str | None = None
    """A column that points into the same file: parents go into earlier pages."""


def grade(column: str) -> pl.Expr:
    """The first grade of a list as a number from 0 (before school) to 12; nothing where it is none."""
    first = pl.col(column).str.split(",").list.first().str.strip_chars()
    number = pl.when(first.str.contains(r"^\d{1,2}$")).then(first).cast(pl.Int64, strict=False)
    named = first.replace_strict(list(GRADES), list(GRADES.values()), default=None, return_dtype=pl.Int64)
    found = pl.coalesce(number, named)
    return pl.when(found.is_between(0, 12)).then(found)


# --- academicSessions ----------------------------------------------------------------------------------------------


def _session_checks(_: Context) -> list[Check]:
    return [
        *required("sourcedId", "title", "type", "startDate", "endDate", "schoolYear"),
        *dates("startDate", "endDate"),
        Check(field="endDate", rule="date_order", bad=day("endDate") <= day("startDate")),
        one_of("type", [kind.value for kind in SessionKind]),
        *integers(1900, 2200, "schoolYear"),
    ]


def _sessions(rows: pl.DataFrame, _: Context) -> pl.DataFrame:
    used = ("sourcedId", "title", "type", "startDate", "endDate", "schoolYear", "parentSourcedId")
    return rows.select(
        pl.col("line").alias("row"),
        pl.col("sourcedId").alias("sourced_id"),
        pl.col("type").alias("kind"),
        "title",
        day("startDate").alias("starts"),
        day("endDate").alias("ends"),
        integer("schoolYear").alias("school_year"),
        rest_of(rows, used).alias("metadata"),
        pl.col("parentSourcedId").alias("parent"),
    )


# --- orgs ----------------------------------------------------------------------------------------------------------


def _org_checks(context: Context) -> list[Check]:
    region = pl.col("metadata.region")
    return [
        *required("sourcedId", "name", "type"),
        one_of("type", ["school", *_OFFICES]),
        one_of("metadata.kind", [kind.value for kind in InstitutionKind]),
        one_of("metadata.ownership", [kind.value for kind in Ownership if kind.value]),
        Check(field="metadata.region", rule="region", bad=region.is_not_null() & ~region.is_in(list(context.regions))),
        Check(field="metadata.country", rule="country", bad=~pl.col("metadata.country").str.contains("^[A-Za-z]{2}$")),
        *integers(0, 1_000_000, "metadata.capacity"),
        *integers(1, 3, "metadata.shifts"),
        *decimals(-90, 90, "metadata.latitude"),
        *decimals(-180, 180, "metadata.longitude"),
        *dates("metadata.opened", "metadata.closed", "metadata.accreditedUntil"),
        ordered("metadata.opened", "metadata.closed"),
        Check(field="parentSourcedId", rule="own_parent", bad=pl.col("parentSourcedId") == pl.col("sourcedId")),
    ]


_ORG_COLUMNS: Final = (
    *("sourcedId", "name", "type", "identifier", "parentSourcedId", "metadata.kind", "metadata.country"),
    *("metadata.region", *NAMES.values(), "metadata.languages", "metadata.capacity", "metadata.shifts"),
    *("metadata.latitude", "metadata.longitude", "metadata.ownership", "metadata.opened", "metadata.closed"),
    "metadata.accreditedUntil",
)


def _orgs(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    default = countries.country(context.country).default_language
    official = rows["name"].to_list()
    others = rows.select(**{code: pl.col(column) for code, column in NAMES.items()}).to_dicts()
    given = [{code: name for code, name in other.items() if name} for other in others]
    kind = pl.coalesce("metadata.kind", pl.col("type").replace_strict(_ORG_KINDS, default="office"))
    both = pl.col("metadata.latitude").is_not_null() & pl.col("metadata.longitude").is_not_null()
    return rows.select(
        pl.col("line").alias("row"),
        pl.col("sourcedId").alias("sourced_id"),
        pl.col("metadata.country").str.to_lowercase().fill_null(context.country).alias("country"),
        kind.alias("kind"),
        "name",
        json_object(NAMES).alias("names"),
        pl.Series("sort_key", [names.sort_key(name, default) for name in official], dtype=pl.String),
        pl.Series("search_key", [search_key(a, b) for a, b in zip(official, given, strict=True)], dtype=pl.String),
        listed("metadata.languages").alias("languages"),
        integer("metadata.capacity").alias("capacity"),
        integer("metadata.shifts").fill_null(1).alias("shifts"),
        pl.when(both).then(pl.col("metadata.latitude")).alias("latitude"),
        pl.when(both).then(pl.col("metadata.longitude")).alias("longitude"),
        text("metadata.ownership").alias("ownership"),
        text("identifier").alias("registration_number"),
        day("metadata.opened").alias("opened"),
        day("metadata.closed").alias("closed"),
        day("metadata.accreditedUntil").alias("accredited_until"),
        rest_of(rows, _ORG_COLUMNS).alias("metadata"),
        pl.col("metadata.region").alias("region"),
        pl.col("parentSourcedId").alias("parent"),
    )


# --- courses and classes -------------------------------------------------------------------------------------------

_COURSE_COLUMNS: Final = ("sourcedId", "title", "courseCode", "grades", "subjects", "orgSourcedId")


def _course_checks(_: Context) -> list[Check]:
    return required("sourcedId", "title")


def _courses(rows: pl.DataFrame, _: Context) -> pl.DataFrame:
    return rows.select(
        pl.col("line").alias("row"),
        pl.col("sourcedId").alias("sourced_id"),
        text("courseCode").alias("code"),
        "title",
        listed("grades").alias("grades"),
        listed("subjects").alias("subjects"),
        rest_of(rows, _COURSE_COLUMNS).alias("metadata"),
        pl.col("orgSourcedId").alias("institution"),
    )


_CLASS_COLUMNS: Final = (
    *("sourcedId", "title", "grades", "courseSourcedId", "schoolSourcedId", "termSourcedIds"),
    *("metadata.language", "metadata.shift", "metadata.capacity", "metadata.programme"),
)


def _class_checks(_: Context) -> list[Check]:
    return [
        *required("sourcedId", "title", "schoolSourcedId"),
        one_of("classType", ["homeroom", "scheduled"]),
        language("metadata.language"),
        *integers(1, 3, "metadata.shift"),
        *integers(0, 10_000, "metadata.capacity"),
    ]


def _classes(rows: pl.DataFrame, _: Context) -> pl.DataFrame:
    return rows.select(
        pl.col("line").alias("row"),
        pl.col("sourcedId").alias("sourced_id"),
        grade("grades").alias("grade"),
        pl.col("title").alias("name"),
        text("metadata.language").alias("language"),
        integer("metadata.shift").fill_null(1).alias("shift"),
        integer("metadata.capacity").alias("capacity"),
        rest_of(rows, _CLASS_COLUMNS).alias("metadata"),
        pl.col("schoolSourcedId").alias("institution"),
        pl.col("courseSourcedId").alias("course"),
        pl.col("termSourcedIds").str.split(",").list.first().str.strip_chars().alias("session"),
        pl.col("metadata.programme").alias("programme"),
    )


# --- maarif_programmes ---------------------------------------------------------------------------------------------

_PROGRAMME_COLUMNS: Final = (
    *("sourcedId", "orgSourcedId", "code", "name", "kind", "level", "language", "form", "durationMonths"),
    *("qualification", *NAMES.values(), *QUALIFICATIONS.values()),
    *("metadata.credits", "metadata.admissionGroup", "metadata.passingScores"),
)


_PASSING_SCORES: Final = r"^\d{4}:\d{1,4}(\.\d{1,2})?(,\d{4}:\d{1,4}(\.\d{1,2})?)*$"
"""The lowest score admitted in each year, as `2024:412.5,2025:430`."""


def fits_level(kind: str, level: pl.Expr) -> pl.Expr:
    """Whether a kind of education may stand on its ISCED level."""
    fits = pl.lit(False)
    for one, (low, high) in ISCED.items():
        fits = fits | ((pl.col(kind) == one.value) & level.is_between(low, high))
    return fits


def passing_scores(column: str) -> pl.Expr:
    """`2024:412.5,2025:430` as the JSON object that the register keeps; an empty one where nothing is said."""
    pairs = pl.col(column).str.replace_all(r"(\d{4}):([0-9.]+)", r'"$1":"$2"')
    return pl.concat_str(pl.lit("{"), pairs.fill_null(""), pl.lit("}"))


def _programme_checks(_: Context) -> list[Check]:
    return [
        *required("sourcedId", "orgSourcedId", "name", "kind", "level", "durationMonths"),
        one_of("kind", [kind.value for kind in ProgrammeKind]),
        one_of("form", [form.value for form in StudyForm]),
        *integers(0, 8, "level"),
        *integers(1, 120, "durationMonths"),
        *integers(1, 600, "metadata.credits"),
        Check(
            field="metadata.passingScores",
            rule="passing_scores",
            bad=~pl.col("metadata.passingScores").str.contains(_PASSING_SCORES),
        ),
        language("language"),
        Check(field="level", rule="level_of_kind", bad=~fits_level("kind", integer("level"))),
    ]


def _programmes(rows: pl.DataFrame, _: Context) -> pl.DataFrame:
    return rows.select(
        pl.col("line").alias("row"),
        pl.col("sourcedId").alias("sourced_id"),
        text("code").alias("code"),
        "name",
        json_object(NAMES).alias("names"),
        "kind",
        integer("level").alias("level"),
        text("language").alias("language"),
        pl.col("form").fill_null("full_time").alias("form"),
        integer("durationMonths").alias("duration_months"),
        text("qualification").alias("qualification"),
        json_object(QUALIFICATIONS).alias("qualifications"),
        integer("metadata.credits").alias("credits"),
        text("metadata.admissionGroup").alias("admission_group"),
        passing_scores("metadata.passingScores").alias("passing_scores"),
        rest_of(rows, _PROGRAMME_COLUMNS).alias("metadata"),
        pl.col("orgSourcedId").alias("institution"),
    )


OFFER: Final[dict[str, Kind]] = {
    "academicSessions": Kind(
        columns=("sourcedId", "title", "type", "startDate", "endDate", "schoolYear", "parentSourcedId"),
        checks=_session_checks,
        shape=_sessions,
        merge=programmes.merge_sessions,
        fields={"parent": "parentSourcedId"},
        parent="parentSourcedId",
    ),
    "orgs": Kind(
        columns=_ORG_COLUMNS,
        checks=_org_checks,
        shape=_orgs,
        merge=institutions.merge_institutions,
        fields={"parent": "parentSourcedId", "region": "metadata.region"},
        parent="parentSourcedId",
    ),
    "courses": Kind(
        columns=_COURSE_COLUMNS,
        checks=_course_checks,
        shape=_courses,
        merge=programmes.merge_courses,
        fields={"institution": "orgSourcedId"},
    ),
    "maarif_programmes": Kind(
        columns=_PROGRAMME_COLUMNS,
        checks=_programme_checks,
        shape=_programmes,
        merge=programmes.merge_programmes,
        fields={"institution": "orgSourcedId"},
    ),
    "classes": Kind(
        columns=(*_CLASS_COLUMNS, "classType"),
        checks=_class_checks,
        shape=_classes,
        merge=programmes.merge_classes,
        fields={
            "institution": "schoolSourcedId",
            "course": "courseSourcedId",
            "session": "termSourcedIds",
            "programme": "metadata.programme",
        },
    ),
}
