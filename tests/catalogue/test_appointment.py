"""Somebody applies for a vacant post: from the search to the register and the order, and what stands in the way."""

import json
from datetime import date

import pytest

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import AlreadyOpen, EffectPrevented, GroundNotHeld, NotYourTurn
from maarif.engine.cases.models import Case
from maarif.engine.cases.types import NotEligible, Status
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.posts import operations as posts
from maarif.registries.posts import queries as register
from maarif.registries.posts.types import EmploymentKind, PostKind
from maarif.support.access.types import Role, ScopeKind
from maarif.support.documents.models import Document
from maarif.support.notices.models import Message
from tests.engine import campus, desks

pytestmark = pytest.mark.django_db
SERVICE = "staff.appointment"
FIRST = date(2026, 12, 1)
NOTED = {"given_share": "100", "first_day": "2026-12-01", "order_number": "118-K"}


class School:
    """A school with a head, a full post of mathematics, and somebody who would like it."""

    def __init__(self) -> None:
        self.place = campus.place(InstitutionKind.SCHOOL, name="6 nömrəli tam orta məktəb")
        self.head = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(self.place))
        self.post = self.opened("Riyaziyyat müəllimi")
        self.person = campus.person(born=date(1988, 4, 17), given="Sevinc", family="Əliyeva")

    def opened(self, title: str, size: int = 100, at: int | None = None) -> int:
        return posts.open_post(
            by=campus.CLERK,
            institution=at or self.place,
            kind=PostKind.TEACHER,
            title=title,
            full_time_equivalent=size,
            subject="mathematics",
        )

    def filled(self, share: int, post: int | None = None, person: int | None = None) -> int:
        return posts.hire(
            by=campus.CLERK,
            post=post or self.post,
            person=person or campus.person(),
            share=share,
            on=date(2025, 9, 1),
        )


@pytest.fixture
def school() -> School:
    return School()


def asked(school: School, *, share: str = "100", post: int | None = None) -> str:
    by = campus.actor(school.person)
    draft = operations.start_draft(by=by, service=SERVICE)
    for field, raw in (("post", str(post or school.post)), ("share", share), ("since", "2026-12-01")):
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    return operations.submit(by=by, draft=draft, idempotency_key=f"post-{draft}"[:40]).number


def found(school: School, words: str) -> list[str]:
    by = campus.actor(school.person)
    draft = operations.start_draft(by=by, service=SERVICE)
    found = queries.draft_for(by, draft, field="post", words=words).found
    assert found is not None
    return [option.label.in_("az") for option in found.options]


def appointed(school: School, number: str, **noted: str) -> None:
    operations.decide(by=school.head, number=number, to="appointed", noted={**NOTED, **noted})


def held(person: int) -> list[tuple[int, EmploymentKind, date, date | None, str]]:
    cards = register.employments(person)
    return [(card.share, card.kind, card.since, card.until, card.order_number) for card in cards]


def test_an_applicant_is_appointed_and_the_register_and_the_order_say_so(school: School) -> None:
    number = asked(school)
    assert set(Message.objects.filter(topic="desk").values_list("party_id", flat=True)) == {school.head.party}
    other = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(campus.place(InstitutionKind.SCHOOL)))
    with pytest.raises(NotYourTurn):
        operations.decide(by=other, number=number, to="appointed", noted=NOTED)
    assert held(school.person) == []
    appointed(school, number)
    assert held(school.person) == [(100, EmploymentKind.MAIN, FIRST, None, "118-K")]
    order = Document.objects.get(case_number=number)
    assert (order.institution_id, order.holder_id) == (school.place, school.person)
    lines = {line["code"]: line["value"] for line in json.loads(order.snapshot)["facts"]}
    assert list(lines) == ["institution", "post", "share", "footing", "since", "order_number"]
    assert (lines["share"]["en"], lines["footing"]["az"]) == ("1 full post", "Əsas iş yeri")
    title = queries.case_for(campus.actor(school.person), number).documents[0].title
    assert title.en == "Order of appointment to a post"


def test_somebody_with_a_main_post_is_given_half_a_second_one_until_summer(school: School) -> None:
    school.filled(100, school.opened("Fizika müəllimi"), school.person)
    number = asked(school, share="50")
    appointed(school, number, given_share="50", last_day="2027-06-15")
    assert held(school.person)[0] == (50, EmploymentKind.SECONDARY, FIRST, date(2027, 6, 15), "118-K")
    lines = {line["code"]: line["value"] for line in json.loads(Document.objects.get().snapshot)["facts"]}
    assert (lines["share"]["ru"], lines["footing"]["ru"]) == ("0,5 ставки", "Совместительство")


