"""How many open turns of an office each filter of its list would leave: one statement, each count bounded by an index."""

import json
from typing import Any, Final

from django.db import connection

from maarif.engine import registry
from maarif.engine.cases import offices
from maarif.engine.cases.types import Status
from maarif.engine.cases.types.desk import Claim, Tally, When
from maarif.kernel.countries import active_country
from maarif.support.access.types import Staff
from maarif.support.parties.types import Actor

#: Nothing is counted further than this: an office with more reads "1 000+".
MOST_COUNTED: Final = 1000

_BASE: Final = """
    closed_at IS NULL AND office <> 'placement' AND office = ANY(%(offices)s) AND scope_kind = %(kind)s AND scope = %(scope)s
"""
_COUNT: Final = (
    f"SELECT count(*) FROM (SELECT 1 FROM cases_turn WHERE {_BASE} AND {{condition}} LIMIT %(most)s) counted"  # noqa: S608
)
#: The order of the index `turn_by_service`: without it the planner expects early hits, and reads the whole table where there are none.
_BY_SERVICE: Final = "ORDER BY service, stage, due, id"
_NAMED: Final = "SELECT jsonb_object_agg(code.value, ({count})) FROM unnest({codes}::text[]) AS code(value)"


def tally(viewer: Actor, staff: Staff, service: str = "") -> Tally:
    """How many open turns of the office each filter would leave by itself; stages those of `service`, when one is chosen.

    Each count is bounded by an index and by MOST_COUNTED, so that a page of a hundred thousand costs no more than one of a thousand.
    """
    parts, values = _parts(viewer, staff)
    codes, stages = _codes(viewer, service)
    counts = ", ".join(f"({_COUNT.format(condition=condition)})" for condition in parts.values())
    named = _NAMED.format(count=_COUNT.format(condition=f"service = code.value {_BY_SERVICE}"), codes="%(codes)s")
    staged = _COUNT.format(condition=f"service = %(service)s AND stage = code.value {_BY_SERVICE}")
    statement = f"SELECT {counts}, ({named}), ({_NAMED.format(count=staged, codes='%(stages)s')})"
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, "codes": codes, "stages": stages, "service": service})
        found = cursor.fetchone()
    counted = dict(zip(parts, found, strict=False))
    return Tally(
        most=MOST_COUNTED,
        every=counted["every"],
        claims={claim: counted[claim.value] for claim in Claim},
        whens={when: counted[when.value] for when in When},
        waiting=counted["waiting"],
        opinions=counted["opinions"],
        services=_loaded(found[-2]),
        stages=_loaded(found[-1]),
    )


def _parts(viewer: Actor, staff: Staff) -> tuple[dict[str, str], dict[str, Any]]:
    """The condition of each filter by its name, and the values that the conditions take."""
    late, soon = offices.late_and_soon()
    conditions = {
        "every": "true",
        Claim.MINE.value: "claimed_by_id = %(me)s",
        Claim.NOBODY.value: "claimed_by_id IS NULL",
        Claim.COLLEAGUE.value: "claimed_by_id IS NOT NULL AND claimed_by_id <> %(me)s",
        Claim.ABSENT.value: "claimed_by_id = ANY(%(absent)s)",
        When.OVERDUE.value: "due <= %(late)s AND paused_at IS NULL",
        When.SOON.value: "due > %(late)s AND due <= %(soon)s AND paused_at IS NULL",
        "waiting": "paused_at IS NOT NULL AND EXISTS (SELECT 1 FROM cases_case WHERE id = case_id AND status = %(waits)s)",
        "opinions": "kind = 'opinion'",
    }
    values = {
        "offices": offices.kinds_of(viewer),
        "kind": viewer.scope_kind or "",
        "scope": viewer.scope or "",
        "me": viewer.party,
        "absent": sorted(staff.absent),
        "late": late,
        "soon": soon,
        "waits": Status.WAITING_APPLICANT.value,
        "most": MOST_COUNTED + 1,
    }
    return conditions, values


def _codes(viewer: Actor, chosen: str) -> tuple[list[str], list[str]]:
    """Services that can reach this office, and the stages of the chosen one that do."""
    mine = set(offices.kinds_of(viewer))
    services = [
        each
        for each in registry.services(active_country().code)
        if any(
            stage.decided_by in mine or any(opinion.given_by in mine for opinion in stage.opinions)
            for stage in each.stages
        )
    ]
    stages = [stage.code for each in services if each.code == chosen for stage in each.stages]
    return [each.code for each in services], stages


def _loaded(found: str | None) -> dict[str, int]:
    return {code: count for code, count in json.loads(found or "{}").items() if count}
