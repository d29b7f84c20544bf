"""Somebody takes a leave from a post, a substitute holds it meanwhile, and the employee returns: register and orders."""

import json
from datetime import date, timedelta

import pytest

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import AlreadyOpen, DraftIncomplete, EffectPrevented, NotAllowed, NotYourTurn
from maarif.engine.cases.models import Case
from maarif.engine.cases.types import Status
from maarif.kernel import clock
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.posts import operations as posts
from maarif.registries.posts import queries as register
from maarif.registries.posts.types import EmploymentKind, LeaveKind, PostKind
from maarif.support.access.types import Role, ScopeKind
from maarif.support.documents.models import Document
from tests.engine import campus, desks

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 12, 1), date(2027, 5, 31)
NOTED = {"order_number": "31-M"}


class School:
    """A school with a head, and a teacher who holds its one full post of mathematics."""

    def __init__(self) -> None:
        self.place = campus.place(InstitutionKind.SCHOOL, name="6 nömrəli tam orta məktəb")
        self.head = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(self.place))
        self.post = posts.open_post(
            by=campus.CLERK,
            institution=self.place,
            kind=PostKind.TEACHER,
            title="Riyaziyyat müəllimi",
            full_time_equivalent=100,
        )
        self.teacher = campus.person(born=date(1988, 4, 17), given="Sevinc", family="Əliyeva")
        self.by = campus.actor(self.teacher)
        self.employment = self.hired(self.teacher, date(2018, 9, 3))

    def hired(self, person: int, on: date, until: date | None = None) -> int:
        return posts.hire(
            by=campus.CLERK,
            post=self.post,
            person=person,
            share=100,
            on=on,
            until=until,
            kind=EmploymentKind.MAIN if until is None else EmploymentKind.SUBSTITUTE,
        )

    def asked(self, service: str, **answers: str) -> str:
        draft = operations.start_draft(by=self.by, service=service)
        for field, raw in answers.items():
            assert operations.save_answer(by=self.by, draft=draft, field=field, raw=raw) is None
        return operations.submit(by=self.by, draft=draft, idempotency_key=f"leave-{draft}"[:40]).number

    def leave(self, **answers: str) -> str:
        days = {"first_day": FIRST.isoformat(), "last_day": LAST.isoformat()}
        return self.asked("staff.leave", **{"kind": "unpaid", **days, **answers})

    def back(self, day: date) -> str:
        return self.asked("staff.return_from_leave", first_day=day.isoformat())

    def decided(self, number: str, to: str, **more: object) -> None:
        operations.decide(by=self.head, number=number, to=to, noted=NOTED, **more)

    @property
    def leaves(self) -> list[tuple[LeaveKind, date, date | None, str]]:
        return [(each.kind, each.since, each.until, each.order_number) for each in register.leaves_of(self.teacher)]


@pytest.fixture
def school() -> School:
    return School()


def lines(number: str) -> dict[str, dict[str, str]]:
    facts = json.loads(Document.objects.get(case_number=number).snapshot)["facts"]
    return {line["code"]: line["value"] for line in facts}


def test_a_leave_is_ordered_and_frees_the_share_while_the_post_stays_the_teachers(school: School) -> None:
    number = school.leave()
    stranger = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(campus.place(InstitutionKind.SCHOOL)))
    with pytest.raises(NotYourTurn):
        operations.decide(by=stranger, number=number, to="on_leave", noted=NOTED)
    way = next(each for each in queries.dossier_for(school.head, number).ways if each.code == "on_leave")
    assert [said.en.replace("\xa0", " ") for said in way.consequences] == [
        "Riyaziyyat müəllimi: from 1 December 2026 1 full post is free for a substitute; the post stays the employee's."
    ]
    school.decided(number, "on_leave")
    assert school.leaves == [(LeaveKind.UNPAID, FIRST, LAST, "31-M")]
    free = [register.post(school.post, on=day) for day in (date(2026, 11, 30), FIRST, LAST, date(2027, 6, 1))]
    assert [card.free for card in free if card] == [0, 100, 100, 0]
    assert register.employments(school.teacher)[0].until is None
    assert list(lines(number)) == ["institution", "post", "since", "until", "order_number"]
    assert "unpaid" not in Document.objects.get(case_number=number).snapshot
    assert Document.objects.get(case_number=number).institution_id == school.place


