"""A consent: given by the service, seen by whom it names and nobody else, told in the ledger, taken back, ended by its day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.engine import campus, desks
from tests.surfaces.town import Town

from maarif.engine.cases import operations
from maarif.engine.cases.errors import NotAllowed
from maarif.engine.cases.models import Case
from maarif.engine.cases.types import Intake, Receipt
from maarif.kernel import clock
from maarif.support.access import operations as access
from maarif.support.access import queries
from maarif.support.access.models import Consent
from maarif.support.access.operations import ConsentNotAllowed, NotYourConsent
from maarif.support.access.types import RecordPart, Role, ScopeKind
from maarif.support.audit import queries as audit
from maarif.support.notices.models import Message
from maarif.support.parties.types import Actor, Assurance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

SAID = {"parts": ["enrolments"], "purpose": "İşə qəbul", "until": "2027-03-01"}
TO_MOTHER = {**SAID, "receiver": "person", "number": "5KT7M2A", "born": "1988-04-17"}
TO_STUDENT = {**SAID, "receiver": "person", "number": "6PW2F4J", "born": "2005-11-08"}
_keys = iter(range(10**6))


def asked(by: Actor, said: dict[str, object], subject: int | None = None) -> Receipt:
    """A consent asked for; the receipt."""
    draft = operations.start_draft(by=by, service="citizens.consent", subject=subject)
    for field in ("receiver", "number", "born", "body", "parts", "purpose", "until"):
        if field in said:
            assert operations.save_answer(by=by, draft=draft, field=field, raw=said[field]) is None, field
    return operations.submit(by=by, draft=draft, idempotency_key=f"consent-key-{next(_keys):06d}")


def the_only() -> Consent:
    return Consent.objects.get()


def test_the_named_person_sees_the_allowed_part_and_nothing_else_and_the_look_is_told(town: Town, signed_in_as) -> None:
    receipt = asked(campus.actor(town.student), TO_MOTHER)
    assert receipt.grants is True
    consent = the_only()
    assert (consent.subject_id, consent.body_id, consent.parts, consent.case) == (
        town.student,
        town.mother,
        ["enrolments"],
        receipt.number,
    )
    mother = signed_in_as(town.mother)
    assert "Quliyeva Nərmin" in mother.get("/en/cabinet/shown/").content.decode()
    page = mother.get(f"/en/cabinet/shown/{consent.pk}/").content.decode()
    assert "Bakı Dövlət Universiteti" in page
    assert 'id="section-enrolments"' in page
    assert 'id="section-identity"' not in page
    assert "6PW" not in page
    (look,) = [each for each in audit.looks_at(town.student) if each.what == "record.shared"]
    assert (look.purpose, look.case) == ("İşə qəbul", receipt.number)
    told = signed_in_as(town.student).get("/en/cabinet/data/looks/").content.decode()
    assert "The parts of the record that you let them see" in told
    assert "İşə qəbul" in told


def test_nobody_else_sees_it(town: Town, signed_in_as) -> None:
    asked(campus.actor(town.student), TO_MOTHER)
    path = f"/en/cabinet/shown/{the_only().pk}/"
    for party in (town.stranger, town.teacher, town.student):
        assert signed_in_as(party).get(path).status_code == 404
        assert "Quliyeva" not in signed_in_as(party).get("/en/cabinet/shown/").content.decode().partition("<main")[2]
    official = signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)
    assert official.get(path.replace("cabinet", "desk")).status_code == 404
    assert Client().get(path).status_code in (302, 404)
    assert not [each for each in audit.looks_at(town.student) if each.what == "record.shared"]


def test_officers_of_the_named_institution_see_it_at_the_desk_and_not_as_citizens(town: Town, signed_in_as) -> None:
    asked(campus.actor(town.stranger), {**SAID, "receiver": "body", "body": str(town.university)})
    consent = the_only().pk
    official = signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)
    assert "Gəncə Dövlət Universiteti" in official.get(f"/en/desk/shown/{consent}/").content.decode()
    assert official.get(f"/en/cabinet/shown/{consent}/").status_code == 404
    other = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(town.other_university))
    grant = queries.roles_of(other.party or 0)[0].id
    stranger = signed_in_as(other.party, assurance=Assurance.OFFICIAL, office=grant)
    assert stranger.get(f"/en/desk/shown/{consent}/").status_code == 404


def test_a_part_that_holds_nothing_says_so(town: Town, signed_in_as) -> None:
    asked(campus.actor(town.student), {**TO_MOTHER, "parts": [str(part) for part in RecordPart]})
    page = signed_in_as(town.mother).get(f"/en/cabinet/shown/{the_only().pk}/").content.decode()
    assert "The register knows no work in education." in page
    assert "The register knows no examination." in page


def test_taken_back_it_ends_at_once(town: Town, signed_in_as) -> None:
    asked(campus.actor(town.student), TO_MOTHER)
    consent = the_only().pk
    student, mother = signed_in_as(town.student), signed_in_as(town.mother)
    assert "Take it back" in student.get("/en/cabinet/consents/").content.decode()
    assert mother.post(f"/en/cabinet/consents/{consent}/revoke/").status_code == 404
    assert mother.get(f"/en/cabinet/shown/{consent}/").status_code == 200
    assert student.post(f"/en/cabinet/consents/{consent}/revoke/").status_code == 302
    assert mother.get(f"/en/cabinet/shown/{consent}/").status_code == 404
    page = student.get("/en/cabinet/consents/").content.decode()
    assert "Taken back" in page
    assert "Take it back" not in page
    assert student.post(f"/en/cabinet/consents/{consent}/revoke/").status_code == 302


def test_it_ends_after_its_last_day(town: Town) -> None:
    asked(campus.actor(town.student), TO_MOTHER)
    mother = campus.actor(town.mother)
    with clock.using(clock.FrozenClock(datetime(2027, 3, 1, 8, 0, tzinfo=UTC))):
        assert len(queries.consents_to(mother)) == 1
    with clock.using(clock.FrozenClock(datetime(2027, 3, 2, 8, 0, tzinfo=UTC))):
        assert queries.consents_to(mother) == ()
        assert queries.consent_for(mother, the_only().pk) is None


@pytest.mark.parametrize(
    "wrong", [{"born": "1988-04-18"}, {"number": "9999999"}, {"number": "6PW2F4J", "born": "2005-11-08"}]
)
def test_a_number_that_fits_nobody_else_gives_nothing(town: Town, wrong: dict[str, str]) -> None:
    receipt = asked(campus.actor(town.student), {**TO_MOTHER, **wrong})
    assert receipt.grants is False
    assert Case.objects.get(number=receipt.number).outcome == "nobody_found"
    assert not Consent.objects.exists()


def test_a_guardian_gives_and_takes_back_for_a_child(town: Town) -> None:
    asked(campus.actor(town.mother), {**SAID, "receiver": "body", "body": str(town.university)}, subject=town.son)
    consent = the_only()
    assert consent.subject_id == town.son
    with pytest.raises(NotYourConsent):
        access.revoke_consent(by=campus.actor(town.mother), consent=consent.pk)
    access.revoke_consent(by=campus.actor(town.mother, acting_for=town.son), consent=consent.pk)
    assert the_only().revoked_at is not None


def test_acting_for_a_child_one_sees_nothing_that_was_shown_to_oneself(town: Town) -> None:
    asked(campus.actor(town.student), TO_MOTHER)
    assert queries.consents_to(campus.actor(town.mother, acting_for=town.son)) == ()


@pytest.mark.parametrize(
    ("field", "raw", "code"),
    [("until", "2026-11-22", "out_of_range"), ("until", "2027-11-24", "out_of_range"), ("purpose", "", "required")],
)
def test_an_answer_that_cannot_be_is_refused_at_the_question(town: Town, field: str, raw: str, code: str) -> None:
    by = campus.actor(town.student)
    draft = operations.start_draft(by=by, service="citizens.consent")
    error = operations.save_answer(by=by, draft=draft, field=field, raw=raw)
    assert error is not None
    assert (error.field, error.code) == (field, code)


def test_the_room_and_the_database_refuse_what_is_no_consent(town: Town) -> None:
    whole = {"purpose": "x", "parts": frozenset(RecordPart), "until": date(2027, 1, 1)}
    by = campus.actor(town.student)
    for wrong in ({"body": town.student}, {"purpose": " "}, {"parts": frozenset()}, {"until": date(2026, 11, 22)}):
        given = {"by": by, "subject": town.student, "body": town.mother, **whole, **wrong}
        with pytest.raises(ConsentNotAllowed):
            access.give_consent(**given)  # type: ignore[arg-type]
    access.give_consent(by=by, subject=town.student, body=town.mother, **whole)  # type: ignore[arg-type]
    for change in ({"parts": ["everything"]}, {"parts": []}, {"purpose": ""}, {"body_id": town.student}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.update(**change)


def test_the_lists_read_few_statements(town: Town, django_assert_max_num_queries) -> None:
    by = campus.actor(town.student)
    for _ in range(5):
        access.give_consent(
            by=by,
            subject=town.student,
            body=town.mother,
            purpose="x",
            parts=frozenset({RecordPart.POSTS}),
            until=date(2027, 1, 1),
        )
    from maarif.surfaces.consents import screens

    with django_assert_max_num_queries(2):
        assert len(screens.given_by(by)) == 5
    with django_assert_max_num_queries(2):
        assert len(screens.shown_to(campus.actor(town.mother))) == 5


def test_the_person_named_is_told_when_it_is_given_and_when_it_is_taken_back(town: Town) -> None:
    by = campus.actor(town.student)
    receipt = asked(by, TO_MOTHER)
    given = Message.objects.get(topic="record.consent")
    assert (given.party_id, given.link) == (town.mother, "/cabinet/shown/")
    assert given.body["az"].startswith("Quliyeva Nərmin")
    assert "İşə qəbul" in given.body["ru"]
    for _ in range(2):
        access.revoke_consent(by=by, consent=the_only().pk)
    back = Message.objects.filter(topic="record.consent").exclude(pk=given.pk).get()
    assert back.party_id == town.mother
    assert f"({receipt.number})" in back.body["en"]


def test_the_people_of_an_institution_named_are_told_when_it_is_given_and_when_it_is_taken_back(town: Town) -> None:
    by, scope = campus.actor(town.student), (ScopeKind.INSTITUTION, str(town.university))
    readers = {desks.officer(role, *scope).party for role in (Role.REGISTRAR, Role.HEAD)}
    desks.officer(Role.TEACHER, *scope)
    desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(campus.place()))
    there = {grant.party for role in (Role.REGISTRAR, Role.HEAD) for grant in queries.holders(role, *scope)}
    assert asked(by, {**SAID, "receiver": "body", "body": str(town.university)}).grants is True
    given = Message.objects.filter(topic="record.consent")
    assert {each.party_id for each in given} == there >= readers
    assert {(each.subject["en"], each.link) for each in given} == {
        ("Somebody's record is open to your institution", "/desk/shown/")
    }
    before = {each.pk for each in given}
    for _ in range(2):
        access.revoke_consent(by=by, consent=the_only().pk)
    back = Message.objects.filter(topic="record.consent").exclude(pk__in=before)
    assert {each.party_id for each in back} == there
    assert {(each.subject["en"], each.link) for each in back} == {
        ("A consent to see a record was taken back", "/desk/shown/")
    }


def test_nobody_finds_out_birth_dates_by_trying(town: Town, noon: clock.FrozenClock) -> None:
    by = campus.actor(town.student)
    for day in range(1, 6):
        assert asked(by, {**TO_MOTHER, "born": f"1970-01-{day:02}"}).outcome == "nobody_found"
    with pytest.raises(NotAllowed):
        operations.start_draft(by=by, service="citizens.consent")
    assert not Consent.objects.exists()
    noon.move(timedelta(days=1, minutes=1))
    assert asked(by, TO_MOTHER).grants is True


def test_a_draft_begun_before_tells_no_more_either(town: Town) -> None:
    by, child = campus.actor(town.mother), campus.actor(town.mother, acting_for=town.son)
    draft = operations.start_draft(by=child, service="citizens.consent", subject=town.son)
    for field, raw in {**TO_STUDENT}.items():
        assert operations.save_answer(by=child, draft=draft, field=field, raw=raw) is None
    for day in range(1, 6):
        asked(by, {**TO_STUDENT, "born": f"1970-01-{day:02}"}, subject=town.mother)
    receipt = operations.submit(by=child, draft=draft, idempotency_key="begun-before-1")
    assert (receipt.outcome, Consent.objects.exists()) == ("refused", False)


def test_an_official_lets_neither_themselves_nor_their_institution_look_in_somebodys_name(town: Town) -> None:
    clerk = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(town.university))
    writing = operations.on_behalf(by=clerk, party=town.student)
    draft = operations.start_draft(by=writing, service="citizens.consent", intake=Intake.PHONE)
    assert operations.save_answer(by=writing, draft=draft, field="receiver", raw="body") is None
    wrong = operations.save_answer(by=writing, draft=draft, field="body", raw=str(town.university))
    assert (wrong is not None and wrong.code) == "not_offered"
    assert operations.save_answer(by=writing, draft=draft, field="body", raw=str(town.school)) is None
    mother = replace(clerk, party=town.mother)
    writing = operations.on_behalf(by=mother, party=town.student)
    assert asked(writing, TO_MOTHER).outcome == "nobody_found"
    assert not Consent.objects.exists()
