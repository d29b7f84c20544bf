"""Killed at any moment, a promotion goes on where it was, moves every pupil exactly once, and comes back exactly.

A small country is promoted by a process of its own that is killed with SIGKILL at a moment by chance and started again, over
and over, until it says that it is done; then it is taken back in the same way. What stands afterwards is compared, pupil by
pupil, with what plain Python says. The planted fault marks an institution done in a transaction after the one that moved its
pupils: killed in between, it moves them twice. Run in full: `python -m tests.proofs.promotion 1.0`.
"""

import tests.conftest  # noqa: F401 - starts Django before anything imports its models

# isort: split
import json
import multiprocessing
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.db import connection

from maarif.config.clock import DatabaseClock
from maarif.kernel import clock
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments import promotion as promoting
from maarif.registries.enrolments import queries
from maarif.registries.institutions import operations as institutions
from maarif.registries.institutions.types import InstitutionKind
from maarif.support.parties.types import SYSTEM, Actor

BY: Final = Actor(role="proof")
FULL_ROUNDS: Final = 20
YEAR: Final = 2026
FORK: Final = multiprocessing.get_context("fork")
Run = Callable[[str, int], None]


def _advance(way: str, number: int) -> None:
    """The runner: promotes institution by institution, or takes back."""
    promoting.AT_ONCE = 1
    if way == "forward":
        while enrolments.advance_promotion(by=SYSTEM, promotion=number, institutions=1):
            pass
    else:
        enrolments.reverse_promotion(by=SYSTEM, promotion=number)


def _naively(way: str, number: int) -> None:
    """The planted runner: moves the pupils of an institution, and afterwards notes that it has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT institution_id FROM enrolments_promotionchunk WHERE promotion_id = %s AND done_at IS NULL ORDER BY id",
            [number],
        )
        for (school,) in cursor.fetchall():
            cursor.execute(
                "UPDATE enrolments_enrolment SET grade = grade + 1 WHERE institution_id = %s AND grade < 11", [school]
            )
            time.sleep(0.2)
            cursor.execute(
                "UPDATE enrolments_promotionchunk SET done_at = now() WHERE promotion_id = %s AND institution_id = %s",
                [number, school],
            )


def _apart(run: Run, way: str, number: int) -> None:
    """What the forked process does: on a connection of its own, by the database's clock, as every process of ours."""
    connection.connection = None
    clock.install(DatabaseClock())
    run(way, number)


