"""Papers that somebody brings to the window: taken in at the desk, opened by who took them in and by nobody else."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.engine.filing import asks_for_files
from tests.support.files import samples
from tests.surfaces.desk.test_intake import begun, official

from maarif.support.access.types import Role, ScopeKind
from maarif.support.files.models import File
from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db


def paper() -> dict[str, object]:
    """What a browser without a script sends."""
    return {"papers": [SimpleUploadedFile("paper.pdf", samples.pdf(1))], "whole": "yes", "then": "stay"}


def test_a_paper_is_added_opened_and_taken_away(town, signed_in_as, tmp_path: Path, settings) -> None:
    settings.FILES_FOLDER, settings.CLAMD = tmp_path / "files", ""
    registrar = signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)
    colleague = official(signed_in_as, Role.REGISTRAR, ScopeKind.INSTITUTION, str(town.university))
    with asks_for_files():
        draft = begun(registrar, town.student, channel="window")
        page = f"{draft}files/papers/"
        assert colleague.post(page, paper()).status_code == 404
        assert registrar.post(page, paper())["Location"] == page
        file = File.objects.get()
        assert file.owner_id == town.student
        link = f"{draft}file/{file.public_id}/"
        assert f'href="{link}"' in registrar.get(page).content.decode()
        opened = registrar.get(link)
        assert opened["Content-Disposition"] == 'attachment; filename="paper.pdf"'
        assert b"".join(opened.streaming_content).startswith(b"%PDF-")
        assert colleague.get(link).status_code == 404
        assert colleague.post(f"{page}{file.public_id}/remove/").status_code == 404
        assert registrar.post(f"{page}{file.public_id}/remove/")["Location"] == page
        assert registrar.get(link).status_code == 404
