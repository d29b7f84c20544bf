"""What the register of studies refuses of a decision is told at the desk in words, and nothing has changed."""

from datetime import date

import pytest
from tests.engine import campus, desks

from maarif.engine.cases import operations
from maarif.engine.cases.models import Case
from maarif.engine.cases.types import Status
from maarif.registries.enrolments import operations as enrolments
from maarif.support.access import queries as access
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Assurance
from maarif.surfaces.desk.screens.acts import REGISTERS

pytestmark = pytest.mark.django_db


def test_a_leave_for_somebody_who_left_meanwhile_is_refused_in_words(noon, signed_in_as) -> None:
    university = campus.place()
    registrar = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(university))
    student = campus.person()
    enrolment = campus.enrol(student, university)
    by = campus.actor(student)
    draft = operations.start_draft(by=by, service="higher.academic_leave")
    for field, raw in (("reason", "family"), ("term", "12")):
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    number = operations.submit(by=by, draft=draft, idempotency_key="leave-at-a-desk").number
    enrolments.expel(by=campus.CLERK, enrolment=enrolment, on=date(2026, 11, 23), reason="debts")
    client = signed_in_as(
        registrar.party, assurance=Assurance.OFFICIAL, office=access.roles_of(registrar.party or 0)[0].id
    )
    form = {"to": "on_leave", "confirmed": "yes"}
    form |= {"note": "Sənədləriniz qaydasındadır"}
    answer = client.post(f"/en/desk/cases/{number}/decide/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Sənədləriniz qaydasındadır" in page
    assert "the studies that this is about have ended or changed since it was sent." in page
    assert "enrolments." not in page
    assert Case.objects.get(number=number).status == Status.IN_PROGRESS


def test_every_refusal_of_the_register_of_enrolments_that_a_service_meets_has_words() -> None:
    from maarif.registries.enrolments import errors

    met = (
        errors.NoFreePlace,
        errors.ClassUnfit,
        errors.NotEnrolledThere,
        errors.TransitionRefused,
        errors.AlreadyEnrolled,
    )
    assert set(REGISTERS) == {error.default_code for error in met}
