"""Many sent cases at once, written by plain SQL through the table's own triggers: as drafts, then sent, then decided."""

import json
from collections.abc import Mapping
from datetime import date

from django.db import connection

_DRAFTS = """
    INSERT INTO cases_case (key, service, country, party_id, subject_id, language, status, stage, answers, place,
                            started_at, saved_at, expires_at, reasons, documents, outcome, rule_set, note)
    SELECT gen_random_uuid(), %s, 'az', %s, %s, 'az', 'draft', '', %s::jsonb, '', now(), now(), now() + interval '30 days',
           '{}', '{}', '', '', ''
    FROM generate_series(1, 1) RETURNING id
"""
_SENT = """
    UPDATE cases_case SET status = 'submitted', number = %s, submitted_at = %s, declaration_id = %s, due = %s, intake = %s
    WHERE id = %s
"""


def cases(
    service: str,
    digest: str,
    *,
    party: int,
    received: date,
    due: date,
    count: int,
    decided: date | None = None,
    intake: str = "electronic",
    answers: Mapping[str, str] | None = None,
) -> list[int]:
    """So many cases of one day, alike; decided on a day or in progress. Returns their keys in the table."""
    made = []
    with connection.cursor() as cursor:
        for _ in range(count):
            cursor.execute(_DRAFTS, [service, party, party, json.dumps(answers or {})])
            pk = cursor.fetchone()[0]
            cursor.execute(_SENT, [f"FN-2026-{pk:06d}", f"{received} 10:00+04", digest, due, intake, pk])
            made.append(pk)
        cursor.execute("UPDATE cases_case SET status = 'in_progress' WHERE id = ANY(%s)", [made])
        if decided is not None:
            cursor.execute(
                "UPDATE cases_case SET status = 'decided', outcome = 'moved', grants = true, decided_at = %s WHERE id = ANY(%s)",
                [f"{decided} 16:00+04", made],
            )
            cursor.execute("UPDATE cases_case SET status = 'closed', closed_at = decided_at WHERE id = ANY(%s)", [made])
    return made
