"""Files at the desks: the office that has a case opens them, and nobody else."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.engine import campus, desks
from tests.engine.filing import arrival
from tests.support.files import samples

from maarif.engine.cases.models import Case
from maarif.support.files import operations, queries
from maarif.support.files.types import FileNotFound
from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: object) -> None:
    settings.FILES_FOLDER = tmp_path / "files"  # type: ignore[attr-defined]
    settings.CLAMD = ""  # type: ignore[attr-defined]


def test_the_office_that_has_the_case_opens_its_files_and_another_does_not() -> None:
    with desks.trial():
        where = desks.offices()
        applicant = campus.actor(campus.person())
        number = desks.sent(applicant, where)
        case = Case.objects.get(number=number)
        folder = str(case.key)
        card = operations.receive(
            by=applicant,
            arrival=arrival(samples.pdf()),
            folder=folder,
            question="papers",
            subject=case.subject_id,
            limits=samples.EVERYTHING,
            expires_at=case.expires_at,
        )
        with pytest.raises(FileNotFound):
            queries.content_for(where.registrar, card.public_id)
        operations.keep(by=applicant, folder=folder, public_ids=[card.public_id])
        assert queries.content_for(where.registrar, card.public_id).card.name == "paper.pdf"
        for other in (where.district, replace(where.registrar, assurance=Assurance.NATIONAL)):
            with pytest.raises(FileNotFound):
                queries.content_for(other, card.public_id)
