"""A student of a foreign university is received here: the papers, the decision of the university, the enrolment that arises, the order."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from maarif.engine.cases import operations
from maarif.engine.cases.errors import DraftIncomplete, GroundNotHeld, NotAllowed, NotYourTurn
from maarif.kernel import clock
from maarif.registries.enrolments import operations as register
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.errors import ClassUnfit, NoFreePlace
from maarif.registries.enrolments.types import Funding, Status
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.access.types import Role, ScopeKind
from maarif.support.documents.models import Document
from maarif.support.parties.types import Actor
from tests.catalogue.test_change_of_specialty import programme
from tests.engine import campus, desks
from tests.engine.filing import arrival
from tests.support.files import samples

Callbacks = Any

pytestmark = pytest.mark.django_db
SERVICE = "higher.transfer_from_abroad"
SUMMER = datetime(2026, 7, 16, 8, 0, tzinfo=UTC)
TODAY = date(2026, 7, 16)
RECEIVED = {"credits_recognised": "50", "semester": "3"}
ABROAD = {
    "country": "Türkiyə",
    "university": "Ege Üniversitesi",
    "studied": "Bilgisayar Mühendisliği",
    "admitted_on": "2025-09-15",
    "credits": "60",
}


@pytest.fixture(autouse=True)
def summer(noon: clock.FrozenClock, tmp_path: Path, settings: Any) -> clock.FrozenClock:
    """It is the second day of the summer's window; files are kept apart and scanned by nobody."""
    settings.FILES_FOLDER = tmp_path
    settings.CLAMD = ""
    noon.move(SUMMER - clock.now())
    return noon


@pytest.fixture
def there(django_capture_on_commit_callbacks: Callbacks) -> "University":
    return University(django_capture_on_commit_callbacks)


class University:
    """A university with a registrar and a programme, and somebody who studies abroad."""

    def __init__(self, callbacks: Callbacks) -> None:
        self.callbacks = callbacks
        self.place = campus.place(name="Bilik Universiteti")
        self.wanted = programme(self.place, "Kompüter elmləri", code="050509")
        self.registrar = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(self.place))
        self.person = campus.person()
        self.by = campus.actor(self.person)

    def group(self, places: int) -> int:
        return programmes.open_class(by=campus.CLERK, institution=self.place, name="634 A", capacity=places)

    def of_programme(self, year: int, places: int) -> int:
        """A group of the programme in a year of study."""
        return programmes.open_class(
            by=campus.CLERK,
            institution=self.place,
            name=f"{year}01",
            grade=year,
            capacity=places,
            programme=self.wanted,
        )

    def asked(self, *, without: str = "") -> str:
        draft = operations.start_draft(by=self.by, service=SERVICE)
        for field, raw in {**ABROAD, "programme": str(self.wanted)}.items():
            assert operations.save_answer(by=self.by, draft=draft, field=field, raw=raw) is None
        for field in {"transcript", "recognition"} - {without}:
            came = [arrival(samples.pdf(1), f"{field}.pdf")]
            with self.callbacks(execute=True):
                assert operations.attach(by=self.by, draft=draft, field=field, arrived=came) == ()
        return operations.submit(by=self.by, draft=draft, idempotency_key=f"abroad-{draft}"[:40]).number


def refusals(by: Actor) -> list[str]:
    with pytest.raises(NotAllowed) as refused:
        operations.start_draft(by=by, service=SERVICE)
    return [reason.rule for reason in refused.value.reasons]


def test_the_university_receives_and_an_enrolment_arises_that_is_paid_for(there: University) -> None:
    group = there.group(places=1)
    number = there.asked()
    operations.decide(by=there.registrar, number=number, to="received", noted={**RECEIVED, "group": "634 a"})
    now = enrolments.current_of(there.person, on=TODAY)
    assert now is not None
    assert (now.institution, now.programme, now.class_group, now.since) == (there.place, there.wanted, group, TODAY)
    assert (now.status, now.funding, now.semester, now.credits) == (Status.ACTIVE, Funding.PAID, 3, 50)
    assert now.admission_year == 2025
    order = Document.objects.get(case_number=number)
    lines = {line["code"]: line["value"] for line in json.loads(order.snapshot)["facts"]}
    assert (lines["from_university"], lines["credits_recognised"], lines["academic_debt"]) == (
        "Ege Üniversitesi",
        "50",
        "10",
    )
    assert order.institution_id == there.place
    assert refusals(there.by) == ["not_studying_here", "first_in_window"]


def test_a_full_group_takes_nobody_and_the_case_stays_open(there: University) -> None:
    other = campus.person()
    group = there.group(places=1)
    register.enrol(
        by=campus.CLERK,
        person=other,
        institution=there.place,
        kind=ProgrammeKind.BACHELOR,
        level=6,
        since=date(2025, 9, 15),
        class_group=group,
    )
    number = there.asked()
    for name, refusal in (("634 A", NoFreePlace), ("999", ClassUnfit)):
        with pytest.raises(refusal):
            operations.decide(by=there.registrar, number=number, to="received", noted={**RECEIVED, "group": name})
    assert enrolments.current_of(there.person, on=TODAY) is None
    operations.decide(by=there.registrar, number=number, to="refused", grounds=("no_place",))
    assert enrolments.current_of(there.person, on=TODAY) is None


def test_a_full_year_of_the_programme_takes_nobody_and_a_free_one_finds_its_group(there: University) -> None:
    groups = {year: there.of_programme(year, places) for year, places in ((1, 5), (2, 0), (3, 1))}
    number = there.asked()
    with pytest.raises(NoFreePlace):
        operations.decide(by=there.registrar, number=number, to="received", noted=RECEIVED)
    assert enrolments.current_of(there.person, on=TODAY) is None
    operations.decide(by=there.registrar, number=number, to="received", noted={**RECEIVED, "semester": "5"})
    now = enrolments.current_of(there.person, on=TODAY)
    assert now is not None
    assert (now.class_group, now.semester) == (groups[3], 5)
    places = enrolments.class_places(groups[3])
    assert places is not None
    assert places.free == 0


def test_another_university_decides_nothing(there: University) -> None:
    number = there.asked()
    elsewhere = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(campus.place(name="Xəzər Universiteti")))
    with pytest.raises(NotYourTurn):
        operations.decide(by=elsewhere, number=number, to="received", noted=RECEIVED)


@pytest.mark.parametrize("missing", ["transcript", "recognition"])
def test_without_its_papers_it_cannot_be_sent(there: University, missing: str) -> None:
    with pytest.raises(DraftIncomplete):
        there.asked(without=missing)


def test_one_application_in_a_window_and_none_outside_of_it(there: University, summer: clock.FrozenClock) -> None:
    number = there.asked()
    operations.decide(by=there.registrar, number=number, to="refused", grounds=("distance",))
    assert refusals(there.by) == ["first_in_window"]
    summer.move(datetime(2026, 10, 1, 8, 0, tzinfo=UTC) - clock.now())
    assert refusals(there.by) == ["window_open"]


def test_who_studies_here_changes_the_specialty_instead() -> None:
    assert refusals(campus.actor(campus.student())) == ["not_studying_here"]


def test_a_refusal_that_the_rules_of_the_country_do_not_know_cannot_be_given(
    there: University, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from maarif.catalogue.students import terms

    number = there.asked()
    law = terms.rules_of("az", TODAY)
    softer = replace(law, change=replace(law.change, distance=True))
    monkeypatch.setattr(terms, "rules_of", lambda code, on: softer)
    with pytest.raises(GroundNotHeld):
        operations.decide(by=there.registrar, number=number, to="refused", grounds=("distance",))
