"""How many open turns of an office each filter of its list would leave: one statement, each count bounded by an index."""

import json
from typing import Any, Final

from django.db import connection

from maarif.engine import registry
from maarif.engine.cases import offices
from maarif.engine.cases.types.desk import Claim, Tally, When
from maarif.kernel.countries import active_country
from maarif.support.access.types import Staff
from maarif.support.parties.types import Actor

#: Nothing is counted further than this: an office with more reads "1 000+".
MOST_COUNTED: Final = 1000

_BASE: Final = """
    closed_at IS NULL AND office <> 'placement' AND office = ANY(%(offices)s) AND scope_kind = %(kind)s AND scope = %(scope)s
"""
_ROWS: Final = f"SELECT 1 FROM cases_turn WHERE {_BASE} AND {{condition}} ORDER BY {{order}} LIMIT %(most)s"  # noqa: S608
_COUNT: Final = f"SELECT count(*) FROM ({_ROWS}) counted"  # noqa: S608
#: Each is the order of an index. Without it the planner expects early hits in a large office, and reads the whole table, ended turns
#: and other offices' included, where there are none.
_BY_DUE: Final = "due, id"
_BY_CLAIM: Final = "claimed_by_id, due, id"
_BY_SERVICE: Final = "service, stage, due, id"
#: A range of one and no equality, since what is equal to something takes no part in an order, and so would not ask for that index.
_OF_SERVICE: Final = "service BETWEEN code.value AND code.value"
_OF_STAGE: Final = "service = %(service)s AND stage BETWEEN code.value AND code.value"
_NAMED: Final = "SELECT jsonb_object_agg(code.value, ({count})) FROM unnest({codes}::text[]) AS code(value)"


def tally(viewer: Actor, staff: Staff, service: str = "") -> Tally:
    """How many open turns of the office each filter would leave by itself; stages those of `service`, when one is chosen.

    Each count is bounded by an index and by MOST_COUNTED, so that a page of a hundred thousand costs no more than one of a thousand.
    """
    parts, values = _parts(viewer, staff)
    codes, stages = _codes(viewer, service)
    counts = ", ".join(f"({count})" for count in parts.values())
    named = _NAMED.format(count=_count(_OF_SERVICE, _BY_SERVICE), codes="%(codes)s")
    staged = _count(_OF_STAGE, _BY_SERVICE)
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


def _count(condition: str, order: str) -> str:
    return _COUNT.format(condition=condition, order=order)


def _several(*parts: str) -> str:
    """The count of what several conditions leave, each in the order of an index of its own and none read further than all of them."""
    rows = " UNION ALL ".join(f"({part})" for part in parts)
    return f"SELECT count(*) FROM (SELECT 1 FROM ({rows}) each_part LIMIT %(most)s) counted"  # noqa: S608


def _parts(viewer: Actor, staff: Staff) -> tuple[dict[str, str], dict[str, Any]]:
    """The count of each filter by its name, and the values that the counts take."""
    late, soon = offices.late_and_soon()
    others = (_ROWS.format(condition=f"claimed_by_id {way} %(me)s", order=_BY_CLAIM) for way in "<>")
    absent = _ROWS.format(condition="claimed_by_id = one.absent", order=_BY_CLAIM)
    counts = {
        "every": _count("true", _BY_DUE),
        Claim.MINE.value: _count("claimed_by_id = %(me)s", _BY_CLAIM),
        Claim.NOBODY.value: _count("claimed_by_id IS NULL", _BY_CLAIM),
        Claim.COLLEAGUE.value: _several(*others),
        Claim.ABSENT.value: _several(
            f"SELECT 1 FROM unnest(%(absent)s::bigint[]) AS one(absent), LATERAL ({absent}) theirs"  # noqa: S608
        ),
        When.OVERDUE.value: _count("due <= %(late)s AND paused_at IS NULL", _BY_DUE),
        When.SOON.value: _count("due > %(late)s AND due <= %(soon)s AND paused_at IS NULL", _BY_DUE),
        "waiting": _count("awaits_applicant", _BY_DUE),
        "opinions": _count("kind = 'opinion'", _BY_DUE),
    }
    values = {
        "offices": offices.kinds_of(viewer),
        "kind": viewer.scope_kind or "",
        "scope": viewer.scope or "",
        "me": viewer.party,
        "absent": sorted(staff.absent),
        "late": late,
        "soon": soon,
        "most": MOST_COUNTED + 1,
    }
    return counts, values


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
