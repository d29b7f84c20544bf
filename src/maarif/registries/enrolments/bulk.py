"""The bulk door of the enrolments room: studies, a page of rows at a time, and the end of those that a bundle no longer names."""

from typing import Final

import polars as pl

from maarif.registries.enrolments import statements
from maarif.registries.enrolments.types import TRANSITIONS
from maarif.support.parties import bulk
from maarif.support.parties.bulk import Conflict, Merged, Reference, Target

_LEGAL: Final = ", ".join(f"('{before.value}', '{after.value}')" for before, after in TRANSITIONS)

_ENROLMENTS: Final = Target(
    table="enrolments_enrolment",
    columns={
        "level": "smallint",
        "kind": "text",
        "grade": "smallint",
        "form": "text",
        "language": "text",
        "funding": "text",
        "expected_end": "date",
        "leave_until": "date",
        "credits": "smallint",
        "semester": "smallint",
        "entrance_score": "numeric(6,2)",
        "admission_year": "smallint",
        "status": "text",
        "qualification": "text",
        "document_number": "text",
        "graduated_on": "date",
        "metadata": "jsonb",
    },
    helpers={"begins": "date", "ends": "date"},
    references=(
        Reference(column="person_id", given="person", table="people_person", identity="party_id"),
        Reference(column="institution_id", given="institution", table="institutions_institution", identity="party_id"),
        Reference(column="programme_id", given="programme", table="programmes_programme"),
        Reference(column="class_group_id", given="class_group", table="programmes_classgroup"),
    ),
    computed={
        "period": "daterange(s.begins, s.ends, '[]')",
        **{
            name: f"coalesce(s.{name}, t.{name})"
            for name in ("credits", "semester", "entrance_score", "admission_year")
        },
        "status_since": "CASE WHEN t.status = s.status THEN t.status_since ELSE coalesce(s.ends, s.begins) END",
    },
    silent=frozenset({"status_since"}),
    conflicts=(
        Conflict(
            rule="two_active",
            field="metadata.level",
            sql="SELECT r.row FROM resolved r JOIN enrolments_enrolment e ON e.person_id = r.person_id "
            "WHERE r.status = 'active' AND e.status = 'active' AND (e.level = r.level OR e.kind = r.kind) "
            "AND e.sourced_id <> r.sourced_id AND NOT EXISTS (SELECT 1 FROM resolved o "
            "WHERE o.was = e.id AND o.status <> 'active')",
        ),
        Conflict(
            rule="overlap",
            field="beginDate",
            sql="SELECT r.row FROM resolved r JOIN enrolments_enrolment e ON e.person_id = r.person_id "
            "WHERE e.level = r.level AND e.period && r.period AND e.status <> 'annulled' AND e.sourced_id <> r.sourced_id "
            "AND NOT EXISTS (SELECT 1 FROM resolved o WHERE o.was = e.id AND NOT o.period && r.period)",
        ),
        Conflict(
            rule="transition",
            field="metadata.status",
            sql="SELECT r.row FROM resolved r JOIN enrolments_enrolment e ON e.id = r.was "  # noqa: S608 - names of enums
            f"WHERE e.status <> r.status AND (e.status, r.status) NOT IN ({_LEGAL})",
        ),
    ),
)


def merge_enrolments(rows: pl.DataFrame) -> Merged:
    """Writes studies: `person`, `institution`, `programme`, `class_group` are sourcedIds, `ends` is the last day or nothing.

    Studies that have ended belong into earlier pages than those that begin in their place. What the source does not say of
    credits, semester, entrance score and year of admission stays as it is. A source that says more pupils than places is
    believed.
    """
    with statements.as_stated():
        return bulk.merge(_ENROLMENTS, rows)


def replace_derived(people: pl.Series) -> int:
    """Annuls the studies that were derived from roles for these people (sourcedIds), since a row now states theirs."""
    return bulk.end_missing(
        """
        UPDATE enrolments_enrolment e
        SET status = 'annulled', status_since = CURRENT_DATE, status_reason = 'stated by the bundle', changed_at = now()
        FROM named n JOIN people_person p ON p.sourced_id = n.person
        WHERE e.person_id = p.party_id AND e.status = 'active' AND starts_with(e.sourced_id, 'study:')
        """,
        pl.DataFrame({"person": people}),
    )


def withdraw(sourced_ids: pl.Series) -> int:
    """Withdraws as of today the current studies of these sourcedIds, since their source does not know them any more."""
    return bulk.end_missing(
        """
        UPDATE enrolments_enrolment e
        SET status = 'withdrawn', leave_until = NULL, status_since = CURRENT_DATE, status_reason = 'no longer in the bundle', changed_at = now(),
            period = daterange(lower(e.period), greatest(CURRENT_DATE, lower(e.period)), '[]')
        FROM named n WHERE n.sourced_id = e.sourced_id AND e.status IN ('active', 'suspended')
        """,
        pl.DataFrame({"sourced_id": sourced_ids}),
    )
