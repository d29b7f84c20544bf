"""Finds records that may be one person and keeps what a human decides about them."""

from collections.abc import Iterable, Iterator
from itertools import chain, combinations, product

from django.db import connection

from maarif.kernel import clock
from maarif.kernel.names import fold
from maarif.registries.people.errors import CandidateDecided, OwnRecord
from maarif.registries.people.likeness import Likeness, alike
from maarif.registries.people.merging import merge
from maarif.registries.people.models import DuplicateCandidate
from maarif.registries.people.types import CandidateStatus
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor

BATCH = 1_000
_SAME_DAY = "ORDER BY birth_date, party_id"
_SAME_NAME = "ORDER BY search_key, party_id"
_COLUMNS = "party_id, family_name, given_name, patronymic, birth_date, sex, number_kind, search_key"

Row = tuple[int, Likeness]


def find_duplicates(*, by: Actor, country: str) -> int:
    """Compares the living register of a country with itself and returns how many new pairs wait for a decision.

    Everybody born on one day is compared, and everybody of one folded name; a pair decided earlier stays decided. Run by
    a nightly job; a million people take about a minute.
    """
    found = 0
    with acting(by):
        for block, column in ((_SAME_DAY, 4), (_SAME_NAME, 7)):
            batch: list[DuplicateCandidate] = []
            for group in _groups(country, block, column):
                batch += _pairs(group)
                if len(batch) >= BATCH:
                    found += _written(batch)
                    batch = []
            found += _written(batch)
        audit.record_write(by=by, verb="people.find_duplicates", subjects=[], detail={"country": country, "new": found})
    return found


def _groups(country: str, block: str, column: int) -> Iterator[list[Row]]:
    """People with the same blocking key, read in order through a cursor of the server so that memory stays small."""
    group: list[Row] = []
    key: object = None
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM people_person "  # noqa: S608 - constants of this module
            f"WHERE country = %s AND merged_into_id IS NULL AND birth_date IS NOT NULL {block}",
            [country],
        )
        while rows := cursor.fetchmany(10_000):
            for row in rows:
                if row[column] != key:
                    yield group
                    group, key = [], row[column]
                group.append((row[0], _likeness(row)))
    yield group


def _likeness(row: tuple[object, ...]) -> Likeness:
    _, family, given, patronymic, born, sex, number_kind, *_ = row
    return Likeness(
        family=fold(str(family)),
        given=fold(str(given)),
        patronymic=fold(str(patronymic)),
        birth_date=born,  # type: ignore[arg-type]
        sex=str(sex),
        number_kind=str(number_kind),
    )


def _pairs(group: list[Row]) -> Iterator[DuplicateCandidate]:
    """The pairs of a group that are alike enough for a look; two bearers of numbers of one kind are never compared."""
    bare = [row for row in group if not row[1].number_kind]
    numbered = [row for row in group if row[1].number_kind]
    compared: Iterable[tuple[Row, Row]] = chain(combinations(bare, 2), product(bare, numbered))
    if len({row[1].number_kind for row in numbered}) > 1:
        compared = chain(compared, combinations(numbered, 2))
    for (one, first), (other, second) in compared:
        likeness = alike(first, second)
        if likeness is not None:
            low, high = sorted((one, other))
            yield DuplicateCandidate(first_id=low, second_id=high, score=likeness[0], reasons=list(likeness[1]))


def _written(batch: list[DuplicateCandidate]) -> int:
    """Writes new pairs and returns how many were new."""
    if not batch:
        return 0
    before = DuplicateCandidate.objects.count()
    DuplicateCandidate.objects.bulk_create(batch, ignore_conflicts=True)
    return DuplicateCandidate.objects.count() - before


def decide_same(*, by: Actor, candidate: int, keep: int, note: str) -> int:
    """Says that a pair is one person: the other record merges into `keep`. Returns the merge. CandidateDecided, OwnRecord, MergeConflict."""
    with acting(by):
        row = _decided(by, candidate, CandidateStatus.SAME, note)
        if keep not in (row.first_id, row.second_id):
            raise CandidateDecided(candidate=candidate, keep=keep)
        merged = row.second_id if keep == row.first_id else row.first_id
        return merge(by=by, kept=keep, merged=merged, reason=note, candidate=candidate)


def decide_different(*, by: Actor, candidate: int, note: str) -> None:
    """Says that a pair is two persons; it does not come up again. CandidateDecided, OwnRecord."""
    with acting(by):
        row = _decided(by, candidate, CandidateStatus.DIFFERENT, note)
        audit.record_write(
            by=by, verb="people.decide_different", subjects=[row.first_id, row.second_id], detail={"note": note}
        )


def _decided(by: Actor, candidate: int, status: CandidateStatus, note: str) -> DuplicateCandidate:
    """Closes an open pair; of two officials who decide at once, the second is told."""
    changed = DuplicateCandidate.objects.filter(pk=candidate, status=CandidateStatus.OPEN.value).update(
        status=status.value, decided_at=clock.now(), decided_by=by.party, note=note
    )
    if changed != 1:
        raise CandidateDecided(candidate=candidate)
    row = DuplicateCandidate.objects.get(pk=candidate)
    if by.party in (row.first_id, row.second_id):
        raise OwnRecord(candidate=candidate)
    return row


def reopen(*, by: Actor, candidate: int, note: str) -> None:
    """Takes "two persons" back: the pair waits for a decision again. CandidateDecided when that is not what was decided."""
    with acting(by):
        changed = DuplicateCandidate.objects.filter(pk=candidate, status=CandidateStatus.DIFFERENT.value).update(
            status=CandidateStatus.OPEN.value, decided_at=None, decided_by=None, note=note
        )
        if changed != 1:
            raise CandidateDecided(candidate=candidate)
        row = DuplicateCandidate.objects.get(pk=candidate)
        audit.record_write(by=by, verb="people.reopen", subjects=[row.first_id, row.second_id], detail={"note": note})
