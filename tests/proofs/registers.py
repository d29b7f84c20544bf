"""T-INV for the registers: whatever number of writers race, the database keeps its promises and refuses nobody wrongly.

Each round makes a fresh person, a fresh post and a fresh class, lets all writers start at one barrier, and then recomputes the
truth in plain Python from the rows that are there: at most one enrolment holds any day, no day of a post is over-filled, no
place of a class is given twice, and every refused attempt would really have broken the rule. The planted faults are the naive
versions, check-then-insert into the same tables without their constraints and triggers: they must break the promise in the same
run. Every writer is a connection, so a process of PostgreSQL of its own; two numbers of writers are tried. Run in full:
`python -m tests.proofs.registers 1.0`.
"""

import tests.conftest  # noqa: F401 - starts Django before anything imports its models

# isort: split
import json
import random
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import psycopg
from django.db import connection, connections
from psycopg import errors

from maarif.kernel.errors import Refusal
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.institutions import operations as institutions
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import operations as people
from maarif.registries.posts import operations as posts
from maarif.registries.posts.types import PostKind
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.parties.types import Actor

FULL_ROUNDS: Final = 1_000
ATTEMPTS: Final = 256
WRITERS: Final = (64, 8)
NAIVE_ROUNDS: Final = 10
DAY_ONE: Final = date(2026, 9, 1)
BY: Final = Actor(role="proof")
BROKEN: Final = (errors.UniqueViolation, errors.ExclusionViolation, errors.CheckViolation)
PATIENCE: Final = 100
ALONE_EVERY: Final = 20
ALONE_ATTEMPTS: Final = 24

