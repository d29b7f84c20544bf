"""The pages of consents in a real browser: given, shown to a person and to an institution, each record, and nothing at all."""

import pytest
from tests.engine import campus
from tests.surfaces.browser import EVERY_LANGUAGE
from tests.surfaces.cabinet.test_in_browser import enter, walk
from tests.surfaces.consents.test_consents import SAID, TO_MOTHER, asked

from maarif.support.access.models import Consent
from maarif.support.access.types import RecordPart
from maarif.support.parties.types import Assurance

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]


@EVERY_LANGUAGE
def test_axe_finds_nothing_and_nothing_sticks_out(
    language, viewport, town, signed_in_as, new_page, live_server
) -> None:
    student, whole = campus.actor(town.student), {"parts": [str(part) for part in RecordPart]}
    asked(student, {**TO_MOTHER, **whole})
    asked(student, {**SAID, **whole, "receiver": "body", "body": str(town.university)})
    seen = {each.body_id: f"shown/{each.pk}/" for each in Consent.objects.all()}
    registrar = signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)
    wrong = []
    for client, pages in (
        (signed_in_as(town.student), ["cabinet/consents/", "cabinet/shown/"]),
        (signed_in_as(town.mother), ["cabinet/consents/", "cabinet/shown/", f"cabinet/{seen[town.mother]}"]),
        (registrar, ["desk/shown/", f"desk/{seen[town.university]}"]),
    ):
        page = enter(new_page(viewport=viewport), live_server.url, client)
        wrong += walk(page, live_server.url, language, pages)
    assert wrong == []
