"""T-VER: guessing ids or birth dates hits nothing, and refusals take the same time whether a document exists or not.

The planted fault is a check that looks for the document first and compares the birth date afterwards, slowly: its difference in time is seen.
Run in full: `python -m tests.proofs.verification 1.0`.
"""

import tests.conftest  # noqa: F401, isort: skip - starts Django before models are imported, when this runs by itself

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from maarif.kernel import public_ids
from maarif.support.documents import checking, queries
from maarif.support.documents.types import Status

FULL_GUESSES = 100_000
FULL_TIMINGS = 4_000
ADDRESS = "203.0.113.7"
WRONG = date(1990, 1, 1)


def guesses(public_id: str, number: str, born: date, count: int, dice: random.Random) -> int:
    """Hits among random ids with the right birth date, near ids, the readable number, and the right id with other dates."""
    plain = public_ids.plain(public_id)
    hits = 0
    for turn in range(count):
        place = dice.randrange(public_ids.LENGTH - 1)
        other = dice.choice(public_ids.ALPHABET.replace(plain[place], ""))
        near = int_of(plain[:place] + other + plain[place + 1 : -1])
        guess, day = (
            (public_ids.from_number(dice.getrandbits(128)), born),
            (public_ids.from_number(near % 2**128), born),
            (number, born),
            (public_id, born + timedelta(days=dice.choice([-1, 1]) * dice.randint(1, 9000))),
        )[turn % 4]
        if guess == public_id and day == born:
            continue
        hits += queries.verification(guess, day, ADDRESS).status is not Status.UNKNOWN
    return hits


def int_of(body: str) -> int:
    """The number that 26 characters spell."""
    value = 0
    for character in body:
        value = value << 5 | public_ids.ALPHABET.index(character)
    return value


def timing_difference(public_id: str, count: int, check: Callable[..., object] = queries.verification) -> float:
    """How much longer a refusal takes when the document exists, as a share; medians of calls by turns."""
    present, absent = [], []
    for _ in range(20):
        check(public_id, WRONG, ADDRESS)
    for turn in range(count):
        pair = ((public_id, present), (public_ids.new(), absent))
        for asked, times in pair if turn % 2 else reversed(pair):
            began = time.perf_counter()
            check(asked, WRONG, ADDRESS)
            times.append(time.perf_counter() - began)
    return statistics.median(present) / statistics.median(absent) - 1


def naive(public_id: str, birth_date: date, address: str) -> object:
    """The planted fault: only when there is such a document does the check go on to work."""
    from maarif.support.documents.models import Document

    row = Document.objects.filter(public_id=public_id).first()
    if row is None or row.holder_birth_date != birth_date:
        return (
            None if row is None else json.loads(row.snapshot) and queries.verification(public_id, birth_date, address)
        )
    return row


def prove(share: float) -> dict[str, object]:
    """No hit, no difference in time, and the naive check's difference seen; AssertionError otherwise."""
    from maarif.support.documents import operations
    from maarif.support.parties.operations import make_party
    from maarif.support.parties.types import SYSTEM, PartyKind
    from tests.support.documents.papers import BORN, order

    checking.ADDRESS_BUDGET = checking.WORLD_BUDGET = 10**9  # type: ignore[misc]
    holder = make_party(PartyKind.PERSON)
    issued = operations.issue_many(by=SYSTEM, orders=[order(holder) for _ in range(200)], render=False)[100]
    count = max(1000, round(FULL_GUESSES * share))
    hits = guesses(issued.public_id, issued.number, BORN, count, random.Random(7))
    assert hits == 0, f"{hits} guesses hit"
    timings = max(400, round(FULL_TIMINGS * share))
    difference = min((timing_difference(issued.public_id, timings) for _ in range(3)), key=abs)
    assert abs(difference) < 0.05, f"refusals differ by {difference:.1%}"
    planted = timing_difference(issued.public_id, 200, naive)
    assert planted > 0.05, f"the planted slow check was not told apart ({planted:.1%})"
    return {
        "guesses": count,
        "hits": hits,
        "timing_difference": f"{difference:.2%}",
        "planted_difference": f"{planted:.0%}",
    }


def main(share: float) -> None:
    """Runs in a database of its own."""
    from tests.proofs.databases import own_database

    with own_database("test_proof_verification"), tempfile.TemporaryDirectory() as folder:
        from django.conf import settings

        from maarif.support.keys.operations import ensure_demo

        settings.KEYS_FOLDER = Path(folder)
        ensure_demo(Path(folder))
        print(json.dumps(prove(share)))


if __name__ == "__main__":
    main(float(sys.argv[1]))
