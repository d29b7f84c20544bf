"""The bulk door of the assessments room: results of examinations, a page of rows at a time."""

from typing import Final

import polars as pl

from maarif.support.parties import bulk
from maarif.support.parties.bulk import Conflict, Merged, Reference, Target

_RESULTS: Final = Target(
    table="assessments_result",
    columns={
        "kind": "text",
        "round": "text",
        "subject": "text",
        "subject_name": "text",
        "subject_names": "jsonb",
        "taken_on": "date",
        "parts": "jsonb",
        "total": "numeric(7,2)",
        "maximum": "numeric(7,2)",
        "passed": "boolean",
        "outcome": "text",
        "valid_until": "date",
        "metadata": "jsonb",
    },
    references=(
        Reference(column="person_id", given="person", table="people_person", identity="party_id"),
        Reference(column="centre_id", given="centre", table="institutions_institution", identity="party_id"),
    ),
    conflicts=(
        Conflict(
            rule="result_once_a_day",
            field="takenOn",
            sql="SELECT r.row FROM resolved r JOIN assessments_result e USING (person_id, kind, subject, taken_on) "
            "WHERE e.sourced_id <> r.sourced_id",
        ),
    ),
)


def merge_results(rows: pl.DataFrame) -> Merged:
    """Writes results; `person` and `centre` are sourcedIds, `parts` is a JSON list."""
    return bulk.merge(_RESULTS, rows)
