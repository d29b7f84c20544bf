"""T-TIME: near the last second of a term, and when clocks jump, our decision is the database's in every country.

The oracle is PostgreSQL's own arithmetic of time zones. The planted fault is an end of day in UTC: in Baku it closes four hours late.
Run in full: `python -m tests.proofs.deadlines 1.0`.
"""

import tests.conftest  # noqa: F401, isort: skip - starts Django before models are imported, when this runs by itself

import json
import random
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from maarif.kernel import clock
from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import codes, country

FULL_INSTANTS = 20_000
FULL_JUMPS = 400
FIRST, LAST = date(2024, 1, 1), date(2027, 12, 1)
EDGES = (date(2024, 2, 28), date(2024, 2, 29), date(2024, 12, 30), date(2026, 3, 18), date(2026, 12, 31))
SUMMER_TIME = "Europe/Berlin"
JUMPS = tuple(timedelta(**{unit: sign * 1}) for unit in ("seconds", "hours", "days") for sign in (-1, 1))

Close = Callable[[date, str], datetime]


def oracle(instant: datetime, day: date, zone: str) -> bool:
    """Whether an instant lies before the end of a local day, by PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s::timestamptz < ((%s::date + 1)::timestamp AT TIME ZONE %s)", [instant.isoformat(), day, zone]
        )
        return bool(cursor.fetchone()[0])


def utc_end_of_day(day: date, zone: str) -> datetime:
    """The planted fault: the end of the day as a machine in UTC sees it."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=UTC)


def near_the_cut(count: int, dice: random.Random, close: Close = clock.end_of_day) -> int:
    """Disagreements with the oracle among instants within two seconds of the end of terms."""
    wrong = 0
    for turn in range(count):
        code = codes()[turn % len(codes())]
        zone = SUMMER_TIME if turn % 10 == 9 else country(code).time_zone
        received = dice.choice(EDGES) if turn % 5 == 0 else FIRST + timedelta(days=dice.randrange((LAST - FIRST).days))
        due = calendar_of(code).due_date(received, dice.randrange(0, 40))
        cut = close(due, zone)
        instant = cut + timedelta(microseconds=dice.choice([-1, 0, 1, dice.randint(-2_000_000, 2_000_000)]))
        wrong += (instant < cut) != oracle(instant, due, zone)
    return wrong


def over_jumps(count: int, dice: random.Random) -> int:
    """Disagreements with the oracle when the clock that decides jumps forwards and back around the end of a term."""
    wrong = 0
    for turn in range(count):
        code = codes()[turn % len(codes())]
        calendar = calendar_of(code)
        due = calendar.due_date(FIRST + timedelta(days=dice.randrange((LAST - FIRST).days)), 15)
        frozen = clock.FrozenClock(calendar.closes(due) - timedelta(minutes=dice.randint(-90, 90)))
        with clock.using(frozen):
            for jump in dice.sample(JUMPS, len(JUMPS)):
                frozen.move(jump)
                wrong += (clock.now() < calendar.closes(due)) != oracle(clock.now(), due, country(code).time_zone)
    return wrong


def prove(share: float) -> dict[str, object]:
    """No disagreement, and the naive end of day caught; AssertionError otherwise."""
    instants, jumps = max(2_000, round(FULL_INSTANTS * share)), max(40, round(FULL_JUMPS * share))
    wrong = near_the_cut(instants, random.Random(7))
    assert wrong == 0, f"{wrong} of {instants} instants were decided otherwise than by the database"
    wrong = over_jumps(jumps, random.Random(8))
    assert wrong == 0, f"{wrong} decisions under {jumps} jumping clocks were otherwise than the database's"
    late = utc_end_of_day(FIRST, "Asia/Baku") - clock.end_of_day(FIRST, "Asia/Baku")
    caught = near_the_cut(200, random.Random(9), utc_end_of_day)
    assert caught > 0, "the planted end of day in UTC was not caught"
    return {
        "instants": instants,
        "jumping_clocks": jumps,
        "wrong": 0,
        "planted_late": str(late),
        "planted_caught": caught,
    }


def main(share: float) -> None:
    """Runs in a database of its own."""
    from tests.proofs.databases import own_database

    with own_database("test_proof_deadlines"):
        print(json.dumps(prove(share)))


if __name__ == "__main__":
    main(float(sys.argv[1]))
