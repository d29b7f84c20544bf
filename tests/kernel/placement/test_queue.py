"""Each rule of the queue by an example that a family could read, and each example fails when its rule is broken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.kernel.placement import queue_faults as broken
from tests.kernel.placement.queue_rules import MORE, NOON, RULES, added, at, day, let_out, made, offered, places

from maarif.kernel.calendar import calendar_of
from maarif.kernel.placement.queue import errors, log
from maarif.kernel.placement.queue import events as e
from maarif.kernel.placement.queue.machine import Queue
from maarif.kernel.placement.queue.rules import Consequence, Cost, Group, Share, Tier, Window
from maarif.kernel.placement.queue.standing import Pause


def refuses(queue: Queue, event: e.Happened, fault: type[errors.QueueFault]) -> None:
    """The event is refused by this name, and nothing has changed."""
    before, order = log.digest(queue), [*queue.order("g", "2-3")]
    try:
        queue.apply(event)
    except fault:
        assert (log.digest(queue), [*queue.order("g", "2-3")]) == (before, order), "a refused event changed something"
    else:
        raise AssertionError(f"{event} had to be refused")


def ten(kind: type[Queue] = Queue) -> Queue:
    """Ten children: two and seven privileged, nine first of all; ten free places."""
    queue = made(places(10), *(added(f"c{n}") for n in range(10)), kind=kind)
    for name, stream in (("c2", "privileged"), ("c7", "privileged"), ("c9", "first")):
        queue.apply(e.PrivilegeVerified(at=NOON, child=name, stream=stream))
    return queue


MERGED = ["c9", "c2", "c0", "c1", "c3", "c7", "c4", "c5", "c6", "c8"]


def test_first_of_all_then_one_privileged_and_three_general() -> None:
    queue = ten()
    assert [*queue.order("g", "2-3")] == MERGED
    assert [offered(queue, let_out()) for _ in MERGED] == MERGED
    refuses(queue, places(0), errors.BadDate)
    queue.apply(places(1))
    refuses(queue, let_out(), errors.NobodyReady)


def test_a_round_goes_on_where_it_stood() -> None:
    queue = ten()
    assert [offered(queue, let_out()) for _ in range(3)] == MERGED[:3]
    queue.apply(added("late"))
    queue.apply(e.PrivilegeVerified(at=NOON, child="late", stream="privileged"))
    assert [*queue.order("g", "2-3")] == ["c1", "c3", "c7", "c4", "c5", "c6", "late", "c8"]
    assert [queue.explain(name, "g").position for name in ("c1", "c7", "c4", "late", "c8")] == [1, 3, 4, 7, 8]


def test_a_turn_refused_is_owed_to_the_same_stream() -> None:
    queue = ten()
    assert [offered(queue, let_out()) for _ in range(3)] == ["c9", "c2", "c0"]
    queue.apply(e.Refused(at=NOON, child="c2"))
    queue.apply(e.Frozen(at=NOON, child="c2"))
    assert offered(queue, let_out()) == "c7", "the turn was a privileged child's"
    assert [*queue.order("g", "2-3")] == ["c1", "c3", "c4", "c5", "c6", "c8"]


def test_a_turn_that_nobody_can_take_is_not_saved_up() -> None:
    queue = made(places(9), *(added(f"c{n}") for n in range(6)))
    assert [offered(queue, let_out()) for _ in range(2)] == ["c0", "c1"]
    for name in ("p", "q"):
        queue.apply(added(name))
        queue.apply(e.PrivilegeVerified(at=NOON, child=name, stream="privileged"))
    assert [*queue.order("g", "2-3")] == ["c2", "p", "c3", "c4", "c5", "q"]


def test_nobody_has_two_offers() -> None:
    queue = made(places(1), places(1, "h"), added("ann", "g", "h"), added("bob", "g", "h"))
    assert (offered(queue, let_out()), offered(queue, let_out(garden="h"))) == ("ann", "bob")
    assert queue.next_for("g", "2-3") is None
    assert queue.explain("ann", "g").pauses == (Pause.OFFERED,)


def test_a_frozen_child_is_passed_over_and_keeps_its_ticket() -> None:
    queue = made(places(2), added("ann"), added("bob"), added("cid", at=at(0, minutes=5)))
    queue.apply(e.Frozen(at=at(1), child="ann"))
    assert queue.explain("ann", "g").pauses == (Pause.FROZEN,)
    assert queue.explain("bob", "g").asleep == 1
    assert offered(queue, let_out(1)) == "bob"
    queue.apply(e.Unfrozen(at=at(2), child="ann"))
    assert offered(queue, let_out(2)) == "ann"


def test_another_class_keeps_the_ticket() -> None:
    queue = made(added("ann"), added("bob"), added("cid"), added("dan"))
    for name in ("dan", "ann"):
        queue.apply(e.PrivilegeVerified(at=at(1), child=name, stream="privileged"))
    assert [*queue.order("g", "2-3")] == ["ann", "bob", "cid", "dan"]
    queue.apply(e.PrivilegeCancelled(at=at(2), child="ann"))
    assert [*queue.order("g", "2-3")] == ["dan", "ann", "bob", "cid"]


def test_a_cancelled_privilege_takes_its_offer_along() -> None:
    queue = made(places(1), added("ann"), added("bob"))
    queue.apply(e.PrivilegeVerified(at=NOON, child="bob", stream="first"))
    assert offered(queue, let_out()) == "bob"
    queue.apply(e.PrivilegeCancelled(at=NOON, child="bob"))
    assert queue.next_for("g", "2-3") == "ann"
    refuses(queue, e.Accepted(at=NOON, child="bob"), errors.NoOffer)


def test_the_second_refusal_stops_for_ten_days_and_then_the_ticket_is_the_first_one() -> None:
    queue = made(places(1), added("ann"), added("bob", at=at(0, minutes=1)))
    queue.apply(let_out(1))
    queue.apply(e.Refused(at=at(1), child="ann"))
    assert offered(queue, let_out(1)) == "ann", "the first refusal costs nothing"
    queue.apply(e.Refused(at=at(1), child="ann"))
    assert queue.explain("ann", "g").pauses == (Pause.STOPPED,)
    queue.apply(e.TimePassed(at=at(11)))
    assert queue.next_for("g", "2-3") == "bob"
    queue.apply(e.TimePassed(at=at(12)))
    assert queue.next_for("g", "2-3") == "ann", "the original ticket is earlier than bob's"


def test_an_offer_is_open_to_the_end_of_its_last_working_day() -> None:
    rules = replace(RULES, expiry=Cost(consequence=Consequence.KEEPS))
    queue = Queue(rules, calendar_of("kz").due_date)
    for event in (places(1), added("ann")):
        queue.apply(event)
    friday = NOON + timedelta(days=4)
    done = queue.apply(e.LetOut(at=friday, garden="g", group="2-3"))
    assert isinstance(done, e.LetOut)
    assert done.until == date(2026, 3, 12), "the weekend and the bridge of 8 March do not count"
    evening = NOON.replace(day=12, hour=18, minute=59, second=59)
    refuses(queue, e.Expired(at=evening, child="ann"), errors.TooEarly)
    refuses(queue, e.Accepted(at=evening + timedelta(seconds=1), child="ann"), errors.TooLate)
    refuses(queue, e.Refused(at=evening + timedelta(seconds=1), child="ann"), errors.TooLate)
    assert queue.overdue(date(2026, 3, 12)) == []
    assert queue.overdue(date(2026, 3, 13)) == ["ann"]
    queue.apply(e.Accepted(at=evening, child="ann"))
    assert queue.children["ann"].place is not None


def test_a_recorded_deadline_or_child_that_the_rules_do_not_give_is_refused() -> None:
    queue = Queue(RULES, calendar_of("kz").due_date)
    for event in (places(1), added("ann"), added("bob")):
        queue.apply(event)
    refuses(queue, let_out(until=day(2)), errors.WrongDeadline)
    refuses(queue, let_out(until=None, child="bob"), errors.NotTheirTurn)
    assert offered(queue, let_out(until=day(3), child="ann")) == "ann"
    refuses(made(places(1), added("ann")), let_out(until=None), errors.WrongDeadline)
    refuses(made(places(1), added("ann")), let_out(until=day(-1)), errors.WrongDeadline)


def test_nothing_is_let_out_in_august() -> None:
    queue = made(places(1), added("ann"))
    queue.apply(e.TimePassed(at=NOON.replace(month=7, day=31, hour=18)))
    assert queue.next_for("g", "2-3") == "ann"
    for moment in (NOON.replace(month=7, day=31, hour=19), NOON.replace(month=8, day=31, hour=18)):
        refuses(queue, e.LetOut(at=moment, garden="g", group="2-3", until=date(2026, 9, 3)), errors.QuietTime)
        refuses(queue, e.Distributed(at=moment, group="2-3", until=date(2026, 9, 3)), errors.QuietTime)
    september = e.LetOut(at=NOON.replace(month=8, day=31, hour=19), garden="g", group="2-3", until=date(2026, 9, 3))
    assert offered(queue, september) == "ann"


def test_a_quiet_time_may_run_over_the_turn_of_the_year() -> None:
    winter = Window(first="12-25", last="01-08")
    held = [winter.holds(date(2026, *when)) for when in ((12, 24), (12, 25), (1, 8), (1, 9))]
    assert held == [False, True, True, False]


def test_places_are_free_offered_or_held() -> None:
    queue = made(places(2), added("ann"), added("bob"))
    for event in (let_out(), e.Accepted(at=NOON, child="ann"), let_out()):
        queue.apply(event)
    lot = queue.lots["g", "2-3"]
    assert (lot.total, lot.free) == (2, 0)
    refuses(queue, e.PlacesClosed(at=NOON, garden="g", group="2-3", count=1), errors.NoFreePlace)
    refuses(queue, let_out(), errors.NoFreePlace)
    queue.apply(e.Left(at=NOON, child="ann"))
    assert queue.lots["g", "2-3"].free == 1
    assert "ann" not in queue.children
    queue.apply(e.Withdrawn(at=NOON, child="bob"))
    assert (queue.lots["g", "2-3"].total, queue.lots["g", "2-3"].free) == (2, 2)


def test_a_desired_start_is_waited_for() -> None:
    queue = made(places(1), added("ann", start=day(30)), added("bob", start=day(31)))
    refuses(queue, let_out(29), errors.NobodyReady)
    assert queue.explain("ann", "g").pauses == (Pause.EARLY,)
    assert offered(queue, let_out(30)) == "ann"
    queue.apply(e.StartMoved(at=at(30), child="bob", start=day(40)))
    queue.apply(e.Recalled(at=at(39), child="ann"))
    queue.apply(e.Frozen(at=at(39), child="ann"))
    refuses(queue, let_out(39), errors.NobodyReady)
    assert offered(queue, let_out(40)) == "bob"


def test_a_ticket_carried_over_keeps_its_moment() -> None:
    queue = made(added("ann"), added("bob", since=at(-40)))
    assert [*queue.order("g", "2-3")] == ["bob", "ann"]
    refuses(queue, added("cid", since=at(1)), errors.BadDate)


def test_whoever_holds_a_place_waits_only_for_what_he_prefers() -> None:
    queue = made(
        places(1),
        places(1, "h"),
        added("ann", "g", "h", "i"),
        added("bob", "h"),
        rules=replace(RULES, better_offers=True),
    )
    for event in (let_out(garden="h"), e.Accepted(at=NOON, child="ann")):
        queue.apply(event)
    assert ([*queue.order("g", "2-3")], [*queue.order("i", "2-3")]) == (["ann"], [])
    queue.apply(let_out())
    assert queue.next_for("h", "2-3") is None, "ann has her place until she takes the other"
    queue.apply(e.Accepted(at=NOON, child="ann"))
    assert queue.next_for("h", "2-3") == "bob"


def test_what_else_a_no_may_cost() -> None:
    told = [places(2), added("ann", "g", "h", at=at(-9)), added("bob", at=at(-9))]
    queue = made(*sorted(told, key=lambda event: event.at), let_out(), rules=MORE)
    queue.apply(e.Refused(at=NOON, child="ann"))
    assert queue.children["ann"].wants == ("h",), "the refused kindergarten is struck"
    queue.apply(places(1, "h"))
    queue.apply(let_out(garden="h"))
    queue.apply(e.Refused(at=NOON, child="ann"))
    assert (queue.children["ann"].wants, queue.children["ann"].start) == ((), date(2027, 3, 2))
    queue.apply(e.WishesChanged(at=NOON, child="ann", wants=("g",)))
    assert queue.explain("ann", "g").since == at(-9)
    for lapse in range(2):
        queue.apply(e.WishesChanged(at=at(4 * lapse), child="bob", wants=("g",)))
        assert offered(queue, let_out(4 * lapse)) == "bob"
        queue.apply(e.Expired(at=at(4 * lapse + 4), child="bob"))
    assert "bob" not in queue.children, "the second lapse ends the wait"


def test_nobody_is_offered_a_place_before_the_least_wait() -> None:
    queue = made(places(1), added("ann"), rules=MORE)
    refuses(queue, let_out(4), errors.NobodyReady)
    assert offered(queue, let_out(5)) == "ann"


def test_a_birthday_moves_a_child_to_the_next_group_with_its_ticket() -> None:
    queue = made(added("ann", born=date(2023, 3, 3)), added("bob", born=date(2022, 6, 1)))
    queue.apply(places(1))
    queue.apply(let_out())
    refuses(queue, e.Regrouped(at=NOON, child="ann"), errors.SameAsBefore)
    queue.apply(e.Regrouped(at=at(1), child="ann"))
    assert queue.lots["g", "2-3"].free == 1, "the offer in the old group is recalled"
    assert [*queue.order("g", "3-4")] == ["ann", "bob"]


def test_the_yearly_sorting_counts_ages_on_one_day_and_moves_places_along() -> None:
    queue = made(
        places(2), added("old", born=date(2022, 9, 1)), added("ann"), added("bob"), added("wee", born=date(2024, 9, 2))
    )
    for event in (let_out(), e.Accepted(at=NOON, child="ann"), places(1, group="3-4")):
        queue.apply(event)
    queue.apply(e.LetOut(at=NOON, garden="g", group="3-4", until=day(3)))
    queue.apply(e.Accepted(at=NOON, child="old"))
    queue.apply(e.Resorted(at=at(1), on=date(2026, 9, 1)))
    assert {name: child.group for name, child in queue.children.items()} == {"ann": "3-4", "bob": "3-4", "wee": None}
    lots = {line: (lot.total, lot.free) for line, lot in queue.lots.items()}
    assert lots == {("g", "2-3"): (1, 1), ("g", "3-4"): (2, 1)}, "ann took her place along, old left his"
    with pytest.raises(errors.NotWaiting):
        queue.explain("wee", "g")
    queue.apply(added("new", at=at(2), born=date(2023, 9, 2)))
    assert queue.children["new"].group == "2-3", "counted on 1 September too"


def test_all_free_places_are_distributed_in_merged_order() -> None:
    queue = ten()
    queue.apply(places(1, "h"))
    queue.apply(e.PlacesClosed(at=NOON, garden="g", group="2-3", count=8))
    queue.apply(e.WishesChanged(at=NOON, child="c9", wants=("h", "g")))
    queue.apply(e.WishesChanged(at=NOON, child="c2", wants=("h", "g")))
    wrong = e.Distributed(at=NOON, group="2-3", until=day(3), gives={"c9": "g"})
    refuses(queue, wrong, errors.OtherResult)
    done = queue.apply(e.Distributed(at=NOON, group="2-3", until=day(3)))
    assert isinstance(done, e.Distributed)
    assert done.gives == {"c9": "h", "c2": "g", "c0": "g"}
    refuses(queue, e.Distributed(at=NOON, group="2-3", until=day(3)), errors.NobodyReady)
    queue.apply(e.Refused(at=NOON, child="c2"))
    assert queue.next_for("g", "2-3") == "c2"


def test_enrolled_children_exchange_places_along_a_cycle() -> None:
    queue = made(*(places(1, garden) for garden in "ghi"), added("ann", "g"), added("bob", "h"), added("cid", "i"))
    for name, garden in (("ann", "g"), ("bob", "h"), ("cid", "i")):
        assert offered(queue, let_out(garden=garden)) == name
        queue.apply(e.Accepted(at=NOON, child=name))
    for name, garden in (("ann", "h"), ("bob", "i"), ("cid", "g")):
        queue.apply(e.ExchangeWished(at=NOON, child=name, gardens=(garden,)))
    refuses(queue, e.ExchangeWished(at=NOON, child="ann", gardens=("g",)), errors.BadWishes)
    refuses(queue, e.Exchanged(at=NOON, group="2-3", gives={}), errors.OtherResult)
    done = queue.apply(e.Exchanged(at=NOON, group="2-3"))
    assert isinstance(done, e.Exchanged)
    assert done.gives == {"ann": "h", "bob": "i", "cid": "g"}
    assert queue.apply(replace(done, gives=None)) == replace(done, gives={}), "nobody wishes any more"


def test_every_event_that_cannot_be_has_a_name() -> None:
    queue = made(places(1), added("ann"), added("bob"), let_out())
    early = added("cid", at=at(-1))
    cases: list[tuple[e.Happened, type[errors.QueueFault]]] = [
        (early, errors.OutOfOrder),
        (added("ann"), errors.ChildKnown),
        (added(""), errors.ChildKnown),
        (added("cid", "g", "g"), errors.BadWishes),
        (added("cid", "g", "h", "i", "j"), errors.BadWishes),
        (added("cid", ""), errors.BadWishes),
        (added("cid", born=date(2026, 3, 3)), errors.BadDate),
        (added("cid", born=date(2015, 3, 3)), errors.BadDate),
        (added("cid", start=date(9026, 3, 3)), errors.BadDate),
        (e.Frozen(at=NOON, child="cid"), errors.UnknownChild),
        (e.Frozen(at=NOON, child="ann"), errors.HoldsOffer),
        (e.StartMoved(at=NOON, child="ann", start=day(9)), errors.HoldsOffer),
        (e.Unfrozen(at=NOON, child="bob"), errors.SameAsBefore),
        (e.PrivilegeCancelled(at=NOON, child="bob"), errors.SameAsBefore),
        (e.PrivilegeVerified(at=NOON, child="bob", stream="general"), errors.SameAsBefore),
        (e.PrivilegeVerified(at=NOON, child="bob", stream="royal"), errors.UnknownStream),
        (e.Accepted(at=NOON, child="bob"), errors.NoOffer),
        (e.Recalled(at=NOON, child="bob"), errors.NoOffer),
        (e.Left(at=NOON, child="bob"), errors.NoPlace),
        (e.ExchangeWished(at=NOON, child="bob", gardens=("h",)), errors.NoPlace),
        (places(1, group="7-8"), errors.UnknownGroup),
        (e.Exchanged(at=NOON, group="7-8"), errors.UnknownGroup),
        (let_out(garden="nowhere"), errors.NoFreePlace),
    ]
    for event, fault in cases:
        refuses(queue, event, fault)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("tiers", {"tiers": ()}),
        ("tiers", {"tiers": (Tier(shares=(Share(stream="general"), Share(stream="general"))),)}),
        ("tiers", {"tiers": (Tier(shares=(Share(stream="general", turns=0),)),)}),
        ("ordinary", {"ordinary": "royal"}),
        ("groups", {"groups": ()}),
        ("groups", {"groups": (Group(code="a", from_months=9, until_months=9),)}),
        ("groups", {"groups": (*RULES.groups, Group(code="a", from_months=30, until_months=40))}),
        ("quiet", {"quiet": (Window(first="8-1", last="08-31"),)}),
        ("time_zone", {"time_zone": "Nowhere/City"}),
        ("most_wishes", {"most_wishes": 0}),
        ("answer_days, least_wait_days, days, free", {"answer_days": -1}),
    ],
)
def test_rules_that_contradict_themselves_are_named(field: str, change: dict[str, Any]) -> None:
    with pytest.raises(errors.BadRules) as caught:
        replace(RULES, **change)
    assert caught.value.params["field"] == field


def test_an_empty_queue_has_answers() -> None:
    queue = Queue(RULES)
    assert ([*queue.order("g", "2-3")], queue.next_for("g", "2-3"), queue.overdue(day(0))) == ([], None, [])
    assert log.state_of(log.replay([log.header(RULES)])) == log.state_of(queue)


def test_a_refused_event_wakes_nobody() -> None:
    queue = made(places(1), added("ann", start=day(30)))
    refuses(queue, e.Accepted(at=at(40), child="ann"), errors.NoOffer)
    assert queue.next_for("g", "2-3") is None


@pytest.mark.parametrize(
    ("fault", "example"),
    [
        (broken.later_child_first, test_first_of_all_then_one_privileged_and_three_general),
        (broken.two_offers, test_nobody_has_two_offers),
        (broken.calendar_days, test_an_offer_is_open_to_the_end_of_its_last_working_day),
        (broken.a_day_late, test_an_offer_is_open_to_the_end_of_its_last_working_day),
        (
            broken.stop_list_costs_the_ticket,
            test_the_second_refusal_stops_for_ten_days_and_then_the_ticket_is_the_first_one,
        ),
        (broken.class_change_costs_the_ticket, test_another_class_keeps_the_ticket),
        (broken.freeze_costs_the_ticket, test_a_frozen_child_is_passed_over_and_keeps_its_ticket),
        (broken.frozen_gets_offers, test_a_frozen_child_is_passed_over_and_keeps_its_ticket),
        (broken.no_quiet_time, test_nothing_is_let_out_in_august),
        (broken.a_place_is_lost, test_places_are_free_offered_or_held),
        (broken.turns_are_lost, test_a_turn_refused_is_owed_to_the_same_stream),
        (broken.the_round_begins_anew, test_a_round_goes_on_where_it_stood),
        (broken.position_forgets_the_hand, test_a_round_goes_on_where_it_stood),
        (broken.places_stay_behind, test_the_yearly_sorting_counts_ages_on_one_day_and_moves_places_along),
        (broken.second_best_is_enough, test_all_free_places_are_distributed_in_merged_order),
        (broken.nobody_exchanges, test_enrolled_children_exchange_places_along_a_cycle),
        (broken.refusal_leaves_a_trace, test_a_refused_event_wakes_nobody),
        (broken.half_an_offer, test_a_recorded_deadline_or_child_that_the_rules_do_not_give_is_refused),
    ],
)
def test_no_broken_rule_passes_its_example(
    fault: Callable[[pytest.MonkeyPatch], None], example: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    with pytest.raises(AssertionError):
        example()
