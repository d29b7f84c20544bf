"""A citizen's appeal from the form to the letter: routed, registered, answered, joined, left, reopened, published, counted."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from maarif.engine import deadlines, registry
from maarif.engine.cases import operations, queries
from maarif.engine.cases import sent as cases_sent
from maarif.engine.cases.errors import (
    ExtendedTooFar,
    GroundMissing,
    GroundNotHeld,
    MayNotSit,
    NotedWrong,
    NothingToDecide,
)
from maarif.engine.cases.models import Case, FrozenDeclaration, Turn
from maarif.engine.declare import Office, Seat
from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.registries.institutions.types import InstitutionKind
from maarif.sectors.appeals import operations as appeals
from maarif.sectors.appeals import queries as published
from maarif.sectors.appeals.errors import (
    AnotherIsUp,
    HoldsPersonalData,
    NoSuchAnswer,
    NotYourAnswer,
    ReasonMissing,
    SecondPersonNeeded,
)
from maarif.sectors.appeals.models import PublishedAnswer
from maarif.support.access.types import Role, ScopeKind
from maarif.support.audit.models import Entry
from maarif.support.documents.models import Document
from maarif.support.parties.types import Actor
from tests.engine import campus, desks, many

pytestmark = pytest.mark.django_db

SERVICE = "citizens.appeal"
LETTER = {"answer": "Yoxlama aparıldı, qazanxana təmir olundu."}


@pytest.fixture
def by() -> Actor:
    return campus.actor(campus.person())


@pytest.fixture
def school() -> int:
    return campus.place(InstitutionKind.SCHOOL, name="20 nömrəli tam orta məktəb")


@pytest.fixture
def registrar(school: int) -> Actor:
    return desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(school))


@pytest.fixture
def district() -> Actor:
    return desks.officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-BA")


@pytest.fixture
def ministry() -> Actor:
    return desks.officer(Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az")


_keys = iter(range(10**6))


def sent(by: Actor, **answers: str) -> str:
    draft = operations.start_draft(by=by, service=SERVICE)
    said: Mapping[str, str] = {
        "matter": "application",
        "category": "building",
        "region": "AZ-BA",
        "text": "Sinif otaqları soyuqdur.",
        "urgent": "no",
        **answers,
    }
    for field, raw in said.items():
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    return operations.submit(by=by, draft=draft, idempotency_key=f"appeal-key-{next(_keys):06d}").number


def turn(number: str) -> Turn:
    return Turn.objects.get(number=number, closed_at__isnull=True)


def answered(officer: Actor, number: str, to: str = "explained", **more: object) -> None:
    operations.decide(by=officer, number=number, to="answering")
    operations.decide(by=officer, number=number, to=to, noted=LETTER, **more)  # type: ignore[arg-type]


def test_an_application_goes_to_the_school_and_comes_back_as_a_signed_letter(
    by: Actor, school: int, registrar: Actor
) -> None:
    number = sent(by, place=str(school))
    first = turn(number)
    assert (first.office, first.scope, first.stage, first.due) == (
        "school",
        str(school),
        "registering",
        date(2026, 11, 24),
    )
    assert Case.objects.get(number=number).due == date(2026, 12, 14)
    operations.decide(by=registrar, number=number, to="answering")
    assert (turn(number).office, turn(number).within, turn(number).due) == ("school", 15, date(2026, 12, 14))
    with pytest.raises(NotedWrong):
        operations.decide(by=registrar, number=number, to="satisfied", noted={})
    operations.decide(by=registrar, number=number, to="satisfied", noted=LETTER)
    case = Case.objects.get(number=number)
    paper = Document.objects.get(public_id=case.documents[0])
    assert (case.outcome, case.status, case.grants) == ("satisfied", "closed", True)
    assert LETTER["answer"] in str(vars(paper))
    assert number in str(vars(paper))


def test_the_promise_of_the_portal_stands_beside_the_term_of_the_law(by: Actor) -> None:
    number = sent(by)
    (said,) = queries.case_for(by, number).standing
    assert "26 noyabr 2026" in said.az
    assert "14 dekabr 2026" in said.az
    assert "26 November 2026" in said.en


def test_a_complaint_about_a_school_is_never_decided_by_that_school(by: Actor, school: int, district: Actor) -> None:
    number = sent(by, matter="complaint", place=str(school))
    assert (turn(number).office, turn(number).scope) == ("district", "AZ-BA")
    back = Seat(institution=school, region="AZ-BA", office=Office.SCHOOL)
    with pytest.raises(MayNotSit):
        operations.hand_over(by=district, number=number, seat=back, why="Məktəb özü baxsın")
    assert turn(number).office == "district"


def test_another_category_moves_it_with_number_and_clock(by: Actor, district: Actor, ministry: Actor) -> None:
    number = sent(by)
    before = turn(number)
    assert before.office == "district"
    assert operations.sort_anew(by=district, number=number, category="corruption", why="Rüşvət tələbi")
    after = turn(number)
    assert (after.pk, after.office, after.scope, after.clock) == (before.pk, "ministry", "az", before.clock)
    answered(ministry, number)
    assert Case.objects.get(number=number).answers["category"] == "corruption"


def test_an_urgent_appeal_is_due_within_one_working_day_and_not_extended(by: Actor, district: Actor) -> None:
    number = sent(by, urgent="yes")
    assert Case.objects.get(number=number).due == date(2026, 11, 24)
    operations.decide(by=district, number=number, to="answering")
    assert turn(number).due == date(2026, 11, 24)
    with pytest.raises(ExtendedTooFar):
        operations.extend(by=district, number=number, days=1, why="Yoxlama")


def test_the_term_is_extended_only_within_the_limit(by: Actor, district: Actor) -> None:
    number = sent(by)
    operations.decide(by=district, number=number, to="answering")
    operations.extend(by=district, number=number, days=45, why="Əlavə öyrənilmə")
    with pytest.raises(ExtendedTooFar):
        operations.extend(by=district, number=number, days=1, why="Yenə")


def test_a_body_outside_the_platform_gets_a_recorded_letter(by: Actor, ministry: Actor) -> None:
    number = sent(by, category="other")
    noted = {**LETTER, "addressee": "Dövlət İmtahan Mərkəzi"}
    with pytest.raises(NothingToDecide):
        operations.decide(by=ministry, number=number, to="forwarded", noted=noted, grounds=("not_competent",))
    operations.decide(by=ministry, number=number, to="forwarding")
    with pytest.raises(GroundMissing):
        operations.decide(by=ministry, number=number, to="forwarded", noted=noted)
    with pytest.raises(NotedWrong):
        operations.decide(by=ministry, number=number, to="forwarded", noted=LETTER, grounds=("not_competent",))
    operations.decide(by=ministry, number=number, to="forwarded", noted=noted, grounds=("not_competent",))
    papers = Document.objects.filter(public_id__in=Case.objects.get(number=number).documents)
    assert papers.count() == 2
    assert all("Dövlət İmtahan Mərkəzi" in str(vars(paper)) for paper in papers)


def test_it_is_sent_on_within_a_term_of_its_own_that_runs_from_receipt(by: Actor, ministry: Actor) -> None:
    with clock.using(clock.FrozenClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))):
        number = sent(by, category="other")
    with clock.using(clock.FrozenClock(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))):
        operations.decide(by=ministry, number=number, to="forwarding")
    assert (turn(number).within, turn(number).due) == (5, date(2026, 11, 30))
    with clock.using(clock.FrozenClock(datetime(2026, 12, 1, 8, 0, tzinfo=UTC))):
        assert [row.number for row in late(ministry)] == [number]
        operations.decide(by=ministry, number=number, to="answering")
        assert turn(number).due == date(2026, 12, 14)
        operations.decide(by=ministry, number=number, to="forwarding")
    assert turn(number).due == date(2026, 11, 30)
    assert Case.objects.get(number=number).due == date(2026, 12, 14)


def late(officer: Actor) -> list[Turn]:
    """Turns of the officer's office whose last day has passed."""
    today = clock.today("Asia/Baku")
    return list(Turn.objects.filter(scope=officer.scope, closed_at__isnull=True, due__lt=today))