def country(schools: int, pupils: int) -> None:
    """Schools with pupils in every grade, written at once."""
    places = [
        institutions.establish(by=BY, country="az", kind=InstitutionKind.SCHOOL, name=f"Sınaq məktəbi {n}")
        for n in range(schools)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO programmes_academicsession (sourced_id, kind, title, starts, ends, school_year)
            VALUES ('proof-year', 'schoolYear', '2025/2026', '2025-09-15', '2026-06-14', 2026) ON CONFLICT DO NOTHING
            """
        )
        cursor.execute(
            """
            INSERT INTO programmes_classgroup (sourced_id, institution_id, session_id, grade, name, language, capacity)
            SELECT 'proof-' || school || '-' || grade, school, year.id, grade, grade || 'a', 'az', 50
            FROM unnest(%s::bigint[]) school, generate_series(1, 11) grade, programmes_academicsession year
            WHERE year.sourced_id = 'proof-year'
            RETURNING id
            """,
            [places],
        )
        classes = [number for (number,) in cursor.fetchall()]
        cursor.execute(
            """
            WITH party AS (
                INSERT INTO parties_party (kind) SELECT 'person' FROM generate_series(1, %(many)s) RETURNING id
            ), person AS (
                INSERT INTO people_person (party_id, sourced_id, country, family_name, given_name, sort_key, search_key, birth_date)
                SELECT id, 'proof-' || id, 'az', 'Sınaq', 'Şagird', 'a', 'sagird', '2015-01-01' FROM party RETURNING party_id
            ), numbered AS (SELECT party_id, row_number() OVER (ORDER BY party_id) - 1 AS n FROM person)
            INSERT INTO enrolments_enrolment (sourced_id, person_id, institution_id, class_group_id, level, kind, grade, language,
                period, status, status_since)
            SELECT 'proof-' || party_id, party_id, class.institution_id, class.id,
                CASE WHEN grade <= 4 THEN 1 WHEN grade <= 9 THEN 2 ELSE 3 END, 'general', grade, 'az', '[2025-09-15,)', 'active',
                '2025-09-15'
            FROM numbered JOIN programmes_classgroup class
                ON class.id = (%(classes)s::bigint[])[1 + numbered.n %% cardinality(%(classes)s::bigint[])]
            """,
            {"many": pupils * schools, "classes": classes},
        )


def standing() -> Counter[tuple[Any, ...]]:
    """What there is, by grade, level, status, name of the class and last day; annulled enrolments never were."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT e.person_id, e.grade, e.level, e.status, grp.name, upper(e.period), e.graduated_on
            FROM enrolments_enrolment e LEFT JOIN programmes_classgroup grp ON grp.id = e.class_group_id
            WHERE e.status <> 'annulled'
            """
        )
        return Counter(cursor.fetchall())


def expected(before: Counter[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
    """What plain Python makes of what there was."""
    found: Counter[tuple[Any, ...]] = Counter()
    for person, grade, level, status, name, end, graduated in before:
        if status != "active":
            found[person, grade, level, status, name, end, graduated] += 1
        elif grade == 11:
            found[person, grade, level, "completed", name, date(2026, 6, 15), date(2026, 6, 14)] += 1
        elif grade in (4, 9):
            document = date(2026, 6, 14) if grade == 9 else None
            found[person, grade, level, "completed", name, date(2026, 9, 15), document] += 1
            found[person, grade + 1, level + 1, "active", f"{grade + 1}a", None, None] += 1
        else:
            found[person, grade + 1, level, "active", f"{grade + 1}a", None, None] += 1
    return found


def killed_until_done(
    dice: random.Random, way: str, promotion: int, run: Run = _advance, most: float = 0.08, patience: int = 20
) -> int:
    """Starts the runner and kills it at a moment by chance after it has begun to work, until it has come to its end.

    After so many kills as there is patience it may go on to the end. Each runner is forked, so that Django is started once.
    """
    kills = 0
    while True:
        runner = FORK.Process(target=_apart, args=(run, way, promotion))
        runner.start()
        done = _progress(promotion, way)
        while kills < patience and runner.is_alive() and _progress(promotion, way) == done:
            time.sleep(0.005)
        if kills < patience:
            time.sleep(dice.random() * most)
            runner.kill()
        runner.join()
        if runner.exitcode == 0:
            return kills
        assert runner.exitcode == -signal.SIGKILL, f"the runner failed: {runner.exitcode}"
        kills += 1


def _progress(promotion: int, way: str) -> int:
    column = "done_at" if way == "forward" else "reversed_at"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM enrolments_promotionchunk WHERE promotion_id = %s AND {column} IS NOT NULL",
            [promotion],
        )
        return int(cursor.fetchone()[0])


def prove(rounds: int, schools: int = 30, pupils: int = 110, seed: int = 1, patience: int = 20) -> dict[str, int]:
    """Runs so many promotions there and back, all killed; AssertionError when a pupil moved twice, or not, or came back otherwise."""
    dice = random.Random(seed)
    country(schools, pupils)
    before = standing()
    counts = {"rounds": 0, "kills": 0, "pupils": len(before), "violations": 0}
    for _ in range(rounds):
        promotion = enrolments.start_promotion(by=BY, country="az", year=YEAR)
        counts["kills"] += killed_until_done(dice, "forward", promotion, patience=patience)
        assert standing() == expected(before), "a pupil was moved twice, or not at all"
        counts["kills"] += killed_until_done(dice, "back", promotion, patience=patience)
        assert standing() == before, "a pupil did not come back as it was"
        card = queries.promotion(promotion)
        assert card is not None
        assert (card.status.value, card.stays, card.done, card.reversed) == ("reversed", 0, schools, schools)
        counts["rounds"] += 1
    assert counts["kills"], "nothing was killed while it worked"
    promotion = enrolments.start_promotion(by=BY, country="az", year=YEAR)
    killed_until_done(dice, "forward", promotion, _naively, most=0.19, patience=patience)
    moved_twice = any(grade > was + 1 for grade, was in _grades(before))
    assert moved_twice, "the planted fault was not caught"
    return counts | {"naive_caught": 1}


def _grades(before: Counter[tuple[Any, ...]]) -> list[tuple[int, int]]:
    was = {person: grade for person, grade, *_ in before}
    return [(grade, was[person]) for person, grade, *_ in standing()]


if __name__ == "__main__":
    from tests.proofs.databases import own_database

    with own_database("test_proof_promotion"):
        print(json.dumps(prove(max(1, round(FULL_ROUNDS * float(sys.argv[1]))))))
