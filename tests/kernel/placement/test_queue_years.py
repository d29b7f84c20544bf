"""A re-sort that follows when it is asked for gives what moving everybody at once gives."""

import gc
import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.placement import queue_years
from tests.kernel.placement.queue_rules import NOON, RULES, added, at, made, places

from maarif.kernel.placement.queue import events as e
from maarif.kernel.placement.queue.ages import Ages, code


@settings(max_examples=60, deadline=None, derandomize=True)
@given(dice=st.randoms(use_true_random=False))
def test_a_re_sort_put_off_changes_no_answer(dice: random.Random) -> None:
    queue_years.Years(dice).live()


def test_events_leave_nothing_for_the_cyclic_collector() -> None:
    """So whoever keeps a big queue may let the collector rest: a walk through 100 000 children takes longer than any event."""
    life = queue_years.Years(random.Random(1))
    gc.collect()
    gc.disable()
    try:
        life.live()
        assert gc.collect() == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("fault", queue_years.FAULTS)
def test_no_broken_re_sort_gives_the_same_answers(fault: Callable[[pytest.MonkeyPatch], None]) -> None:
    assert not queue_years.survives(fault, 60)


def test_a_re_sort_works_out_the_age_of_no_more_than_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    born = [date(2022, 4, 1) + timedelta(days=number) for number in range(1_000)]
    queue = made(places(1), *(added(f"c{number}", born=day) for number, day in enumerate(born)))
    asked: list[int] = []
    right = Ages.age
    monkeypatch.setattr(Ages, "age", lambda ages, birth, number: asked.append(birth) or right(ages, birth, number))
    queue.apply(e.Resorted(at=at(1), on=date(2026, 9, 15)))
    assert sorted(set(asked)) == [code(day) for day in born[:2]], (
        "the event brings two records up to date and nobody else's"
    )
    asked.clear()
    found = [*queue.order("g", "3-4")]
    assert len(asked) == 12, "three ends of two groups make four kinds of births in each group, and of those too young"
    due = [f"c{number}" for number, day in enumerate(born) if RULES.group_at(day, date(2026, 9, 15)) == "3-4"]
    assert found == due


def test_a_re_sort_recalls_only_offers_in_another_group() -> None:
    queue = made(places(1), added("ann", born=date(2023, 9, 15)))
    queue.apply(e.LetOut(at=NOON, garden="g", group="2-3", until=date(2026, 3, 5)))
    queue.apply(e.Resorted(at=NOON, on=date(2026, 9, 14)))
    assert queue.children["ann"].offer is not None
    queue.apply(e.Resorted(at=NOON, on=date(2026, 9, 15)))
    assert (queue.children["ann"].offer, queue.children["ann"].group) == (None, "3-4")
    assert [*queue.order("g", "3-4")] == ["ann"]
    assert (queue.lots["g", "2-3"].total, queue.lots["g", "2-3"].free) == (1, 1)
