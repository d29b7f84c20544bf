"""When one may ask to move, and who is first in a queue: pure functions of rules and of the log."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maarif.kernel.countries import country
from maarif.kernel.rulesets import rule_set
from maarif.sectors.transfers import rules
from maarif.sectors.transfers.types import Entry, Step, Transfers

AZ = rule_set("az", "transfers", datetime(2026, 11, 23).date(), Transfers).values
BAKU = ZoneInfo(country("az").time_zone)


@pytest.mark.parametrize(
    ("grade", "moment", "closes"),
    [
        (7, "2026-08-07 14:59", None),
        (7, "2026-08-07 15:00", "2026-08-31 18:00"),
        (10, "2026-08-07 15:00", None),
        (10, "2026-08-14 15:00", "2026-08-31 18:00"),
        (7, "2026-08-31 18:00", None),
        (7, "2026-11-23 12:00", "2027-01-08 15:00"),
        (7, "2027-01-08 14:59", "2027-01-08 15:00"),
        (7, "2027-01-08 15:00", None),
        (7, "2027-02-25 15:00", "2027-05-31 18:00"),
        (9, "2027-03-05 17:59", "2027-03-05 18:00"),
        (9, "2027-03-05 18:00", None),
        (11, "2027-01-02 12:00", None),
        (12, "2026-11-23 12:00", None),
    ],
)
def test_the_windows_of_azerbaijan_open_and_close_to_the_minute(grade: int, moment: str, closes: str | None) -> None:
    at = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=BAKU)
    found = rules.open_until(AZ, grade, at, "Asia/Baku")
    assert (found.strftime("%Y-%m-%d %H:%M") if found else None) == closes


@pytest.mark.parametrize("code", ["kz", "kg"])
def test_the_other_countries_have_rules_of_their_own(code: str) -> None:
    at = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo(country(code).time_zone))
    found = rule_set(code, "transfers", at.date(), Transfers).values
    assert rules.open_until(found, 7, at, country(code).time_zone) is not None
    assert found.leaving_days == 1


LOGS = st.lists(st.tuples(st.integers(0, 7), st.sampled_from(list(Step)), st.booleans()), max_size=40)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(LOGS)
def test_the_order_is_by_class_and_ticket_and_does_not_depend_on_how_the_log_is_read(
    lines: list[tuple[int, Step, bool]],
) -> None:
    log = [Entry(ticket=n, case=f"K{case}", step=step, first=first) for n, (case, step, first) in enumerate(lines)]
    order = rules.waiting(log)
    assert order == rules.waiting(reversed(log))
    assert [(not each.first, each.ticket) for each in order] == sorted((not each.first, each.ticket) for each in order)
    for case in {f"K{number}" for number, _, _ in lines}:
        last = max((entry for entry in log if entry.case == case), key=lambda entry: entry.ticket)
        assert (last.step is Step.JOINED) == any(entry.case == case for entry in order)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(LOGS, st.integers(0, 39), st.integers(0, 39))
def test_an_edit_of_the_log_is_seen_in_the_order_or_changes_nothing_that_counts(
    lines: list[tuple[int, Step, bool]], one: int, other: int
) -> None:
    """Two tickets of those who wait, exchanged, exchange their places: nobody moves up unseen.

    A ticket made older than another step of the same case is not the one by which the case waits any more: that is another edit.
    """
    log = [Entry(ticket=n, case=f"K{case}", step=step, first=first) for n, (case, step, first) in enumerate(lines)]
    order = rules.waiting(log)
    if len(order) < 2 or order[one % len(order)] == order[other % len(order)]:
        return
    first, second = order[one % len(order)], order[other % len(order)]
    if first.first is not second.first:
        return
    moved = {first: second.ticket, second: first.ticket}
    forged = [Entry(ticket=moved.get(e, e.ticket), case=e.case, step=e.step, first=e.first) for e in log]
    now = rules.waiting(forged)
    if {replace(each, ticket=moved[each]) for each in (first, second)} <= set(now):
        exchanged = {first.case: second.case, second.case: first.case}
        assert [each.case for each in now] == [exchanged.get(each.case, each.case) for each in order]