@pytest.mark.parametrize(
    ("country", "terms"),
    [
        ("az", {"proposal": 15, "application": 15, "complaint": 15, "urgent": 1}),
        ("kg", {"proposal": 14, "application": 14, "complaint": 14, "urgent": 1}),
        ("kz", {"proposal": 15, "application": 15, "complaint": 20, "urgent": 1}),
    ],
)
def test_what_is_promised_is_what_the_clock_counts(country: str, terms: Mapping[str, int]) -> None:
    service, on = registry.service(SERVICE, country), date(2026, 11, 23)
    promised = {code: term.days for term in deadlines.terms_of(service, country, on) for code in term.matters}
    assert promised == terms
    assert deadlines.stage_days(service, service.stages[2], country, on) == {"az": 5, "kg": 5, "kz": 3}[country]


@pytest.mark.parametrize("matter", ["proposal", "application", "complaint"])
def test_a_case_has_the_term_that_was_promised_for_its_kind(by: Actor, matter: str) -> None:
    service, on = registry.service(SERVICE), date(2026, 11, 23)
    promised = {code: term.days for term in deadlines.terms_of(service, "az", on) for code in term.matters}
    for number, expected in ((sent(by, matter=matter), matter), (sent(by, matter=matter, urgent="yes"), "urgent")):
        assert (Case.objects.get(number=number).deadline or {})["days"] == promised[expected]


