"""A student changes the specialty: the search offers what the rules allow, the institutions decide, the register follows."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from maarif.engine import registry
from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import NotAllowed, NotYourTurn
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import Status as CaseStatus
from maarif.kernel import clock
from maarif.registries.enrolments import operations as register
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.errors import ClassUnfit, NoFreePlace
from maarif.registries.enrolments.models import PlaceHold
from maarif.registries.enrolments.types import EnrolmentCard, Funding, Status
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.access.types import Role, ScopeKind
from maarif.support.documents.models import Document
from maarif.support.notices.models import Message
from maarif.support.parties.types import Actor
from tests.engine import campus, desks

pytestmark = pytest.mark.django_db
SERVICE = "higher.change_of_specialty"
SUMMER = datetime(2026, 7, 16, 8, 0, tzinfo=UTC)
TODAY = date(2026, 7, 16)
#: Groups of a programme: name, year of study, places.
GROUPS = (("201", 2, 0), ("101", 1, 9), ("202", 2, 2))
TAKEN = {"credits_recognised": "50", "semester": "3"}


@pytest.fixture(autouse=True)
def summer(noon: clock.FrozenClock) -> clock.FrozenClock:
    """It is the second day of the summer's window."""
    noon.move(SUMMER - clock.now())
    return noon


def programme(place: int, name: str, *, code: str, group: str = "I", passing: str = "400") -> int:
    return programmes.open_programme(
        by=campus.CLERK,
        institution=place,
        code=code,
        name=name,
        kind=ProgrammeKind.BACHELOR,
        level=6,
        duration_months=48,
        language="az",
        credits=240,
        admission_group=group,
        passing_scores={2025: Decimal(passing)},
    )


class Universities:
    """Two universities with a registrar each, and a state-funded student of the first, admitted with 450 points in 2025."""

    def __init__(self, *, score: str | None = "450", earned: int = 60, semester: int = 3) -> None:
        self.old = campus.place(name="Xəzər Universiteti")
        self.new = campus.place(name="Bilik Universiteti")
        self.present = programme(self.old, "Kompüter elmləri", code="050509")
        self.same = programme(self.new, "Kompüter elmləri", code="050509")
        self.other = programme(self.new, "İqtisadiyyat", code="050407")
        self.leaving = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(self.old))
        self.receiving = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(self.new))
        self.student = campus.person()
        self.enrolment = register.enrol(
            by=campus.CLERK,
            person=self.student,
            institution=self.old,
            kind=ProgrammeKind.BACHELOR,
            level=6,
            since=date(2025, 9, 15),
            programme=self.present,
            funding=Funding.STATE,
            credits=earned,
            semester=semester,
            entrance_score=None if score is None else Decimal(score),
            admission_year=2025,
        )
        self.by = campus.actor(self.student)

    def group(self, places: int) -> int:
        return programmes.open_class(by=campus.CLERK, institution=self.new, name="634 A", capacity=places)

    def of_programme(self, name: str, year: int, places: int) -> int:
        """A group of the other programme in a year of study."""
        return programmes.open_class(
            by=campus.CLERK,
            institution=self.new,
            name=name,
            grade=year,
            language="az",
            capacity=places,
            programme=self.other,
        )

    def now(self) -> EnrolmentCard:
        found = enrolments.current_of(self.student, on=TODAY)
        assert found is not None
        return found


def asked(by: Actor, target: int) -> str:
    draft = operations.start_draft(by=by, service=SERVICE)
    assert operations.save_answer(by=by, draft=draft, field="programme", raw=str(target)) is None
    return operations.submit(by=by, draft=draft, idempotency_key=f"change-{draft}"[:40]).number


def stage(number: str) -> str:
    return Turn.objects.get(number=number, closed_at=None).stage


def offered(by: Actor, words: str) -> list[str]:
    draft = operations.start_draft(by=by, service=SERVICE)
    found = queries.draft_for(by, draft, field="programme", words=words).found
    assert found is not None
    return [option.value for option in found.options]


def refusals(by: Actor) -> list[str]:
    with pytest.raises(NotAllowed) as refused:
        operations.start_draft(by=by, service=SERVICE)
    return [reason.rule for reason in refused.value.reasons]


def test_the_search_offers_what_the_score_and_the_group_allow_and_nothing_else() -> None:
    there = Universities()
    closed = [
        programme(there.new, "Tibb", code="050901", passing="450.5"),
        programme(there.new, "Tarix", code="050106", group="III"),
        there.present,
    ]
    within = programme(there.old, "Riyaziyyat", code="050401", passing="450")
    assert sorted(offered(there.by, "")) == sorted(map(str, (there.same, there.other, within)))
    assert offered(there.by, "bilik iqt") == [str(there.other)]
    assert offered(there.by, "050407") == [str(there.other)]
    assert offered(there.by, "xezer") == [str(within)]
    assert offered(there.by, "tibb") == []
    draft = operations.start_draft(by=there.by, service=SERVICE)
    for number in closed:
        error = operations.save_answer(by=there.by, draft=draft, field="programme", raw=str(number))
        assert error is not None
        assert error.code == "not_offered"
    asking = queries.draft_for(there.by, draft)
    assert asking.known[2].value.az == "Xəzər Universiteti"


