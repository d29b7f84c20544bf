"""Somebody moves from a post to one at another institution: the opinion, the decision, the register, both orders."""

import json
from datetime import date

import pytest

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import AlreadyOpen, EffectPrevented, OpinionsAwaited
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import Status
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.posts import operations as posts
from maarif.registries.posts import queries as register
from maarif.registries.posts.types import PostKind
from maarif.support.access.types import Role, ScopeKind
from maarif.support.documents.models import Document
from maarif.support.notices.models import Message
from tests.engine import campus, desks

pytestmark = pytest.mark.django_db
FIRST = date(2027, 1, 11)
NOTED = {"first_day": FIRST.isoformat(), "order_number": "7-K"}


class Schools:
    """A teacher at one school, a vacant post at another, and the heads of both."""

    def __init__(self) -> None:
        self.old = campus.place(InstitutionKind.SCHOOL, name="6 nömrəli tam orta məktəb")
        self.new = campus.place(InstitutionKind.SCHOOL, name="9 nömrəli tam orta məktəb")
        self.leaving = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(self.old))
        self.receiving = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(self.new))
        self.former, self.post = self.opened(self.old), self.opened(self.new)
        self.teacher = campus.person(born=date(1988, 4, 17), given="Sevinc", family="Əliyeva")
        self.by = campus.actor(self.teacher)
        self.employment = self.filled(self.former, 100, self.teacher)

    def opened(self, school: int) -> int:
        facts = {"institution": school, "kind": PostKind.TEACHER, "title": "Müəllim", "full_time_equivalent": 100}
        return posts.open_post(by=campus.CLERK, **facts)

    def filled(self, post: int, share: int, person: int) -> int:
        return posts.hire(by=campus.CLERK, post=post, person=person, share=share, on=date(2018, 9, 3))

    def asked(self) -> str:
        draft = operations.start_draft(by=self.by, service="staff.move")
        assert operations.save_answer(by=self.by, draft=draft, field="post", raw=str(self.post)) is None
        return operations.submit(by=self.by, draft=draft, idempotency_key=f"move-{draft}"[:40]).number

    def said(self, number: str) -> None:
        operations.give_opinion(by=self.leaving, number=number, opinion="leaving", favourable=True, text="Razıyıq")

    def moved(self, number: str) -> None:
        operations.decide(by=self.receiving, number=number, to="moved", noted=NOTED)

    @property
    def held(self) -> list[tuple[int, date, date | None]]:
        return [(card.institution, card.since, card.until) for card in register.employments(self.teacher)]


@pytest.fixture
def schools() -> Schools:
    return Schools()


def test_a_teacher_moves_after_the_opinion_of_the_present_employer_and_both_schools_issue_orders(
    schools: Schools,
) -> None:
    number = schools.asked()
    assert {turn.scope for turn in Turn.objects.filter(number=number)} == {str(schools.old), str(schools.new)}
    told = set(Message.objects.filter(topic="desk").values_list("party_id", flat=True))
    assert told == {schools.leaving.party, schools.receiving.party}
    with pytest.raises(OpinionsAwaited):
        schools.moved(number)
    schools.said(number)
    schools.moved(number)
    assert schools.held == [
        (schools.new, FIRST, None),
        (schools.old, date(2018, 9, 3), date(2027, 1, 10)),
    ]
    card = register.employments(schools.teacher)[0]
    assert (card.continues, card.share, card.order_number) == (schools.employment, 100, "7-K")
    orders = {each.institution_id: json.loads(each.snapshot) for each in Document.objects.filter(case_number=number)}
    assert set(orders) == {schools.old, schools.new}
    assert [line["code"] for line in orders[schools.new]["facts"]][-1] == "order_number"
    assert [line["code"] for line in orders[schools.old]["facts"]][-1] == "since"


def test_a_post_that_was_filled_meanwhile_leaves_both_employments_as_they_were(schools: Schools) -> None:
    number = schools.asked()
    schools.said(number)
    schools.filled(schools.post, 50, campus.person())
    way = next(each for each in queries.dossier_for(schools.receiving, number).ways if each.code == "moved")
    assert way.consequences[0].en.startswith("Not possible: the post has not so large a free share")
    with pytest.raises(EffectPrevented) as prevented:
        schools.moved(number)
    assert prevented.value.params["why"] == "post_full"
    assert schools.held == [(schools.old, date(2018, 9, 3), None)]
    assert Case.objects.get(number=number).status == Status.IN_PROGRESS
    assert not Document.objects.filter(case_number=number).exists()


def test_a_post_without_room_is_refused_at_once_and_nobody_is_asked(schools: Schools) -> None:
    schools.filled(schools.post, 50, campus.person())
    number = schools.asked()
    assert (Case.objects.get(number=number).outcome, Turn.objects.filter(number=number).count()) == ("post_full", 0)


def test_the_employment_that_ended_meanwhile_is_not_moved(schools: Schools) -> None:
    number = schools.asked()
    schools.said(number)
    posts.dismiss(by=campus.CLERK, employment=schools.employment, last_day=date(2026, 12, 31), reason="own wish")
    with pytest.raises(EffectPrevented) as prevented:
        schools.moved(number)
    assert (prevented.value.params["why"], schools.held[0][2]) == ("not_taken", date(2026, 12, 31))


def test_one_request_at_a_time_and_only_posts_of_other_institutions(schools: Schools) -> None:
    draft = operations.start_draft(by=schools.by, service="staff.move")
    beside = schools.opened(schools.old)
    error = operations.save_answer(by=schools.by, draft=draft, field="post", raw=str(beside))
    assert (error.code if error else None) == "not_offered"
    schools.asked()
    with pytest.raises(AlreadyOpen):
        schools.asked()