def test_a_further_appeal_is_suggested_joined_and_answered_once(by: Actor, district: Actor) -> None:
    first, second = sent(by), sent(by, text="Yenə soyuqdur.")
    service = registry.service(SERVICE)
    case = Case.objects.get(number=second)
    granted = cases_sent.granted_of(case, service)
    assert service.consequences is not None
    (told,) = service.consequences(granted.facts, granted.answers)
    assert told.code == "open_together"
    assert told.words["numbers"] == Text.same(first)
    operations.join(by=district, number=second, to=first)
    answered(district, first)
    ended = Case.objects.filter(number__in=(first, second))
    assert {each.status for each in ended} == {"closed"}
    assert len({tuple(each.documents) for each in ended}) == 1


def test_a_repeat_is_left_only_after_three_reasoned_answers(by: Actor, district: Actor) -> None:
    for _ in range(3):
        refused = sent(by)
        operations.decide(by=district, number=refused, to="answering")
        with pytest.raises(GroundNotHeld):
            operations.decide(by=district, number=refused, to="not_considered", noted=LETTER, grounds=("repeated",))
        operations.decide(by=district, number=refused, to="explained", noted=LETTER)
    other = sent(by, category="kindergarten")
    with pytest.raises(GroundNotHeld):
        operations.decide(by=district, number=other, to="not_considered", noted=LETTER, grounds=("repeated",))
    fourth = sent(by)
    operations.decide(by=district, number=fourth, to="not_considered", noted=LETTER, grounds=("repeated",))
    (reason,) = queries.case_for(by, fourth).reasons
    assert reason.law is not None
    assert reason.law.key == "appeals_repeated"


def test_a_year_later_the_count_begins_anew(by: Actor, district: Actor, noon: clock.FrozenClock) -> None:
    for _ in range(3):
        answered(district, sent(by))
    with clock.using(clock.FrozenClock(datetime(2027, 12, 1, 8, 0, tzinfo=UTC))):
        later = sent(by)
        with pytest.raises(GroundNotHeld):
            operations.decide(by=district, number=later, to="not_considered", noted=LETTER, grounds=("repeated",))


def test_the_applicant_says_how_satisfied_and_reopens_once(by: Actor, district: Actor) -> None:
    number = sent(by)
    answered(district, number)
    operations.rate(by=by, number=number, mark=2, text="Hələ də soyuqdur")
    operations.reopen(by=by, number=number, why="Qazanxana işləmir")
    assert turn(number).stage == "answering"
    operations.decide(by=district, number=number, to="satisfied", noted=LETTER)
    assert len(Case.objects.get(number=number).documents) == 2