def test_the_hint_names_the_institution_and_the_passing_score_of_the_year_of_admission() -> None:
    there = Universities()
    draft = operations.start_draft(by=there.by, service=SERVICE)
    found = queries.draft_for(there.by, draft, field="programme", words="iqtisad").found
    assert found is not None
    hint = found.options[0].hint
    assert hint is not None
    assert hint.en == "Bilik Universiteti (en), Bachelor's level, Full-time, Azerbaijani, passing score 400"


def test_a_student_moves_to_another_university_and_pays_from_then_on() -> None:
    there = Universities()
    group = there.group(places=1)
    number = asked(there.by, there.other)
    with pytest.raises(NotYourTurn):
        operations.decide(by=there.leaving, number=number, to="parting", noted=TAKEN)
    operations.decide(by=there.receiving, number=number, to="parting", noted={**TAKEN, "group": "634 a"})
    assert stage(number) == "leaving"
    assert PlaceHold.objects.get(person=there.student, ended_at=None).class_group_id == group
    assert there.now().institution == there.old
    told = set(Message.objects.filter(topic="desk").values_list("party_id", flat=True))
    assert told == {there.leaving.party, there.receiving.party}
    operations.decide(by=there.leaving, number=number, to="moved")
    now = there.now()
    assert (now.institution, now.programme, now.class_group) == (there.new, there.other, group)
    assert (now.since, now.credits, now.semester, now.funding) == (TODAY, 50, 3, Funding.PAID)
    assert (now.entrance_score, now.admission_year, now.continues) == (Decimal("450"), 2025, there.enrolment)
    old = enrolments.card(there.enrolment)
    assert old is not None
    assert (old.status, old.until) == (Status.TRANSFERRED, date(2026, 7, 15))
    assert not PlaceHold.objects.filter(ended_at=None).exists()
    orders = {row.institution_id: json.loads(row.snapshot) for row in Document.objects.filter(case_number=number)}
    assert set(orders) == {there.old, there.new}
    lines = {line["code"]: line["value"] for line in orders[there.new]["facts"]}
    assert (lines["credits_recognised"], lines["academic_debt"], lines["semester"]) == ("50", "10", "3")
    assert lines["funding"]["en"] == "Fee-paying"
    titles = {paper.title.en for paper in queries.case_for(there.by, number).documents}
    assert titles == {"Order transferring a student", "Order releasing a student for a transfer"}


def test_the_state_goes_on_paying_for_the_same_specialty() -> None:
    there = Universities()
    number = asked(there.by, there.same)
    operations.decide(by=there.receiving, number=number, to="parting", noted=TAKEN)
    operations.decide(by=there.leaving, number=number, to="moved")
    assert (there.now().programme, there.now().funding) == (there.same, Funding.STATE)


def test_within_the_university_nobody_has_to_let_go() -> None:
    there = Universities()
    within = programme(there.old, "Riyaziyyat", code="050401")
    number = asked(there.by, within)
    operations.decide(by=there.leaving, number=number, to="parting", noted=TAKEN)
    assert Case.objects.get(number=number).outcome == "changed"
    assert (there.now().institution, there.now().programme, there.now().funding) == (there.old, within, Funding.PAID)
    assert Document.objects.get(case_number=number).institution_id == there.old


def test_where_no_group_is_named_the_one_of_that_year_with_the_most_places_is_taken() -> None:
    there = Universities()
    full, first, wanted = (there.of_programme(name, year, places) for name, year, places in GROUPS)
    number = asked(there.by, there.other)
    operations.decide(by=there.receiving, number=number, to="parting", noted=TAKEN)
    assert PlaceHold.objects.get(person=there.student, ended_at=None).class_group_id == wanted
    operations.decide(by=there.leaving, number=number, to="moved")
    assert (there.now().class_group, there.now().grade) == (wanted, 2)
    assert [enrolments.class_places(group).taken for group in (full, first, wanted)] == [0, 0, 1]  # type: ignore[union-attr]