def test_a_post_is_found_by_words_of_its_institution_and_title_in_either_order_while_a_share_is_free(
    school: School,
) -> None:
    school.opened("Fizika müəllimi")
    school.opened("Riyaziyyat müəllimi", at=campus.place(InstitutionKind.SCHOOL, name="9 nömrəli məktəb"))
    ours = "6 nömrəli tam orta məktəb: Riyaziyyat müəllimi"
    assert found(school, "6 riyaz") == [ours]
    assert found(school, "riyaziyyat 6") == [ours]
    assert found(school, "6 nömrəli") == ["6 nömrəli tam orta məktəb: Fizika müəllimi", ours]
    assert found(school, "6 kimya") == []
    school.filled(100)
    assert found(school, "6 riyaz") == []


def test_no_room_is_said_at_once_and_nobody_is_troubled(school: School) -> None:
    school.filled(50)
    number = asked(school)
    case = Case.objects.get(number=number)
    assert (case.status, case.outcome, case.grants) == (Status.CLOSED, "post_full", False)
    assert not Message.objects.filter(topic="desk").exists()
    for language in ("az", "ru", "kk", "ky", "en"):
        assert queries.case_for(campus.actor(school.person), number).outcome_text.in_(language)


def test_a_post_that_was_filled_meanwhile_is_told_before_and_at_the_decision_and_the_case_stays_open(
    school: School,
) -> None:
    number = asked(school)
    rival = school.filled(50)
    ways = {way.code: way for way in queries.dossier_for(school.head, number).ways}
    assert [text.en for text in ways["appointed"].consequences] == [
        "Not possible: the post has not so large a free share (6 nömrəli tam orta məktəb (en): Riyaziyyat müəllimi). "
        "It cannot be filled over its full time."
    ]
    with pytest.raises(EffectPrevented) as prevented:
        appointed(school, number)
    assert prevented.value.params["why"] == "post_full"
    assert prevented.value.said.ru.startswith("Невозможно: на должности нет такой свободной доли")
    assert (Case.objects.get(number=number).status, held(school.person)) == (Status.IN_PROGRESS, [])
    assert not Document.objects.filter(case_number=number).exists()
    posts.dismiss(by=campus.CLERK, employment=rival, last_day=date(2026, 11, 30), reason="test")
    appointed(school, number)
    assert held(school.person) == [(100, EmploymentKind.MAIN, FIRST, None, "118-K")]


def test_the_load_over_all_posts_is_bounded_by_the_rules_of_the_country(school: School) -> None:
    number = asked(school)
    school.filled(75, school.opened("Fizika müəllimi"), school.person)
    with pytest.raises(EffectPrevented) as prevented:
        appointed(school, number)
    assert prevented.value.said.en == (
        "Not possible: the person's load over all posts would be 1.75 of a full post; "
        "the largest allowed is 1.5 of a full post."
    )
    appointed(school, number, given_share="75")
    assert register.load_of(school.person, on=FIRST) == 150


def test_only_what_the_load_leaves_can_be_asked_for_and_nothing_by_whoever_works_as_much_as_one_may(
    school: School,
) -> None:
    school.filled(100, school.opened("Fizika müəllimi"), school.person)
    by = campus.actor(school.person)
    draft = operations.start_draft(by=by, service=SERVICE)
    error = operations.save_answer(by=by, draft=draft, field="share", raw="75")
    assert (error.code if error else None) == "not_offered"
    assert operations.save_answer(by=by, draft=draft, field="share", raw="50") is None
    school.filled(50, school.opened("Kimya müəllimi"), school.person)
    judged = queries.eligibility(SERVICE, by)
    assert isinstance(judged, NotEligible)
    assert [(each.rule, each.law.key if each.law else None) for each in judged.reasons] == [("load_left", "staffing")]


def test_grounds_of_room_and_load_can_be_given_only_where_they_are_so(school: School) -> None:
    number = asked(school)
    with pytest.raises(GroundNotHeld):
        operations.decide(by=school.head, number=number, to="refused", grounds=("post_filled",))
    with pytest.raises(GroundNotHeld):
        operations.decide(by=school.head, number=number, to="refused", grounds=("overloaded",))
    school.filled(50)
    operations.decide(by=school.head, number=number, to="refused", grounds=("post_filled",))
    reason = queries.case_for(campus.actor(school.person), number).reasons[0]
    assert (reason.law.key if reason.law else None, held(school.person)) == ("staffing", [])


def test_one_application_is_open_at_a_time(school: School) -> None:
    asked(school)
    with pytest.raises(AlreadyOpen):
        asked(school, post=school.opened("Fizika müəllimi"))


@pytest.mark.parametrize("last_day", [date(2026, 11, 30), date(2026, 11, 20)])
def test_a_post_that_closes_before_the_first_day_is_no_longer_given(school: School, last_day: date) -> None:
    number = asked(school)
    posts.close_post(by=campus.CLERK, post=school.post, on=last_day, reason="test")
    assert queries.dossier_for(school.head, number).ways
    with pytest.raises(EffectPrevented) as prevented:
        appointed(school, number)
    assert prevented.value.params["why"] == "not_taken"
    assert Case.objects.get(number=number).status == Status.IN_PROGRESS