def test_an_answer_is_published_by_two_persons_and_found_by_its_words(
    by: Actor, district: Actor, ministry: Actor
) -> None:
    number = sent(by)
    with pytest.raises(NotYourAnswer):
        propose(district, number)
    answered(district, number)
    with pytest.raises(NotYourAnswer):
        propose(desks.officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-GA"), number)
    with pytest.raises(HoldsPersonalData) as refused:
        propose(district, number, question="Quliyeva soruşur: sinif niyə soyuqdur?")
    assert refused.value.params["found"] == ("Quliyeva",)
    assert not PublishedAnswer.objects.exists()
    answer = propose(district, number)
    assert published.similar(country="az", language="az", words="soyuq sinif") == ()
    with pytest.raises(SecondPersonNeeded):
        appeals.approve_answer(by=district, answer=answer)
    with pytest.raises(NotYourAnswer):
        appeals.approve_answer(by=by, answer=answer)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedAnswer.objects.update(approved_by=district.party, approved_at=clock.now())
    assert [card.id for card in published.waiting_for(ministry)] == [answer]
    appeals.approve_answer(by=ministry, answer=answer)
    for words in ("SİNİFLƏR soyuq", "istilik", ""):
        assert [card.number for card in published.similar(country="az", language="az", words=words)] == [number]
    assert published.similar(country="az", language="az", words="diplom") == ()
    assert published.similar(country="az", language="ru", words="soyuq") == ()
    draft = operations.start_draft(by=by, service=SERVICE)
    found = queries.draft_for(by, draft, field="similar", words="soyuq").found
    assert found is not None
    assert found.options[0].hint is not None
    assert "istilik" in found.options[0].hint.az
    with pytest.raises(ReasonMissing):
        appeals.take_down(by=district, answer=answer, why=" ")
    assert published.published(country="az", answer=answer) is not None
    appeals.take_down(by=district, answer=answer, why="Köhnəlib")
    assert published.published(country="az", answer=answer) is None
    found = queries.draft_for(by, draft, field="similar", words="soyuq").found
    assert found is not None
    assert found.options == ()
    with pytest.raises(NoSuchAnswer):
        appeals.take_down(by=district, answer=answer, why="Köhnəlib")


def test_what_was_taken_down_is_put_back_as_it_was_by_the_office_or_the_ministry(
    by: Actor, district: Actor, ministry: Actor
) -> None:
    number = sent(by)
    answered(district, number)
    answer = propose(district, number)
    appeals.approve_answer(by=ministry, answer=answer)
    appeals.take_down(by=ministry, answer=answer, why="Qayda dəyişib")
    (card,) = published.answers_of(district)
    assert (card.published, card.down, card.why, card.own) == (False, date(2026, 11, 23), "Qayda dəyişib", True)
    assert published.answers_of(ministry)[0].own is False
    assert published.answers_of(by) == ()
    other = desks.officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-GA")
    assert published.answers_of(other) == ()
    for stranger in (other, by):
        with pytest.raises(NotYourAnswer):
            appeals.put_back(by=stranger, answer=answer, why="Yenə doğrudur")
    with pytest.raises(ReasonMissing):
        appeals.put_back(by=district, answer=answer, why="")
    newer = propose(district, number)
    assert newer != answer
    with pytest.raises(AnotherIsUp):
        appeals.put_back(by=district, answer=answer, why="Yenə doğrudur")
    appeals.take_down(by=district, answer=newer)
    appeals.put_back(by=district, answer=answer, why="Yenə doğrudur")
    shown = published.published(country="az", answer=answer)
    assert shown is not None
    assert (shown.published, shown.down, shown.why) == (True, None, "")
    with pytest.raises(NoSuchAnswer):
        appeals.put_back(by=district, answer=answer, why="Yenə doğrudur")
    verbs = Entry.objects.filter(what__in=["appeals.take_down", "appeals.put_back"]).order_by("id")
    assert [(one.what, one.detail["why"]) for one in verbs] == [
        ("appeals.take_down", "Qayda dəyişib"),
        ("appeals.take_down", ""),
        ("appeals.put_back", "Yenə doğrudur"),
    ]


def propose(by: Actor, number: str, question: str = "Sinif otaqları niyə soyuqdur?") -> int:
    answer = "Məktəbdə istilik sistemi yoxlanılır və bərpa olunur."
    return appeals.propose_answer(by=by, number=number, question=question, answer=answer, language="az")


def test_answers_with_more_of_the_words_come_first(by: Actor, district: Actor, ministry: Actor) -> None:
    asked = ("Məktəbə yazılış necədir?", "Məktəbdə yemək necə verilir?")
    numbers = []
    for question in asked:
        number = sent(by)
        answered(district, number)
        appeals.approve_answer(by=ministry, answer=propose(district, number, question))
        numbers.append(number)
    found = published.similar(country="az", language="az", words="məktəb yazılış")
    assert [card.number for card in found] == numbers


def test_the_founding_numbers_stand_on_the_page_of_promises(client: Client) -> None:
    frozen = registry.frozen(registry.service(SERVICE))
    FrozenDeclaration.objects.create(digest=frozen.digest, service=SERVICE, body=frozen.body)
    party, received = campus.person(), date(2026, 11, 16)
    due, after = date(2026, 12, 7), received + timedelta(days=1)
    common = {"party": party, "received": received, "due": due}
    many.cases(SERVICE, frozen.digest, count=839, decided=after, **common)  # type: ignore[arg-type]
    many.cases(SERVICE, frozen.digest, count=100, decided=after + timedelta(days=2), intake="paper", **common)  # type: ignore[arg-type]
    many.cases(SERVICE, frozen.digest, count=179, **common)  # type: ignore[arg-type]
    ((row,), _) = queries.promises("az", datetime(2026, 6, 17, tzinfo=UTC))
    assert (row.service, row.received, row.answered, row.open) == (SERVICE, 1118, 939, 179)
    cache.clear()
    page = client.get("/az/promises/").content.decode()
    text = page.replace("\N{NO-BREAK SPACE}", "").replace("\N{NARROW NO-BREAK SPACE}", "").replace(" ", "")
    assert "Vətəndaşmüraciəti" in text
    for figure in ("1118", "939", "179"):
        assert f">{figure}<" in text, figure
