"""Cases as lists show them, drafts and sent ones, by plain statements whose plans PostgreSQL keeps."""

import json
from collections.abc import Sequence
from typing import Any, Final, LiteralString

from django.db import DEFAULT_DB_ALIAS

from maarif.engine.cases.models import Case
from maarif.support.parties import queries as statements

_COLUMNS: Final = (
    "id", "key", "service", "party_id", "subject_id", "status", "stage", "answers", "saved_at", "expires_at", "number",
    "submitted_at", "declaration_id", "due", "outcome", "grants", "documents", "decided_at", "clock",
)  # fmt: skip
_ANSWERS: Final = _COLUMNS.index("answers")
_CLOCK: Final = _COLUMNS.index("clock")
_SELECT: Final = """
    SELECT id, key, service, party_id, subject_id, status, stage, answers, saved_at, expires_at, number, submitted_at,
        declaration_id, due, outcome, grants, documents, decided_at, clock FROM cases_case WHERE """
_COUNT: Final = "SELECT count(*) FROM cases_case WHERE "
SENT: Final = " AND number IS NOT NULL"
STANDING: Final = " AND status = ANY(%s)"
UNSENT: Final = "(party_id = %s AND status = 'draft' AND expires_at > %s)"
SENT_OR_UNSENT: Final = " AND (number IS NOT NULL OR " + UNSENT + ")"
_BEFORE: Final = " AND id < (SELECT id FROM cases_case WHERE number = %s AND "
LATEST_FIRST: Final = "id DESC"


def concerning(party: int, *, applied: bool, wards: Sequence[int] = ()) -> tuple[LiteralString, list[Any]]:
    """The condition (and its values) of cases about somebody or their wards, with `applied` also of those that they applied for."""
    if applied and wards:
        return "(party_id = %s OR subject_id = ANY(%s))", [party, [party, *wards]]
    if applied:
        return "(party_id = %s OR subject_id = %s)", [party, party]
    return "subject_id = %s", [party]


def before(mine: LiteralString) -> LiteralString:
    """The condition of cases that came earlier than the one with a number, if that too is among `mine`."""
    return _BEFORE + mine + ")"


def count(where: LiteralString, parameters: Sequence[Any]) -> int:
    """How many cases there are for which a condition holds."""
    counted: int = statements.rows(_COUNT + where, parameters)[0][0]
    return counted


def read(
    where: LiteralString, parameters: Sequence[Any], *, order: LiteralString = LATEST_FIRST, limit: int
) -> list[Case]:
    """Cases for which a condition holds, with no more of each than a list needs (facts and deadline stay behind)."""
    statement: LiteralString = _SELECT + where + " ORDER BY " + order + " LIMIT %s"
    return [_case(list(row)) for row in statements.rows(statement, [*parameters, limit])]


def _case(row: list[Any]) -> Case:
    row[_ANSWERS] = json.loads(row[_ANSWERS])
    row[_CLOCK] = None if row[_CLOCK] is None else json.loads(row[_CLOCK])
    return Case.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row)
