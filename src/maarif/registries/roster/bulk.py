"""The bulk writes of the roster room's own tables: affiliations and members of classes."""

from typing import Final

import polars as pl
from django.db import connection

from maarif.registries.roster import digests
from maarif.support.parties import bulk
from maarif.support.parties.bulk import Merged, Reference, Target

_ASKED: Final = 10_000
_COLUMNS: Final = {"role": "text", "is_primary": "boolean", "begins": "date", "ends": "date", "metadata": "jsonb"}
_PERSON: Final = Reference(column="person_id", given="person", table="people_person", identity="party_id")

_AFFILIATIONS: Final = Target(
    table="roster_affiliation",
    columns=_COLUMNS,
    references=(
        _PERSON,
        Reference(column="institution_id", given="institution", table="institutions_institution", identity="party_id"),
    ),
)
_MEMBERS: Final = Target(
    table="roster_classmember",
    columns=_COLUMNS,
    references=(_PERSON, Reference(column="class_group_id", given="class_group", table="programmes_classgroup")),
)

_END: Final = """
    UPDATE {table} a SET ends = greatest(CURRENT_DATE, a.begins), changed_at = now()
    FROM named n WHERE n.sourced_id = a.sourced_id AND (a.ends IS NULL OR a.ends > CURRENT_DATE)
"""

_WITHOUT_STUDY: Final = """
    SELECT 'study:' || a.sourced_id, p.sourced_id, i.sourced_id, i.kind, p.metadata ->> 'grades', a.begins,
           (SELECT max(c.grade) FROM roster_classmember m JOIN programmes_classgroup c ON c.id = m.class_group_id
            WHERE m.person_id = a.person_id AND m.role = 'student' AND c.institution_id = a.institution_id),
           (SELECT min(m.begins) FROM roster_classmember m JOIN programmes_classgroup c ON c.id = m.class_group_id
            WHERE m.person_id = a.person_id AND m.role = 'student' AND c.institution_id = a.institution_id)
    FROM roster_affiliation a
    JOIN people_person p ON p.party_id = a.person_id
    JOIN institutions_institution i ON i.party_id = a.institution_id
    WHERE a.role = 'student' AND (a.ends IS NULL OR a.ends > CURRENT_DATE)
      AND i.kind IN ('kindergarten', 'school', 'vocational', 'college', 'hei')
      AND NOT EXISTS (SELECT 1 FROM enrolments_enrolment e
                      WHERE e.person_id = a.person_id AND (e.institution_id = a.institution_id OR e.status = 'active'))
    ORDER BY a.id
"""


def merge_affiliations(rows: pl.DataFrame) -> Merged:
    """Writes who belongs where: `person` and `institution` are sourcedIds."""
    return bulk.merge(_AFFILIATIONS, rows)


def merge_members(rows: pl.DataFrame) -> Merged:
    """Writes who sits in which class: `person` and `class_group` are sourcedIds."""
    return bulk.merge(_MEMBERS, rows)


def end_affiliations(sourced_ids: pl.Series) -> int:
    """Ends as of today the affiliations of these sourcedIds."""
    return bulk.end_missing(_END.format(table="roster_affiliation"), pl.DataFrame({"sourced_id": sourced_ids}))


def end_members(sourced_ids: pl.Series) -> int:
    """Ends as of today the membership in classes of these sourcedIds."""
    return bulk.end_missing(_END.format(table="roster_classmember"), pl.DataFrame({"sourced_id": sourced_ids}))


def states_studies(source: int) -> bool:
    """Whether a source enrols people itself; then whom it does not enrol is not enrolled."""
    stated = digests.known(source, "enrollments")["sourcedId"]
    with connection.cursor() as cursor:
        for start in range(0, len(stated), _ASKED):
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM enrolments_enrolment WHERE sourced_id = ANY(%s))",
                [stated.slice(start, _ASKED).to_list()],
            )
            row = cursor.fetchone()
            if row and row[0]:
                return True
    return False


def has_derived() -> bool:
    """Whether any study was derived from a role."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT EXISTS (SELECT 1 FROM enrolments_enrolment WHERE metadata @> \'{"derived": "roles"}\')')
        row = cursor.fetchone()
    return bool(row and row[0])


def students_without_study() -> pl.DataFrame:
    """Affiliated students whom no row enrols: what is known of each, to derive a study from."""
    schema = {
        "sourced_id": pl.String,
        "person": pl.String,
        "institution": pl.String,
        "institution_kind": pl.String,
        "grades": pl.String,
        "begins": pl.Date,
        "class_grade": pl.Int16,
        "class_begins": pl.Date,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_STUDY)
        return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")


def homerooms() -> pl.DataFrame:
    """Every class with what an enrolment needs of it: `sourced_id`, `class_grade`, `class_type`, `institution_kind`."""
    schema = {"class": pl.String, "class_grade": pl.Int16, "class_type": pl.String, "institution_kind": pl.String}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.sourced_id, c.grade, c.metadata ->> 'classType', i.kind FROM programmes_classgroup c "
            "JOIN institutions_institution i ON i.party_id = c.institution_id"
        )
        return pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
