"""Asked for in spring, a place is kept until the school year is over: with the promotion, without it, taken back, or lost to another year."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import GroundNotHeld
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import NotEligible, Status
from maarif.kernel import clock
from maarif.registries.enrolments import operations as studies
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.models import PlaceHold
from maarif.registries.enrolments.types import AfterYear
from maarif.registries.enrolments.types import Status as Studying
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import operations as people
from maarif.registries.people.types import GuardianshipKind
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind, SessionKind
from maarif.sectors.transfers import operations as transfers
from maarif.sectors.transfers import queries as queues
from maarif.sectors.transfers.jobs import take_up_places
from maarif.sectors.transfers.types import Window
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Actor
from maarif.surfaces.cabinet.screens import following
from tests.engine import campus, desks

pytestmark = pytest.mark.django_db
SERVICE = "school.stage_change"
SPRING = datetime(2026, 4, 6, 6, 0, tzinfo=UTC)
FIRST_DAY = date(2026, 9, 1)
BORN = date(2020, 2, 11)


class Town:
    """A kindergarten and a school of a country, and so many places in a grade of its coming year."""

    def __init__(self, country: str, grade: int, places: int) -> None:
        self.country = country
        self.garden = campus.place(InstitutionKind.KINDERGARTEN, country=country, name="№ 3 bala bakça")
        self.school = campus.place(InstitutionKind.SCHOOL, country=country, name="№ 20 mektep", languages=("ru",))
        this = self.year(date(2025, 9, 1), date(2026, 5, 25))
        coming = self.year(FIRST_DAY, date(2027, 5, 25))
        self.full = self.group(grade, this, 30)
        self.kept = self.group(grade, coming, places)
        self.leaving = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(self.garden))
        self.receiving = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(self.school))

    def year(self, starts: date, ends: date) -> int:
        title = f"{starts.year}/{ends.year}"
        return programmes.open_session(
            by=campus.CLERK, kind=SessionKind.SCHOOL_YEAR, title=title, starts=starts, ends=ends
        )

    def group(self, grade: int, session: int, places: int) -> int:
        given = {"name": f"{grade}a", "grade": grade, "language": "ru", "session": session, "capacity": places}
        return programmes.open_class(by=campus.CLERK, institution=self.school, **given)

    def family(self, *, born: date = BORN, programme: str = "") -> tuple[Actor, int]:
        mother = campus.person(born=date(1988, 4, 17), given="Айгүл", family="Асанова", country=self.country)
        child = campus.person(born=born, given="Нур", family="Асанов", country=self.country)
        people.appoint_guardian(
            by=campus.CLERK, ward=child, guardian=mother, kind=GuardianshipKind.MOTHER, since=date(2025, 1, 1)
        )
        prepared = None
        if programme:
            prepared = programmes.open_programme(
                by=campus.CLERK, institution=self.garden, code=programme, name="Наристе", kind=ProgrammeKind.PRESCHOOL,
                level=0, duration_months=9,
            )  # fmt: skip
        studies.enrol(
            by=campus.CLERK, person=child, institution=self.garden, kind=ProgrammeKind.PRESCHOOL, level=0,
            since=date(2025, 9, 1), programme=prepared,
        )  # fmt: skip
        return campus.actor(mother), child

    def ninth_grade(self) -> tuple[Actor, int, int]:
        """A mother, her child in the ninth grade of another school, and its enrolment."""
        school = campus.place(InstitutionKind.SCHOOL, country=self.country, name="№ 6 mektep", languages=("ru",))
        by, child = self.family(born=date(2010, 2, 11))
        garden = enrolments.of_person(child)[0]
        studies.annul(by=campus.CLERK, enrolment=garden.id, on=date(2026, 3, 1), reason="")
        ninth = studies.enrol(
            by=campus.CLERK, person=child, institution=school, kind=ProgrammeKind.GENERAL, level=2, grade=9,
            since=date(2025, 9, 1), language="ru",
        )  # fmt: skip
        return by, child, ninth

    def asked(self, by: Actor, child: int, *, key: str = "") -> str:
        draft = operations.start_draft(by=by, service=SERVICE, subject=child)
        assert operations.save_answer(by=by, draft=draft, field="school", raw=f"{self.school}-ru") is None
        key = key or f"stage-change-spring-{child}"
        return operations.submit(by=by, draft=draft, idempotency_key=key).number

    def places(self) -> tuple[int, int]:
        card = enrolments.class_places(self.kept)
        assert card is not None
        return card.taken, card.held


@pytest.fixture
def april(noon: clock.FrozenClock, monkeypatch: pytest.MonkeyPatch) -> clock.FrozenClock:
    """It is Monday, 6 April 2026, in Kazakhstan, where the first grade is asked for from the first of the month."""
    monkeypatch.setenv("MAARIF_COUNTRY", "kz")
    noon.move(SPRING - clock.now())
    return noon


def stage(number: str) -> str:
    return Turn.objects.get(number=number, closed_at=None).stage


def now(child: int) -> list[tuple[int, int | None, date]]:
    return [(card.institution, card.grade, card.since) for card in enrolments.of_person(child)]


def june(there: clock.FrozenClock) -> None:
    there.move(timedelta(days=60))


def test_a_place_given_in_spring_is_taken_when_the_school_year_is_over(april: clock.FrozenClock) -> None:
    there = Town("kz", 1, places=1)
    by, child = there.family()
    number = there.asked(by, child)
    assert PlaceHold.objects.get(person=child, ended_at=None).class_group_id == there.kept
    operations.decide(by=there.receiving, number=number, to="parting")
    assert (stage(number), there.places()) == ("placed", (0, 1))
    assert now(child) == [(there.garden, None, date(2025, 9, 1))]
    assert PlaceHold.objects.get(person=child).until is None
    assert transfers.take_up_places() == 0
    june(april)
    take_up_places(timestamp=0)
    assert stage(number) == "leaving"
    operations.decide(by=there.leaving, number=number, to="moved")
    assert now(child) == [(there.school, 1, FIRST_DAY)]
    assert there.places() == (1, 0)
    assert transfers.take_up_places() == 0


def test_whom_the_promotion_has_let_go_already_enters_at_once(april: clock.FrozenClock) -> None:
    there = Town("kz", 1, places=1)
    by, child = there.family()
    number = there.asked(by, child)
    operations.decide(by=there.receiving, number=number, to="parting")
    june(april)
    promotion = studies.start_promotion(by=campus.CLERK, country="kz", year=2026)
    studies.run_promotion(by=campus.CLERK, promotion=promotion)
    assert [card.status for card in enrolments.of_person(child, include_ended=True)] == [Studying.COMPLETED]
    assert transfers.take_up_places() == 1
    case = Case.objects.get(number=number)
    assert (case.status, case.outcome) == (Status.CLOSED, "entered")
    assert (now(child), there.places()) == ([(there.school, 1, FIRST_DAY)], (1, 0))


def test_the_promotion_after_the_move_moves_nobody_twice(april: clock.FrozenClock) -> None:
    there = Town("kz", 1, places=1)
    by, child = there.family()
    number = there.asked(by, child)
    operations.decide(by=there.receiving, number=number, to="parting")
    june(april)
    assert transfers.take_up_places() == 1
    operations.decide(by=there.leaving, number=number, to="moved")
    promotion = studies.start_promotion(by=campus.CLERK, country="kz", year=2026)
    studies.run_promotion(by=campus.CLERK, promotion=promotion)
    assert (now(child), there.places()) == ([(there.school, 1, FIRST_DAY)], (1, 0))


def test_taken_back_in_spring_the_place_goes_to_whoever_waits(april: clock.FrozenClock) -> None:
    there = Town("kz", 1, places=1)
    (by, child), (other_by, other) = there.family(), there.family()
    number, waits = there.asked(by, child), there.asked(other_by, other)
    operations.decide(by=there.receiving, number=number, to="parting")
    assert (stage(waits), transfers.offer_places()) == ("queued", 0)
    operations.take_back(by=by, number=number)
    assert there.places() == (0, 0)
    assert transfers.offer_places() == 1
    assert (stage(waits), there.places()) == ("receiving", (0, 1))
    operations.decide(by=there.receiving, number=waits, to="parting")
    assert stage(waits) == "placed"


def test_the_clock_stands_while_the_place_is_kept(april: clock.FrozenClock) -> None:
    there = Town("kz", 1, places=1)
    by, child = there.family()
    number = there.asked(by, child)
    operations.decide(by=there.receiving, number=number, to="parting")
    assert Case.objects.get(number=number).clock["runs"] == [["2026-04-06", "2026-04-06"]]
    june(april)
    seen = queries.case_for(by, number)
    assert (seen.card.stands, seen.card.overdue, seen.stands_since) == (True, False, date(2026, 4, 6))
    with override("en"):
        assert "while a place is waited for or kept" in " ".join(following.pauses(seen))
    transfers.take_up_places()
    case = Case.objects.get(number=number)
    assert case.clock["runs"] == [["2026-04-06", "2026-04-06"], ["2026-06-05", None]]
    assert case.due == date(2026, 6, 9)


def test_a_pupil_who_does_the_year_once_more_does_not_go_on_and_the_place_is_free(
    april: clock.FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = queues.stages_of("kz", date(2026, 4, 6))
    early = replace(rules, windows=(Window(grades=(10,), opens="04-01 00:00", closes="08-31 18:00"),))
    monkeypatch.setattr(queues, "stages_of", lambda country, on: early)
    there = Town("kz", 10, places=1)
    by, child, ninth = there.ninth_grade()
    number = operations.submit(
        by=by, draft=_tenth(by, child, there.school), idempotency_key="stage-change-tenth-grade"
    ).number
    operations.decide(by=there.receiving, number=number, to="parting")
    assert (stage(number), there.places()) == ("placed", (0, 1))
    studies.choose_after_year(by=campus.CLERK, enrolment=ninth, year=2026, choice=AfterYear.REPEAT, reason="marks")
    june(april)
    assert transfers.take_up_places() == 1
    case = Case.objects.get(number=number)
    assert (case.outcome, case.reasons) == ("refused", ["goes_up"])
    assert there.places() == (0, 0)
    assert [(each[1], each[2]) for each in now(child)] == [(9, date(2025, 9, 1))]
    judged = queries.eligibility(SERVICE, by, child)
    assert isinstance(judged, NotEligible)
    assert [each.rule for each in judged.reasons] == ["goes_up"]


def _tenth(by: Actor, child: int, school: int) -> str:
    draft = operations.start_draft(by=by, service=SERVICE, subject=child)
    for field, raw in {"way": "school", "school": f"{school}-ru"}.items():
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    return draft


@pytest.mark.parametrize(
    ("born", "programme", "grade"),
    [
        (date(2020, 12, 30), "", 1),
        (date(2020, 2, 11), "nariste", 2),
        (date(2019, 2, 11), "", 2),
        (date(2020, 2, 11), "another", 1),
    ],
)
def test_in_kyrgyzstan_the_year_of_birth_and_the_preparatory_programme_say_the_grade(
    april: clock.FrozenClock, monkeypatch: pytest.MonkeyPatch, born: date, programme: str, grade: int
) -> None:
    monkeypatch.setenv("MAARIF_COUNTRY", "kg")
    there = Town("kg", grade, places=1)
    by, child = there.family(born=born, programme=programme)
    number = there.asked(by, child)
    operations.decide(by=there.receiving, number=number, to="parting")
    june(april)
    assert transfers.take_up_places() == 1
    operations.decide(by=there.leaving, number=number, to="moved")
    assert now(child) == [(there.school, grade, FIRST_DAY)]


def test_in_kyrgyzstan_a_school_may_refuse_a_child_of_another_territory_in_the_first_stage_only(
    april: clock.FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAARIF_COUNTRY", "kg")
    there = Town("kg", 1, places=2)
    (by, child), (other_by, other) = there.family(born=date(2020, 3, 3)), there.family(born=date(2020, 3, 4))
    first = there.asked(by, child)
    operations.decide(by=there.receiving, number=first, to="refused", grounds=("outside_territory",))
    assert Case.objects.get(number=first).outcome == "refused"
    june(april)
    second = there.asked(other_by, other)
    with pytest.raises(GroundNotHeld):
        operations.decide(by=there.receiving, number=second, to="refused", grounds=("outside_territory",))
