"""The public figures are what the cases say, to the last one, and give no small group away."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest
from tests.engine import campus, desks, many

from maarif.engine import registry
from maarif.engine.cases import queries
from maarif.engine.cases.models import FrozenDeclaration, Rating
from maarif.engine.cases.promises import SMALLEST, Group, Opinions, channels, promises, spread
from maarif.kernel.calendar import calendar_of

CALENDAR = calendar_of("az")
MONDAY, TUESDAY, NEXT_MONDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 23)


def group(
    count: int,
    decided: date | None = None,
    *,
    due: date = date(2026, 11, 19),
    electronic: bool = True,
    service: str = "citizens.appeal",
) -> Group:
    return Group(
        service=service,
        category="",
        electronic=electronic,
        received=MONDAY,
        decided=decided,
        due=due,
        count=count,
    )


@pytest.mark.django_db
class TestCounted:
    """From rows of the table."""

    @pytest.fixture(autouse=True)
    def running(self) -> Iterator[None]:
        with desks.trial():
            yield

    def test_the_founding_numbers_are_shown_exactly(self) -> None:
        frozen = registry.frozen(registry.service(desks.SERVICE))
        FrozenDeclaration.objects.create(digest=frozen.digest, service=desks.SERVICE, body=frozen.body)
        party = campus.person()
        due = date(2026, 11, 19)
        answered = many.cases(
            desks.SERVICE, frozen.digest, party=party, received=MONDAY, due=due, count=839, decided=TUESDAY
        )
        many.cases(
            desks.SERVICE,
            frozen.digest,
            party=party,
            received=MONDAY,
            due=due,
            count=100,
            decided=NEXT_MONDAY,
            intake="paper",
        )
        many.cases(desks.SERVICE, frozen.digest, party=party, received=MONDAY, due=due, count=179)
        now = datetime(2026, 11, 24, tzinfo=UTC)
        Rating.objects.bulk_create(Rating(case_id=pk, mark=4 + pk % 2, at=now) for pk in answered[:20])
        ((row,), (compared,)) = queries.promises("az", datetime(2026, 6, 17, tzinfo=UTC))
        assert (row.received, row.answered, row.open) == (1118, 939, 179)
        assert (row.in_time, row.satisfaction, row.marks) == (89, 4.5, 20)
        assert row.spread is not None
        assert (row.spread.median, row.spread.ninetieth) == (1.0, 5.0)
        assert (compared.electronic_count, compared.written_count) == (839, 100)
        assert compared.faster == 5.0
        assert queries.promises("az", datetime(2026, 11, 23, tzinfo=UTC)) == ((), ())


def test_holidays_and_weekends_are_not_counted() -> None:
    # 8 and 9 November are days of the state, the first of them a Sunday: Monday and Tuesday are off.
    thursday, wednesday = date(2026, 11, 5), date(2026, 11, 11)
    long = spread([replace(group(10, wednesday), received=thursday)], CALENDAR)
    assert long is not None
    assert long.median == 2.0


def test_the_median_lies_between_two_neighbours() -> None:
    found = spread([group(5, TUESDAY), group(5, date(2026, 11, 19))], CALENDAR)
    assert found is not None
    assert found.median == 2.0


def recoverable(received: int, answered: int | None, still: int | None) -> set[int]:
    """What a reader can work out exactly of the two parts."""
    if answered is not None and still is not None:
        return {answered, still}
    if answered is not None:
        return {answered, received - answered}
    return set() if still is None else {still, received - still}


def test_no_small_part_can_be_worked_out_from_what_is_shown() -> None:
    for done, waiting in product(range(25), range(25)):
        groups = [group(done, TUESDAY), group(waiting)]
        rows = promises([each for each in groups if each.count], (), CALENDAR)
        if done + waiting < SMALLEST:
            assert rows == ()
            continue
        found = recoverable(rows[0].received, rows[0].answered, rows[0].open)
        assert not any(0 < part < SMALLEST for part in found), (done, waiting)


def test_the_naive_table_would_give_small_parts_away() -> None:
    assert any(0 < part < SMALLEST for part in recoverable(30, None, 3)), "the planted fault has to be found"


def test_a_share_of_few_does_not_tell_how_few_were_late() -> None:
    for done, few in product((10, 20, 50, 99, 100, 500, 999), range(1, 9)):
        for late in (few, done - few):
            rows = promises([group(done - late, TUESDAY), group(late, NEXT_MONDAY)], (), CALENDAR)
            assert rows[0].in_time is None, (done, late)
    (shown,) = promises([group(1995, TUESDAY), group(5, NEXT_MONDAY)], (), CALENDAR)
    assert shown.in_time == 99
    (kept,) = promises([group(20, TUESDAY)], (), CALENDAR)
    assert kept.in_time == 100


def test_few_marks_are_not_shown() -> None:
    said = [Opinions(service="citizens.appeal", count=9, total=45)]
    assert promises([group(20, TUESDAY)], said, CALENDAR)[0].satisfaction is None


def test_channels_are_compared_only_where_both_are_many() -> None:
    few = [group(200, TUESDAY), group(9, NEXT_MONDAY, electronic=False)]
    assert channels(few, CALENDAR) == ()
    enough = [group(200, TUESDAY), group(10, NEXT_MONDAY, electronic=False)]
    assert channels(enough, CALENDAR)[0].faster == 5.0