Writer = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One wish of one writer: a period in days of the year, and for a post a share."""

    number: int
    first: int
    last: int
    share: int

    @property
    def period(self) -> str:
        """The period as PostgreSQL writes it."""
        return f"[{DAY_ONE + timedelta(self.first)},{DAY_ONE + timedelta(self.last)}]"

    def meets(self, other: "Attempt") -> bool:
        """Whether both hold a day."""
        return self.first <= other.last and other.first <= self.last


@contextmanager
def writers(many: int) -> Iterator[list[Writer]]:
    """So many connections to the database under test, each committing by itself."""
    parameters = connection.get_connection_params()
    known = {key: parameters[key] for key in ("dbname", "user", "password", "host", "port") if parameters.get(key)}
    with ExitStack() as stack:
        yield [stack.enter_context(psycopg.connect(**known, autocommit=True)) for _ in range(many)]


def race(crew: Sequence[Writer], attempts: Sequence[Attempt], act: Callable[[Writer, Attempt], None]) -> set[int]:
    """Lets every writer start at one barrier with its part of the attempts; returns the numbers of those that got through."""
    barrier = threading.Barrier(len(crew))

    def work(turn: int) -> list[int]:
        through = []
        barrier.wait()
        for attempt in attempts[turn :: len(crew)]:
            if _got_through(act, crew[turn], attempt):
                through.append(attempt.number)
        return through

    with ThreadPoolExecutor(len(crew)) as pool:
        return {number for part in pool.map(work, range(len(crew))) for number in part}


def _got_through(act: Callable[[Writer, Attempt], None], writer: Writer, attempt: Attempt) -> bool:
    """Whether an attempt was written. A deadlock says nothing about the rule (its other party may fail too): try again."""
    for _ in range(PATIENCE):
        try:
            act(writer, attempt)
        except BROKEN:
            return False
        except errors.DeadlockDetected:
            continue
        return True
    raise AssertionError(f"{PATIENCE} deadlocks in a row")


def wishes(dice: random.Random, many: int, longest: int) -> list[Attempt]:
    """Attempts with periods and shares by chance."""
    firsts = [dice.randrange(360) for _ in range(many)]
    return [
        Attempt(n, first, first + dice.randrange(longest), dice.randrange(10, 101)) for n, first in enumerate(firsts)
    ]


# --- at most one enrolment of a person on a level at a time ------------------------------------------------------------------


def enrol(table: str, person: int, school: int, *, held: bool = True) -> Callable[[Writer, Attempt], None]:
    """Writes a row of a table of enrolments, behind the lock on the person that our operations take (`people.hold`).

    Without it (`held=False`) the constraint alone judges, as for a writer who comes past our operations: as safe, but such
    writers may deadlock with each other and try again, a second each time.
    """
    lock = "SELECT party_id FROM people_person WHERE party_id = %s"
    sql = (
        f"WITH person AS ({lock} {'FOR NO KEY UPDATE' if held else ''}) "
        f"INSERT INTO {table} (sourced_id, person_id, institution_id, kind, level, period, status, status_since) "
        "SELECT %s, party_id, %s, 'bachelor', 6, %s::daterange, 'completed', '2026-09-01' FROM person"
    )

    def act(writer: Writer, attempt: Attempt) -> None:
        writer.execute(sql, [person, f"{person}-{attempt.number}", school, attempt.period])

    return act


def enrol_naively(table: str, person: int, school: int) -> Callable[[Writer, Attempt], None]:
    """The planted fault: look whether the days are free, then write."""
    write = enrol(table, person, school, held=False)

    def act(writer: Writer, attempt: Attempt) -> None:
        with writer.transaction():
            taken = writer.execute(
                f"SELECT 1 FROM {table} WHERE person_id = %s AND period && %s::daterange", [person, attempt.period]
            ).fetchone()
            if taken:
                raise errors.ExclusionViolation
            write(writer, attempt)

    return act


def days_taken_twice(through: Sequence[Attempt]) -> int:
    """How many pairs of enrolments hold a common day."""
    return sum(one.meets(other) for n, one in enumerate(through) for other in through[:n])


# --- a post is not over-filled on any day --------------------------------------------------------------------------------------


def employ(table: str, post: int, staff: Sequence[int]) -> Callable[[Writer, Attempt], None]:
    """Writes straight into a table of employments; the database alone judges."""
    sql = f"INSERT INTO {table} (sourced_id, post_id, person_id, share, period) VALUES (%s, %s, %s, %s, %s::daterange)"

    def act(writer: Writer, attempt: Attempt) -> None:
        values = [f"{post}-{attempt.number}", post, staff[attempt.number], attempt.share, attempt.period]
        writer.execute(sql, values)

    return act


def employ_naively(table: str, post: int, staff: Sequence[int], size: int) -> Callable[[Writer, Attempt], None]:
    """The planted fault: add up what is taken in these days, then write."""
    write = employ(table, post, staff)

    def act(writer: Writer, attempt: Attempt) -> None:
        with writer.transaction():
            row = writer.execute(
                f"SELECT coalesce(sum(share), 0) FROM {table} WHERE post_id = %s AND period && %s::daterange",
                [post, attempt.period],
            ).fetchone()
            assert row is not None
            if row[0] + attempt.share > size:
                raise errors.CheckViolation
            write(writer, attempt)

    return act


# --- nobody gets a place of a class that is not free ---------------------------------------------------------------------------


def hold(table: str, group: int, staff: Sequence[int]) -> Callable[[Writer, Attempt], None]:
    """Writes straight into a table of held places; the database alone judges."""
    sql = f'INSERT INTO {table} (class_group_id, person_id, "case") VALUES (%s, %s, %s)'

    def act(writer: Writer, attempt: Attempt) -> None:
        writer.execute(sql, [group, staff[attempt.number], str(attempt.number)])

    return act


def hold_naively(table: str, group: int, staff: Sequence[int], places: int) -> Callable[[Writer, Attempt], None]:
    """The planted fault: count what is held, then write."""
    write = hold(table, group, staff)

    def act(writer: Writer, attempt: Attempt) -> None:
        with writer.transaction():
            row = writer.execute(f"SELECT count(*) FROM {table} WHERE class_group_id = %s", [group]).fetchone()
            assert row is not None
            if row[0] >= places:
                raise errors.CheckViolation
            write(writer, attempt)

    return act


def worst_day(through: Sequence[Attempt]) -> int:
    """The largest sum of shares of any day, day by day."""
    return max((sum(one.share for one in through if one.first <= day <= one.last) for day in range(800)), default=0)


# --- rounds ----------------------------------------------------------------------------------------------------------------------


def _number(cursor_sql: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(cursor_sql, values)
        return int(cursor.fetchone()[0])


def fresh_person(name: str) -> int:
    """A person of this round alone."""
    return people.register(by=BY, country="az", family_name="Sınaq", given_name=name, birth_date=date(2000, 1, 1))


def school() -> int:
    """The institution of the proof."""
    return institutions.establish(by=BY, country="az", kind=InstitutionKind.HEI, name="Sınaq universiteti")


def _stored(table: str, column: str, value: int) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sourced_id FROM {table} WHERE {column} = %s", [value])
        return {int(sourced.rpartition("-")[2]) for (sourced,) in cursor.fetchall()}


def enrolment_round(
    crew: Sequence[Writer], attempts: Sequence[Attempt], place: int, table: str, *, naive: bool, held: bool = True
) -> int:
    """One race for the days of one person; returns the pairs that hold a common day; AssertionError on a wrong refusal."""
    person = fresh_person("Tələbə")
    act = enrol_naively(table, person, place) if naive else enrol(table, person, place, held=held)
    through = race(crew, attempts, act)
    assert through == _stored(table, "person_id", person), "acknowledged and stored differ"
    kept = [attempt for attempt in attempts if attempt.number in through]
    if not naive:
        refused = [attempt for attempt in attempts if attempt.number not in through]
        assert all(any(one.meets(other) for other in kept) for one in refused), "an attempt was refused wrongly"
    return days_taken_twice(kept)


def post_round(
    crew: Sequence[Writer], attempts: Sequence[Attempt], place: int, staff: Sequence[int], table: str, *, naive: bool
) -> int:
    """One race for one post; returns by how much its worst day is over-filled; AssertionError on a wrong refusal."""
    size = 300
    post = posts.open_post(by=BY, institution=place, kind=PostKind.LECTURER, title="Müəllim", full_time_equivalent=size)
    act = employ_naively(table, post, staff, size) if naive else employ(table, post, staff)
    through = race(crew, attempts, act)
    assert through == _stored(table, "post_id", post), "acknowledged and stored differ"
    kept = [attempt for attempt in attempts if attempt.number in through]
    if not naive:
        refused = [attempt for attempt in attempts if attempt.number not in through]
        assert all(worst_day([*kept, one]) > size for one in refused), "an attempt was refused wrongly"
        assert worst_day(kept) <= size, f"a day of post {post} is over-filled: {_written(post)}"
    return max(0, worst_day(kept) - size)


def _written(post: int) -> list[Any]:
    """What stands of a post, in the order of the transactions that wrote it, for whoever must find out how that came about."""
    sql = (
        "SELECT xmin::text, id, share, period::text, (SELECT count(*) FROM posts_staffleave WHERE employment_id = held.id) "
        "FROM posts_employment held WHERE post_id = %s ORDER BY age(xmin) DESC"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [post])
        return list(cursor.fetchall())


def place_round(
    crew: Sequence[Writer], attempts: Sequence[Attempt], place: int, staff: Sequence[int], table: str, *, naive: bool
) -> int:
    """One race for the last places of a class; returns how many were given too many; AssertionError on a wrong refusal."""
    places = 1 + attempts[0].share % 3
    group = programmes.open_class(by=BY, institution=place, name="5a", grade=5, language="az", capacity=places)
    act = hold_naively(table, group, staff, places) if naive else hold(table, group, staff)
    through = race(crew, attempts, act)
    column = 'SELECT "case" FROM ' + table + " WHERE class_group_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(column, [group])
        assert through == {int(number) for (number,) in cursor.fetchall()}, "acknowledged and stored differ"
    if not naive:
        assert len(through) >= places, "an attempt was refused wrongly"
        assert _number("SELECT held FROM enrolments_classplaces WHERE class_group_id = %s", group) == len(through)
    return max(0, len(through) - places)


@contextmanager
def bare_copies() -> Iterator[tuple[str, str, str]]:
    """The three tables without a single constraint or trigger, for the naive versions."""
    names = ("naive_enrolment", "naive_employment", "naive_hold")
    with connection.cursor() as cursor:
        for name, original in zip(
            names, ("enrolments_enrolment", "posts_employment", "enrolments_placehold"), strict=True
        ):
            cursor.execute(
                f"CREATE TABLE {name} (LIKE {original} INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING IDENTITY)"
            )
    try:
        yield names
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE naive_enrolment, naive_employment, naive_hold")


# --- the product's own verbs ---------------------------------------------------------------------------------------------------


def _together(many: int, act: Callable[[int], Any]) -> int:
    """Runs a verb from so many threads at one barrier; returns how many were not refused."""
    barrier = threading.Barrier(many)

    def one(turn: int) -> bool:
        barrier.wait()
        try:
            act(turn)
        except Refusal:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(many) as pool:
        return sum(pool.map(one, range(many)))


def transfer_round(many: int, places: Sequence[int]) -> None:
    """So many offices transfer one student at once, each to its own institution: exactly one transfer takes place."""
    student = fresh_person("Köçən")
    facts = {"person": student, "kind": ProgrammeKind.BACHELOR, "level": 6}
    old = enrolments.enrol(by=BY, institution=places[0], since=DAY_ONE, **facts)

    def transfer(turn: int) -> None:
        target = places[1 + turn % (len(places) - 1)]
        enrolments.transfer(
            by=BY, person=student, source=places[0], target=target, class_group=None, on=date(2027, 2, 1 + turn),
            kind=ProgrammeKind.BACHELOR,
        )  # fmt: skip

    assert _together(many, transfer) == 1
    active = "SELECT count(*) FROM enrolments_enrolment WHERE person_id = %s AND status = 'active'"
    assert _number(active, student) == 1
    assert _number("SELECT count(*) FROM enrolments_enrolment WHERE person_id = %s", student) == 2
    assert _number("SELECT count(*) FROM enrolments_statuschange WHERE enrolment_id = %s", old) == 1


def last_place_round(many: int, places: Sequence[int], staff: Sequence[int]) -> None:
    """So many schools enrol, transfer and hold at once where one place is left: exactly one gets it."""
    group = programmes.open_class(by=BY, institution=places[0], name="5a", grade=5, language="az", capacity=1)

    def take(turn: int) -> None:
        enrolments.hold_place(by=BY, class_group=group, person=staff[turn])

    assert _together(many, take) == 1
    assert _number("SELECT held + taken FROM enrolments_classplaces WHERE class_group_id = %s", group) == 1


def number_round(many: int, number: str) -> None:
    """So many offices register one personal number at once: one person, and no party without one."""
    parties = _number("SELECT count(*) FROM parties_party")

    def register(turn: int) -> None:
        people.register(by=BY, country="az", family_name="Sınaq", given_name=f"Nömrəli {turn}", number=number)

    assert _together(many, register) == 1
    assert _number("SELECT count(*) FROM parties_party") == parties + 1


def _fin(dice: random.Random) -> str:
    return "".join(dice.choice("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(7))


def prove(
    rounds: int,
    attempts: int = ATTEMPTS,
    naive_rounds: int = NAIVE_ROUNDS,
    crews: Sequence[int] = WRITERS,
    seed: int = 1,
) -> dict[str, int]:
    """Runs so many rounds of every race; AssertionError when a promise breaks, or when a planted fault goes unseen."""
    dice = random.Random(seed)
    places = [school() for _ in range(9)]
    staff = [fresh_person(f"İşçi {number}") for number in range(attempts)]
    counts = {"rounds": 0, "attempts": 0, "violations": 0}
    for many in crews:
        with writers(many) as crew:
            for turn in range(max(1, rounds // len(crews))):
                one, other = wishes(dice, attempts, 60), wishes(dice, attempts, 200)
                assert enrolment_round(crew, one, places[0], "enrolments_enrolment", naive=False) == 0
                if turn % ALONE_EVERY == 0:
                    alone = one[:ALONE_ATTEMPTS]
                    assert (
                        enrolment_round(crew[:8], alone, places[0], "enrolments_enrolment", naive=False, held=False)
                        == 0
                    )
                assert post_round(crew, other, places[0], staff, "posts_employment", naive=False) == 0
                assert place_round(crew, one, places[0], staff, "enrolments_placehold", naive=False) == 0
                last_place_round(min(many, 16), places, staff)
                transfer_round(min(many, 16), places)
                number_round(min(many, 16), _fin(dice))
                counts["rounds"] += 6
                counts["attempts"] += 3 * attempts + 3 * min(many, 16)
    return counts | _planted(dice, attempts, naive_rounds, places[0], staff, max(crews))


def _planted(
    dice: random.Random, attempts: int, rounds: int, place: int, staff: Sequence[int], many: int
) -> dict[str, int]:
    """Runs the naive versions; AssertionError when any keeps its promise in every round."""
    caught = {"naive_enrolments_caught": 0, "naive_posts_caught": 0, "naive_places_caught": 0}
    with bare_copies() as (enrolment, employment, held), writers(many) as crew:
        for _ in range(rounds):
            one, other = wishes(dice, attempts, 60), wishes(dice, attempts, 200)
            caught["naive_enrolments_caught"] += enrolment_round(crew, one, place, enrolment, naive=True) > 0
            caught["naive_places_caught"] += place_round(crew, one, place, staff, held, naive=True) > 0
            caught["naive_posts_caught"] += post_round(crew, other, place, staff, employment, naive=True) > 0
    assert all(caught.values()), f"a planted check-then-insert was not caught: {caught}"
    return caught | {"naive_rounds": rounds}


if __name__ == "__main__":
    from tests.proofs.databases import own_database

    with own_database("test_proof_registers"):
        print(json.dumps(prove(max(2, round(FULL_ROUNDS * float(sys.argv[1]))))))