def test_the_officer_sees_the_free_places_of_the_year_and_a_full_year_takes_nobody() -> None:
    there = Universities()
    for name, year, places in GROUPS:
        there.of_programme(name, year, places)
    there.of_programme("301", 3, 0)
    number = asked(there.by, there.other)
    opened = queries.dossier_for(there.receiving, number)
    said = [line.en for way in opened.ways if way.code == "parting" for line in way.consequences]
    assert said[-1] == ("Free places in the programme's groups, by the register: year 1 – 9, year 2 – 2, year 3 – 0.")
    assert foreseen(there, number, "3") == "Year of study 2 has 2 free places by the register; one of them is taken."
    assert foreseen(there, number, "5") == (
        "Year of study 3 has no free place by the register: the decision is not taken until one appears."
    )
    before = there.now()
    with pytest.raises(NoFreePlace):
        operations.decide(by=there.receiving, number=number, to="parting", noted={**TAKEN, "semester": "5"})
    for named in ("101", "301"):
        with pytest.raises(ClassUnfit):
            operations.decide(by=there.receiving, number=number, to="parting", noted={**TAKEN, "group": named})
    assert (there.now(), stage(number)) == (before, "receiving")
    assert not PlaceHold.objects.exists()


def foreseen(there: "Universities", number: str, semester: str) -> str:
    seen = queries.foresee(
        there.receiving, number, to="parting", noted={**TAKEN, "semester": semester}, grounds=(), note=""
    )
    return seen.way.consequences[-1].en


def test_the_hint_of_a_programme_says_the_free_places_of_the_students_year() -> None:
    there = Universities()
    for name, year, places in GROUPS:
        there.of_programme(name, year, places)
    draft = operations.start_draft(by=there.by, service=SERVICE)
    found = queries.draft_for(there.by, draft, field="programme", words="iqtisad").found
    assert found is not None
    assert found.options[0].hint is not None
    assert found.options[0].hint.en.endswith(", passing score 400, free places: 2")


def test_a_full_group_takes_nobody_and_an_unknown_one_does_not_exist() -> None:
    there = Universities()
    there.group(places=0)
    number = asked(there.by, there.other)
    with pytest.raises(NoFreePlace):
        operations.decide(by=there.receiving, number=number, to="parting", noted={**TAKEN, "group": "634 A"})
    with pytest.raises(ClassUnfit):
        operations.decide(by=there.receiving, number=number, to="parting", noted={**TAKEN, "group": "999"})
    assert stage(number) == "receiving"
    operations.decide(by=there.receiving, number=number, to="refused", grounds=("no_place",))
    assert there.now().id == there.enrolment


def test_the_place_is_given_back_when_the_present_university_refuses_or_the_student_takes_it_back() -> None:
    there = Universities()
    there.group(places=1)
    number = asked(there.by, there.other)
    operations.decide(by=there.receiving, number=number, to="parting", noted={**TAKEN, "group": "634 A"})
    operations.take_back(by=there.by, number=number)
    assert not PlaceHold.objects.filter(ended_at=None).exists()
    again = asked(there.by, there.other)
    operations.decide(by=there.receiving, number=again, to="parting", noted={**TAKEN, "group": "634 A"})
    operations.decide(by=there.leaving, number=again, to="refused", grounds=("not_our_student",))
    assert not PlaceHold.objects.filter(ended_at=None).exists()
    assert there.now().id == there.enrolment


def test_one_application_at_a_time_and_one_in_a_window() -> None:
    there = Universities()
    number = asked(there.by, there.other)
    draft = Case.objects.filter(party_id=there.student, status=CaseStatus.DRAFT)
    assert not draft.exists()
    assert refusals(there.by) == ["first_in_window"]
    operations.decide(by=there.receiving, number=number, to="refused", grounds=("too_different",))
    assert refusals(there.by) == ["first_in_window"]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"semester": 7, "earned": 180}, "not_final_year"),
        ({"semester": 5, "earned": 59}, "enough_credits"),
        ({"score": None}, "admission_known"),
    ],
)
def test_the_register_decides_who_may_ask(changes: dict[str, object], rule: str) -> None:
    assert refusals(Universities(**changes).by) == [rule]  # type: ignore[arg-type]


def test_half_of_the_credits_is_enough() -> None:
    assert offered(Universities(semester=5, earned=60).by, "iqtisad") != []


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 7, 15, 6, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 15, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 22, 13, 59, tzinfo=UTC), True),
        (datetime(2026, 7, 22, 14, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), False),
    ],
)
def test_the_window_opens_and_closes_at_its_minute(summer: clock.FrozenClock, moment: datetime, is_open: bool) -> None:
    there = Universities()
    summer.move(moment - clock.now())
    if is_open:
        assert offered(there.by, "iqtisad") == [str(there.other)]
    else:
        assert refusals(there.by) == ["window_open"]


def test_a_student_abroad_or_nobody_at_all_is_told_so() -> None:
    assert refusals(campus.actor(campus.person())) == ["is_student"]


def test_the_search_costs_few_statements(django_assert_max_num_queries: object) -> None:
    there = Universities()
    draft = operations.start_draft(by=there.by, service=SERVICE)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        queries.draft_for(there.by, draft, field="programme", words="bilik")


def test_the_service_names_the_rules_it_is_decided_by() -> None:
    assert registry.service(SERVICE).rules_from == ("students", "certificates")
    there = Universities()
    assert "az.students.2025" in Case.objects.get(number=asked(there.by, there.other)).rule_set
