"""A wrong fact and a new surname: from the link beside the fact to the register, the notice, and the papers issued before."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from maarif.engine import registry
from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import GroundMissing, NotedWrong, NotYourTurn
from maarif.engine.cases.models import Case, Turn
from maarif.kernel.facts import FactUnfit
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.people import operations as registered
from maarif.registries.people import queries as people
from maarif.registries.people.errors import RenameRefused
from maarif.support.access.types import Role, ScopeKind
from maarif.support.documents import queries as documents
from maarif.support.documents.models import Document
from maarif.support.documents.types import Status
from maarif.support.parties.types import Actor, Assurance
from tests.engine import campus, desks
from tests.engine.filing import arrival
from tests.signing_in import sign_in
from tests.support.files import samples

pytestmark = pytest.mark.django_db

GROUNDED = {"grounded_on": "Doğum haqqında şəhadətnamə AZ 123456"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> None:
    settings.FILES_FOLDER = tmp_path / "files"
    settings.CLAMD = ""


@pytest.fixture
def ministry() -> Actor:
    return desks.officer(Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az")


_keys = iter(range(10**6))


def wrong(by: Actor, fact: str, right: str, subject: int | None = None) -> str:
    """A correction asked for; its number."""
    draft = operations.start_draft(by=by, service="citizens.correction", subject=subject)
    for field, raw in (("fact", fact), ("right", right)):
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    return operations.submit(by=by, draft=draft, idempotency_key=f"correction-{next(_keys):06d}").number


def registrar(institution: int) -> Actor:
    return desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(institution))


def test_the_ministry_corrects_a_birth_date_and_both_see_before_and_after(ministry: Actor) -> None:
    person = campus.person()
    by = campus.actor(person)
    number = wrong(by, "people.birth_date", "9 noyabr 2005")
    with pytest.raises(NotYourTurn):
        operations.decide(by=registrar(campus.place()), number=number, to="corrected", noted={})
    with pytest.raises(NotedWrong):
        operations.decide(by=ministry, number=number, to="corrected", noted=GROUNDED)
    operations.decide(by=ministry, number=number, to="corrected", noted={"written": "09.11.2005", **GROUNDED})
    card = people.person_card(person)
    assert card is not None
    assert card.birth_date == date(2005, 11, 9)
    (paper,) = documents.documents_of(by, person)
    shown = documents.document_for(by, paper.public_id)
    said = {fact.label.az: fact.value.az if not isinstance(fact.value, str) else fact.value for fact in shown.facts}
    assert said == {
        "Məlumat": "Doğum tarixi",
        "Əvvəl": "8 noyabr 2005",
        "İndi": "09.11.2005",
        "Əsas": GROUNDED["grounded_on"],
    }
    assert [row.value.az for row in queries.case_for(by, number).answers if row.code == "fact"] == [
        "Doğum tarixi: 8 noyabr 2005"
    ]


@pytest.mark.parametrize(
    ("fact", "code", "question", "name"),
    [
        ("people.sex", "male", "sex", "kişi"),
        ("people.citizenship", "ge", "citizenship", "Gürcüstan"),
        ("people.region_code", "AZ-GA", "region", "Gəncə şəhəri"),
    ],
)
def test_what_is_no_text_is_picked_by_name_and_written_by_code(
    ministry: Actor, fact: str, code: str, question: str, name: str
) -> None:
    person = campus.person()
    campus_fact = fact.partition(".")[2]
    registered.correct(
        by=campus.CLERK, person=person, changes={"citizenship": "az", "region_code": "AZ-BA"}, reason="sınaq"
    )
    by = campus.actor(person)
    draft = operations.start_draft(by=by, service="citizens.correction")
    assert operations.save_answer(by=by, draft=draft, field="fact", raw=fact) is None
    view = queries.draft_for(by, draft)
    assert [each.code for each in view.questions] == ["fact", question, "papers"]
    error = operations.save_answer(by=by, draft=draft, field=question, raw="XX-ZZ")
    assert error is not None
    assert error.code == "not_offered"
    assert operations.save_answer(by=by, draft=draft, field=question, raw=code) is None
    number = operations.submit(by=by, draft=draft, idempotency_key=f"correction-{next(_keys):06d}").number
    assert name in {row.value.az for row in queries.case_for(by, number).answers}
    dossier = queries.dossier_for(ministry, number)
    corrected = next(way for way in dossier.ways if way.code == "corrected")
    assert f"müraciət edənin yazdığı: {name}." in corrected.consequences[0].az
    with pytest.raises(NotedWrong) as wrong:
        operations.decide(by=ministry, number=number, to="corrected", noted={"written": code, **GROUNDED})
    assert [error.field for error in wrong.value.errors] == [f"written_{question}"]
    noted = {f"written_{question}": code, **GROUNDED}
    foreseen = queries.foresee(ministry, number, to="corrected", noted=noted, grounds=(), note="")
    assert name in {value.az for _label, value in foreseen.noted}
    operations.decide(by=ministry, number=number, to="corrected", noted=noted)
    assert getattr(people.person_card(person), campus_fact) == code
    (paper,) = documents.documents_of(by, person)
    after = [fact for fact in documents.document_for(by, paper.public_id).facts if fact.label.az == "İndi"]
    assert [each.value if isinstance(each.value, str) else each.value.az for each in after] == [name]


def test_a_country_is_found_by_a_word_in_any_language() -> None:
    person = campus.person()
    by = campus.actor(person)
    draft = operations.start_draft(by=by, service="citizens.correction")
    registered.correct(by=campus.CLERK, person=person, changes={"citizenship": "az"}, reason="sınaq")
    assert operations.save_answer(by=by, draft=draft, field="fact", raw="people.citizenship") is None
    for words in ("gürc", "Груз", "georg"):
        found = queries.draft_for(by, draft, field="citizenship", words=words).found
        assert found is not None
        assert "ge" in {option.value for option in found.options}, words


def test_the_institution_that_owns_an_enrolment_corrects_it_and_no_other() -> None:
    person, university = campus.person(), campus.place()
    enrolment = campus.enrol(person, university)
    number = wrong(campus.actor(person), f"enrolments.{enrolment}.first_day", "1 sentyabr 2025")
    assert Turn.objects.get(number=number).scope == str(university)
    with pytest.raises(NotYourTurn):
        operations.decide(by=registrar(campus.place(name="Başqa")), number=number, to="corrected", noted={})
    given = {"written": "1.9.2025", **GROUNDED}
    operations.decide(by=registrar(university), number=number, to="corrected", noted=given)
    assert enrolments.of_person(person)[0].since == date(2025, 9, 1)
    assert Document.objects.get(case_number=number).institution_id == university


def test_a_value_that_the_register_cannot_take_changes_nothing(ministry: Actor) -> None:
    person = campus.person()
    number = wrong(campus.actor(person), "people.birth_date", "?")
    with pytest.raises(FactUnfit):
        operations.decide(by=ministry, number=number, to="corrected", noted={"written": "31.02.2005", **GROUNDED})
    assert Case.objects.get(number=number).outcome == ""
    card = people.person_card(person)
    assert card is not None
    assert card.birth_date == date(2005, 11, 8)


def test_a_refusal_names_its_ground_and_the_register_stays(ministry: Actor) -> None:
    person = campus.person()
    by = campus.actor(person)
    number = wrong(by, "people.given_name", "Nermin")
    with pytest.raises(GroundMissing):
        operations.decide(by=ministry, number=number, to="refused")
    operations.decide(by=ministry, number=number, to="refused", grounds=("record_right",))
    (reason,) = queries.case_for(by, number).reasons
    assert reason.law is not None
    assert reason.law.key == "correction"
    card = people.person_card(person)
    assert card is not None
    assert card.given_name == "Nərmin"


def test_a_row_without_a_verb_is_corrected_by_hand_and_the_officer_is_told(ministry: Actor) -> None:
    person = campus.person()
    number = wrong(campus.actor(person), "people", "Fərdi nömrəm səhvdir")
    service = registry.service("citizens.correction")
    assert service.consequences is not None
    case = Case.objects.get(number=number)
    facts = service.facts(asking_of(person))
    assert [each.code for each in service.consequences(facts, case.answers)] == ["by_hand"]
    operations.decide(by=ministry, number=number, to="corrected", noted={"written": "6PW2F4J", **GROUNDED})
    assert Case.objects.get(number=number).grants is True


def asking_of(person: int):
    from maarif.engine.declare import Asking
    from maarif.kernel.text import Language

    return Asking(actor=campus.actor(person), subject=person, country="az", on=date(2026, 11, 23), language=Language.AZ)


def test_a_guardian_asks_for_a_child() -> None:
    mother, son = campus.family()
    (study,) = enrolments.of_person(son)
    number = wrong(campus.actor(mother), f"enrolments.{study.id}.grade", "8", subject=son)
    given = {"written": "8", **GROUNDED}
    operations.decide(by=registrar(study.institution), number=number, to="corrected", noted=given)
    assert enrolments.of_person(son)[0].grade == 8


def test_every_fact_of_the_record_links_to_its_correction_with_the_fact_filled_in() -> None:
    person, university = campus.person(), campus.place()
    enrolment = campus.enrol(person, university)
    client = Client()
    sign_in(client, person, assurance=Assurance.NATIONAL)
    page = client.get("/en/cabinet/data/").content.decode()
    start = "/en/cabinet/apply/citizens.correction/?with-fact="
    for address in ("people.family_name", "people.birth_date", "people.sex", f"enrolments.{enrolment}"):
        assert f'href="{start}{address}"' in page
    begun = client.get(f"{start}people.birth_date").content.decode()
    assert '<input type="hidden" name="with-fact" value="people.birth_date">' in begun
    answer = client.post("/en/cabinet/apply/citizens.correction/", {"for": person, "with-fact": "people.birth_date"})
    assert answer["Location"].endswith("/questions/right/")
    assert Case.objects.get(party_id=person).answers == {"fact": "people.birth_date"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("people.holder", {"fact": "people"}),
        ("nothing.at.all", {}),
        ("people.birth_date.x", {"fact": "people.birth_date"}),
    ],
)
def test_a_fact_that_cannot_be_picked_begins_with_its_row_or_with_nothing(given: str, kept: dict[str, str]) -> None:
    person = campus.person()
    client = Client()
    sign_in(client, person, assurance=Assurance.NATIONAL)
    client.post("/en/cabinet/apply/citizens.correction/", {"for": person, "with-fact": given})
    assert Case.objects.get(party_id=person).answers == kept


def test_what_a_form_has_from_a_register_links_there_too() -> None:
    person = campus.student()
    client = Client()
    sign_in(client, person, assurance=Assurance.NATIONAL)
    by = campus.actor(person)
    draft = operations.start_draft(by=by, service="higher.study_certificate")
    operations.save_answer(by=by, draft=draft, field="presented_to", raw="")
    page = client.get(f"/en/cabinet/drafts/{draft}/check/").content.decode()
    (study,) = enrolments.of_person(person)
    for address in ("people.birth_date", f"enrolments.{study.id}"):
        assert f"/en/cabinet/apply/citizens.correction/?with-fact={address}" in page


def renamed(by: Actor, django_capture_on_commit_callbacks, surname: str = "Əliyeva") -> str:
    """A new surname asked for, with the copy of a certificate; the number."""
    draft = operations.start_draft(by=by, service="citizens.name_change")
    said = {"family_name": surname, "changed_on": "2026-11-10", "document": "Nikah şəhadətnaməsi AZ 1"}
    for field, raw in said.items():
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    with django_capture_on_commit_callbacks(execute=True):
        assert (
            operations.attach(by=by, draft=draft, field="papers", arrived=[arrival(samples.pdf(1), "nikah.pdf")]) == ()
        )
    return operations.submit(by=by, draft=draft, idempotency_key=f"surname-{next(_keys):08d}").number


def test_a_new_surname_stands_in_the_register_and_earlier_papers_stay_valid(django_capture_on_commit_callbacks) -> None:
    person, university = campus.person(), campus.place()
    campus.enrol(person, university)
    by = campus.actor(person)
    draft = operations.start_draft(by=by, service="higher.study_certificate")
    operations.save_answer(by=by, draft=draft, field="presented_to", raw="")
    operations.submit(by=by, draft=draft, idempotency_key="before-the-wedding")
    (earlier,) = documents.documents_of(by, person)
    number = renamed(by, django_capture_on_commit_callbacks)
    with pytest.raises(NotYourTurn):
        operations.decide(by=registrar(campus.place(name="Başqa")), number=number, to="renamed")
    operations.decide(by=registrar(university), number=number, to="renamed")
    card = people.person_card(person)
    assert card is not None
    assert card.full_name == "Əliyeva Nərmin Samir qızı"
    (former,) = people.former_names(person)
    assert (former.family_name, former.until, former.document) == (
        "Quliyeva",
        date(2026, 11, 9),
        "Nikah şəhadətnaməsi AZ 1",
    )
    old = documents.document_for(by, earlier.public_id)
    assert (old.holder_name, old.card.status) == ("Quliyeva Nərmin Samir qızı", Status.VALID)
    assert documents.standing(earlier.public_id).status == Status.VALID
    notice = Document.objects.get(case_number=number)
    assert "Quliyeva Nərmin Samir qızı" in notice.snapshot
    assert "Əliyeva Nərmin Samir qızı" in notice.snapshot


def test_the_same_surname_is_no_change_and_a_refusal_says_so(
    ministry: Actor, django_capture_on_commit_callbacks
) -> None:
    person = campus.person()
    by = campus.actor(person)
    number = renamed(by, django_capture_on_commit_callbacks, surname="Quliyeva")
    with pytest.raises(RenameRefused):
        operations.decide(by=ministry, number=number, to="renamed")
    operations.decide(by=ministry, number=number, to="refused", grounds=("name_already",))
    assert people.former_names(person) == ()
    assert Case.objects.get(number=number).grants is False


def test_a_second_name_from_the_same_day_is_refused_by_the_register(
    ministry: Actor, django_capture_on_commit_callbacks
) -> None:
    person = campus.person()
    number = renamed(campus.actor(person), django_capture_on_commit_callbacks)
    registered.rename(by=campus.CLERK, person=person, on=date(2026, 11, 10), document="X 1", family_name="Vəliyeva")
    with pytest.raises(RenameRefused):
        operations.decide(by=ministry, number=number, to="renamed")
    card = people.person_card(person)
    assert card is not None
    assert card.family_name == "Vəliyeva"