def test_a_substitute_holds_the_post_and_has_to_leave_before_the_teacher_returns(
    school: School, noon: clock.FrozenClock
) -> None:
    school.decided(school.leave(), "on_leave")
    substitute = school.hired(campus.person(), FIRST, LAST)
    noon.move(timedelta(days=42))
    number = school.back(date(2027, 3, 1))
    with pytest.raises(EffectPrevented) as prevented:
        school.decided(number, "returned")
    assert prevented.value.params["why"] == "post_full"
    assert "6 nömrəli tam orta məktəb: Riyaziyyat müəllimi" in prevented.value.said.az
    assert (Case.objects.get(number=number).status, school.leaves[0][2]) == (Status.IN_PROGRESS, LAST)
    assert not Document.objects.filter(case_number=number).exists()
    posts.dismiss(by=campus.CLERK, employment=substitute, last_day=date(2027, 2, 28), reason="test")
    school.decided(number, "returned")
    assert school.leaves == [(LeaveKind.UNPAID, FIRST, date(2027, 2, 28), "31-M")]
    assert lines(number)["since"]["en"].replace("\xa0", " ") == "1 March 2027"


def test_an_unpaid_leave_may_be_declined(school: School) -> None:
    number = school.leave()
    school.decided(number, "refused", grounds=("cannot_be_spared",))
    assert (school.leaves, Case.objects.get(number=number).grants) == ([], False)
    reason = queries.case_for(school.by, number).reasons[0]
    assert reason.law is not None
    assert reason.law.key == "staffing"


def test_days_that_are_the_wrong_way_round_are_told_before_and_at_the_decision(school: School) -> None:
    number = school.leave(last_day="2026-11-25")
    way = next(each for each in queries.dossier_for(school.head, number).ways if each.code == "on_leave")
    assert way.consequences[0].en.startswith("Not possible:")
    with pytest.raises(EffectPrevented) as prevented:
        school.decided(number, "on_leave")
    assert (prevented.value.params["why"], school.leaves) == ("not_taken", [])


def test_whoever_has_been_dismissed_meanwhile_gets_no_leave(school: School) -> None:
    number = school.leave()
    posts.dismiss(by=campus.CLERK, employment=school.employment, last_day=date(2026, 11, 20), reason="test")
    with pytest.raises(EffectPrevented):
        school.decided(number, "on_leave")
    assert (Case.objects.get(number=number).status, school.leaves) == (Status.IN_PROGRESS, [])


def test_one_leave_at_a_time_and_only_who_is_on_leave_returns(school: School, noon: clock.FrozenClock) -> None:
    with pytest.raises(NotAllowed):
        school.back(LAST)
    number = school.leave()
    with pytest.raises(AlreadyOpen):
        school.leave()
    school.decided(number, "on_leave")
    noon.move(timedelta(days=8))
    with pytest.raises(NotAllowed) as refused:
        school.leave()
    assert [(each.rule, each.instead) for each in refused.value.reasons] == [
        ("not_on_leave", ("staff.return_from_leave",))
    ]


def test_a_leave_with_a_reason_is_proven_by_a_paper(school: School) -> None:
    draft = operations.start_draft(by=school.by, service="staff.leave")
    for field, raw in (("kind", "parental"), ("first_day", FIRST.isoformat())):
        assert operations.save_answer(by=school.by, draft=draft, field=field, raw=raw) is None
    assert {each.code for each in queries.draft_for(school.by, draft).questions} >= {"papers"}
    with pytest.raises(DraftIncomplete) as incomplete:
        operations.submit(by=school.by, draft=draft, idempotency_key="leave-without-paper")
    assert incomplete.value.params["missing"] == ("papers",)
