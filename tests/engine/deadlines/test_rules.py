"""The term of a service is the longest way through its stages, and its arithmetic can be shown day by day."""

from dataclasses import replace
from datetime import UTC, date, datetime

from maarif.catalogue.higher.study_certificate.service import SERVICE
from maarif.engine import deadlines
from maarif.engine.declare import Office, Stage, WorkingDays


def stage(code: str, days: int, *then: str) -> Stage[object]:
    return Stage(code=code, decided_by=Office.SCHOOL, within=WorkingDays(days), then=then)


TRANSFER = replace(
    SERVICE,
    stages=(stage("receiving", 3, "leaving", "refused"), stage("leaving", 1, "granted"), stage("other", 9, "granted")),
)


def test_the_longest_way_counts_and_unreachable_stages_do_not() -> None:
    assert deadlines.term_of(SERVICE) == 0
    assert deadlines.term_of(TRANSFER) == 4


def test_a_way_back_is_not_walked_twice() -> None:
    looping = replace(SERVICE, stages=(stage("a", 2, "b"), stage("b", 5, "a", "granted")))
    assert deadlines.term_of(looping) == 7


def test_days_that_run_from_receipt_are_not_added_to_those_before() -> None:
    answering = replace(stage("b", 5, "granted"), since_receipt=True)
    assert deadlines.term_of(replace(SERVICE, stages=(stage("a", 2, "b"), answering))) == 5
    assert deadlines.term_of(replace(SERVICE, stages=(stage("a", 7, "b"), answering))) == 7


def test_at_once_means_the_day_of_receipt_where_people_live() -> None:
    late = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
    assert deadlines.deadline_of(SERVICE, late, "az").due == date(2026, 11, 23)
    assert deadlines.deadline_of(SERVICE, late, "kz").counted == ()


def test_novruz_is_skipped_and_every_skipped_day_says_why() -> None:
    deadline = deadlines.deadline_of(TRANSFER, datetime(2026, 3, 18, 12, 30, tzinfo=UTC), "az")
    assert len(deadline.counted) == 4
    assert deadline.due == deadline.counted[-1]
    assert {day.date for day in deadline.skipped} >= {date(2026, 3, day) for day in range(20, 25)}
    assert all(day.why.ky for day in deadline.skipped)


def test_the_arithmetic_survives_its_storage() -> None:
    deadline = deadlines.deadline_of(TRANSFER, datetime(2026, 3, 18, 12, 30, tzinfo=UTC), "az")
    assert deadlines.from_json(deadlines.to_json(deadline)) == deadline
