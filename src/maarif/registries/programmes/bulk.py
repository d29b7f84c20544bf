"""The bulk door of the programmes room: sessions, courses, classes and programmes, a page of rows at a time."""

from typing import Final

import polars as pl

from maarif.support.parties import bulk
from maarif.support.parties.bulk import Conflict, Merged, Reference, Target


def _institution(given: str) -> Reference:
    return Reference(column="institution_id", given=given, table="institutions_institution", identity="party_id")


_SESSIONS: Final = Target(
    table="programmes_academicsession",
    columns={
        "kind": "text",
        "title": "text",
        "starts": "date",
        "ends": "date",
        "school_year": "smallint",
        "metadata": "jsonb",
    },
    references=(Reference(column="parent_id", given="parent", table="programmes_academicsession"),),
)
_COURSES: Final = Target(
    table="programmes_course",
    columns={"code": "text", "title": "text", "grades": "text[]", "subjects": "text[]", "metadata": "jsonb"},
    references=(_institution("institution"),),
)
_CLASSES: Final = Target(
    table="programmes_classgroup",
    columns={
        "grade": "smallint",
        "name": "text",
        "language": "text",
        "shift": "smallint",
        "capacity": "smallint",
        "metadata": "jsonb",
    },
    references=(
        _institution("institution"),
        Reference(column="course_id", given="course", table="programmes_course"),
        Reference(column="session_id", given="session", table="programmes_academicsession"),
        Reference(column="programme_id", given="programme", table="programmes_programme"),
    ),
)
_CLASS_TEACHERS: Final = Target(
    table="programmes_classgroup",
    columns={},
    references=(Reference(column="teacher_id", given="teacher", table="people_person", identity="party_id"),),
    conflicts=(
        Conflict(rule="unknown_reference", field="sourced_id", sql="SELECT row FROM resolved WHERE was IS NULL"),
    ),
)
_PROGRAMMES: Final = Target(
    table="programmes_programme",
    columns={
        "code": "text",
        "name": "text",
        "names": "jsonb",
        "kind": "text",
        "level": "smallint",
        "language": "text",
        "form": "text",
        "duration_months": "smallint",
        "qualification": "text",
        "qualifications": "jsonb",
        "credits": "smallint",
        "admission_group": "text",
        "passing_scores": "jsonb",
        "metadata": "jsonb",
    },
    references=(_institution("institution"),),
)


def merge_sessions(rows: pl.DataFrame) -> Merged:
    """Writes school years and parts of them; `parent` is a sourcedId of an earlier page or of the register."""
    return bulk.merge(_SESSIONS, rows)


def merge_courses(rows: pl.DataFrame) -> Merged:
    """Writes courses; `institution` is a sourcedId."""
    return bulk.merge(_COURSES, rows)


def merge_classes(rows: pl.DataFrame) -> Merged:
    """Writes classes and groups; `institution`, `course`, `session` and `programme` are sourcedIds."""
    return bulk.merge(_CLASSES, rows)


def set_class_teachers(rows: pl.DataFrame) -> Merged:
    """Writes who leads each class: `sourced_id` of the class, `teacher` of the person."""
    return bulk.merge(_CLASS_TEACHERS, rows)


def merge_programmes(rows: pl.DataFrame) -> Merged:
    """Writes programmes of study; `institution` is a sourcedId."""
    return bulk.merge(_PROGRAMMES, rows)
