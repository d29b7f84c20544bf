"""The log of a queue: every kind of event to a line and back, the same state from the same lines, every bad line by its number."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.kernel.placement.queue_rules import MORE, NOON, RULES, added, at, day, let_out, made, places

from maarif.kernel.calendar import calendar_of
from maarif.kernel.placement.errors import BadFile
from maarif.kernel.placement.queue import events as e
from maarif.kernel.placement.queue import log
from maarif.kernel.placement.queue.machine import Queue

ONE_OF_EACH: tuple[e.Happened, ...] = (
    e.TimePassed(at=NOON),
    added("ann", "g", "h", since=at(-1)),
    e.PrivilegeVerified(at=NOON, child="ann", stream="first"),
    e.PrivilegeCancelled(at=NOON, child="ann"),
    e.Frozen(at=NOON, child="ann"),
    e.Unfrozen(at=NOON, child="ann"),
    e.WishesChanged(at=NOON, child="ann", wants=("h",)),
    e.StartMoved(at=NOON, child="ann", start=day(1)),
    e.Withdrawn(at=NOON, child="ann"),
    e.Regrouped(at=NOON, child="ann"),
    places(2),
    e.PlacesClosed(at=NOON, garden="g", group="2-3", count=1),
    let_out(),
    e.Accepted(at=NOON, child="ann"),
    e.Refused(at=NOON, child="ann"),
    e.Expired(at=NOON, child="ann"),
    e.Recalled(at=NOON, child="ann"),
    e.Left(at=NOON, child="ann"),
    e.Resorted(at=NOON, on=day(0)),
    e.Distributed(at=NOON, group="2-3", gives={"ann": "g"}),
    e.ExchangeWished(at=NOON, child="ann", gardens=("h",)),
    e.Exchanged(at=NOON, group="2-3"),
)


def lines(*told: e.Happened) -> list[str]:
    return [log.header(RULES), *map(log.line, told)]


def test_every_event_goes_to_a_line_and_back() -> None:
    assert {type(event) for event in ONE_OF_EACH} == set(Queue.handlers)
    for event in ONE_OF_EACH:
        assert log.event_of(log.line(event)) == event
    assert log.rules_of(log.header(MORE)) == MORE


def test_a_log_gives_the_same_state_and_a_state_the_same_queue() -> None:
    told = [places(2), added("ann"), added("bob"), let_out(), e.Accepted(at=at(1), child="ann")]
    queue, done = Queue(RULES), []
    for event in told:
        done.append(queue.apply(event))
    again = log.replay(lines(*done))
    assert (
        log.digest(again) == log.digest(queue) == log.digest(log.restored(json.loads(json.dumps(log.state_of(queue)))))
    )
    assert log.digest(log.replay(lines(*done), until=NOON)) != log.digest(queue)
    assert log.digest(log.replay(lines(*done), until=at(1))) == log.digest(queue)


def test_the_same_instant_with_another_offset_is_the_same() -> None:
    line = log.line(places()).replace("2026-03-02T07:00:00+00:00", "2026-03-02T12:00:00+05:00")
    assert log.digest(log.replay([log.header(RULES), line])) == log.digest(made(places()))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "log, line 2: Expecting property name"),
        ("[]", "log, line 2: must be a JSON object"),
        ("{}", "log, line 2: None is no event of a queue"),
        ('{"event":"lost"}', "log, line 2: 'lost' is no event of a queue"),
        ('{"event":["left"]}', r"log, line 2: \['left'\] is no event of a queue"),
        ('{"event":"left","event":"left"}', "log, line 2: a name stands twice"),
        (
            '{"event":"left","at":"2026-03-02T07:00:00+00:00"}',
            "log, line 2, left.child: OfChild needs it|Left needs it",
        ),
        ('{"event":"time_passed","at":"2026-03-02T07:00:00"}', "log, line 2, time_passed.at: must be datetime"),
        ('{"event":"time_passed","at":"yesterday"}', "log, line 2: Invalid isoformat string"),
        ('{"event":"time_passed","at":7}', "log, line 2, time_passed.at: must be datetime"),
        ('{"event":"time_passed","at":"0001-01-01T00:00:00+14:00"}', "log, line 2: "),
        ('{"event":"time_passed","at":"9999-12-31T23:59:59-14:00"}', "log, line 2: "),
        (
            '{"event":"time_passed","at":"2026-03-02T07:00:00Z","why":""}',
            "log, line 2, time_passed.why: TimePassed has no",
        ),
        (log.line(e.Left(at=NOON, child="ann")), "log, line 2: unknown_child: child='ann'"),
        (log.line(places()).replace(":1}", ":true}"), "log, line 2, places_added.count: must be int"),
        (log.line(places()).replace(":1}", ":1.5}"), "log, line 2, places_added.count: must be int"),
        (log.line(added("ann")).replace('["g"]', '"g"'), "log, line 2, child_added.wants: must be a list"),
        ("[" * 100_000, "log, line 2: "),
    ],
)
def test_a_bad_line_is_named(line: str, fault: str) -> None:
    with pytest.raises(BadFile, match=fault):
        log.replay([log.header(RULES), line])


@pytest.mark.parametrize(
    ("first", "fault"),
    [
        ("", "log: is empty"),
        ("{}", "log, line 1: must be"),
        ('{"queue":2,"rules":{}}', "log, line 1: must be"),
        ('{"queue":1,"rules":{}}', "log, line 1, time_zone: Rules needs it"),
        (log.header(RULES).replace('"general"', '"royal"', 1), "log, line 1: bad_rules"),
        (log.header(RULES).replace('"stops"', '"hangs"'), "log, line 1, refusal.consequence: must be one of"),
    ],
)
def test_rules_that_are_none_are_named(first: str, fault: str) -> None:
    with pytest.raises(BadFile, match=fault):
        log.replay([first])


def test_a_forged_line_is_found_by_the_rules() -> None:
    told: list[Any] = [places(), added("ann"), added("bob"), let_out(child="bob")]
    with pytest.raises(BadFile, match="line 5: not_their_turn: child='bob', due='ann'"):
        log.replay(lines(*told))
    short = [places(), added("ann"), let_out(until=day(2))]
    assert log.replay(lines(*short)).children["ann"].offer is not None, "without a calendar the term is believed"
    with pytest.raises(BadFile, match="line 4: wrong_deadline: until='2026-03-04', due='2026-03-05'"):
        log.replay(lines(*short), due=calendar_of("kz").due_date)


def test_an_event_without_a_zone_is_no_event() -> None:
    naive = e.TimePassed(at=datetime(2026, 3, 2, 7, tzinfo=UTC).replace(tzinfo=None))
    queue = Queue(RULES)
    with pytest.raises(Exception, match="naive_time"):
        queue.apply(naive)
    assert log.digest(queue) == log.digest(Queue(RULES))
