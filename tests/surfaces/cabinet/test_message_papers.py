"""Files with a message on the page of an application, and a question for files that is answered anew, with a script and without."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.engine import desks
from tests.engine.filing import arrival
from tests.support.files import samples
from tests.surfaces.browser import EVERY_LANGUAGE, NARROW, wrong_with
from tests.surfaces.cabinet.test_following import citizen
from tests.surfaces.cabinet.test_in_browser import enter

from maarif.engine.cases import operations, queries
from maarif.engine.cases.models import Case, CaseMessage, Request
from maarif.engine.cases.types import LETTER, RequestKind
from maarif.support.access.types import Role, ScopeKind
from maarif.support.files.models import File

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trial(tmp_path: Path, settings) -> Iterator[None]:
    settings.FILES_FOLDER = tmp_path / "files"
    settings.CLAMD = ""
    with desks.trial():
        yield


@pytest.fixture
def where() -> desks.Offices:
    return desks.offices()


@pytest.fixture
def number(town, where) -> str:
    return desks.sent(citizen(town.student), where)


@pytest.fixture
def me(town, signed_in_as) -> Client:
    return signed_in_as(town.student)


def files_of(*contents: bytes, name: str = "paper.pdf") -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, content, content_type="text/html") for content in contents]


def write(me: Client, number: str, *contents: bytes, name: str = "paper.pdf", **typed: object):
    """What a browser without a script sends."""
    here = f"/en/cabinet/applications/{number}/message/"
    return me.post(here, {"letter": files_of(*contents, name=name), "whole": "yes", **typed})


def laid(page: str) -> list[str]:
    return re.findall(r'name="laid" value="([0-9a-f]{32})"', page)


def test_files_are_laid_ready_taken_away_and_sent_with_the_message(me: Client, town, where, number: str) -> None:
    before = me.get(f"/en/cabinet/applications/{number}/").content.decode()
    assert "Up to 5 files, up to 10 MB each: PDF, JPEG, PNG, WebP." in before
    added = write(me, number, samples.pdf(2), samples.photograph(), text="Budur", then="stay")
    assert added.status_code == 200
    page = added.content.decode()
    assert page.count("Checked") == 2
    assert ">Budur</textarea>" in page
    assert not CaseMessage.objects.exists()
    first, second = laid(page)
    removed = write(me, number, text="Budur ki", laid=[first, second], remove=first).content.decode()
    assert laid(removed) == [second]
    assert ">Budur ki</textarea>" in removed
    done = write(me, number, samples.pdf(4), text="Budur ki", laid=[second])
    assert done["Location"] == f"/en/cabinet/applications/{number}/#thread"
    sent = CaseMessage.objects.get()
    assert (sent.text, len(sent.files), sent.files[0]) == ("Budur ki", 2, second)
    after = me.get(f"/en/cabinet/applications/{number}/").content.decode()
    assert f'<a href="/en/cabinet/files/{second}/">paper.jpg</a>' in after
    assert laid(after) == []
    answer = me.get(f"/en/cabinet/files/{second}/")
    assert answer["Content-Disposition"] == 'attachment; filename="paper.jpg"'
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_file_of_the_office_stands_in_the_thread_and_opens(
    me: Client, town, where, number: str, signed_in_as
) -> None:
    operations.enclose(by=where.registrar, number=number, arrived=[arrival(samples.pdf(), "siyahı.pdf")], into=LETTER)
    [card] = queries.ready_for_message(where.registrar, number)
    address = f"/en/cabinet/files/{card.public_id}/"
    assert me.get(address).status_code == 404
    operations.write_message(by=where.registrar, number=number, text="", files=[card.public_id])
    assert f'<a href="{address}">siyahı.pdf</a>' in me.get(f"/en/cabinet/applications/{number}/").content.decode()
    assert me.get(address).status_code == 200
    assert signed_in_as(town.stranger).get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "status", "words"),
    [
        (b"", "none.pdf", 422, "The file “none.pdf” is empty."),
        (b"x" * 10_600_000, "big.pdf", 413, "The file “big.pdf” is too large."),
        (b"<svg onload='alert(1)'/>", "a<b>.svg", 422, "The file “ab.svg” is of a kind that is not accepted."),
    ],
)
def test_what_is_refused_is_said_and_the_message_is_not_sent(
    me: Client, number: str, content: bytes, name: str, status: int, words: str
) -> None:
    answer = write(me, number, content, name=name, text="Budur")
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert "<title>Error: " in page
    assert 'href="#letter"' in page
    assert ">Budur</textarea>" in page
    assert not CaseMessage.objects.exists()


def test_what_an_abandoned_message_left_does_not_go_with_the_next_one(me: Client, number: str) -> None:
    write(me, number, samples.pdf(1), text="Birinci", then="stay")
    assert write(me, number, samples.pdf(2), text="İkinci").status_code == 302
    [sent] = CaseMessage.objects.get().files
    assert File.objects.get().public_id == sent


def test_a_message_that_was_cut_is_not_sent(me: Client, number: str) -> None:
    answer = me.post(f"/en/cabinet/applications/{number}/message/", {"text": "Budur"})
    assert answer.status_code == 422
    assert "The file did not arrive whole." in answer.content.decode()
    assert not CaseMessage.objects.exists()


def test_another_familys_case_takes_no_file_and_a_form_without_its_token_none(
    me: Client, town, where, number: str, signed_in_as
) -> None:
    theirs = desks.sent(citizen(town.stranger), where, key="anotherfamily0001")
    assert write(me, theirs, samples.pdf(), text="x").status_code == 404
    strict = signed_in_as(town.student)
    strict.handler.enforce_csrf_checks = True
    assert write(strict, number, samples.pdf(), text="x").status_code == 403
    assert not File.objects.exists()


@pytest.fixture
def correction(town) -> str:
    """A case of two papers, of which the office asks a better copy; its number."""
    by, ministry = citizen(town.student), desks.officer(Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az")
    draft = operations.start_draft(by=by, service="citizens.correction")
    for field, raw in (("fact", "people.given_name"), ("right", "Nərmin")):
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    came = [arrival(samples.pdf(pages), f"old{pages}.pdf") for pages in (1, 2)]
    assert operations.attach(by=by, draft=draft, field="papers", arrived=came) == ()
    number = operations.submit(by=by, draft=draft, idempotency_key="correction-000001").number
    operations.ask(by=ministry, number=number, kind=RequestKind.CORRECTION, text="Daha aydın", fields=("papers",))
    return number


def test_a_paper_is_replaced_in_place_without_a_script(me: Client, correction: str) -> None:
    here = f"/en/cabinet/applications/{correction}/answer/"
    first, second = Case.objects.get().answers["papers"]
    page = me.get(here).content.decode()
    assert re.findall(r'name="papers" value="([0-9a-f]{32})" id="[^"]+" checked', page) == [first, second]
    assert f'<a class="file-name" href="/en/cabinet/files/{first}/">old1.pdf</a>' in page
    sent = {"papers": [*files_of(samples.pdf(3), name="new.pdf"), second], "whole": "yes", "text": "Budur"}
    shown = me.post(here, {**sent, "then": "stay"}).content.decode()
    assert re.findall(r'name="papers" value="([0-9a-f]{32})" id="[^"]+" checked', shown) == [second]
    assert "new.pdf</a>" in shown
    assert Request.objects.get().answered_at is None
    empty = me.post(here, {"papers": [], "whole": "yes", "remove": File.objects.get(kept_at=None).public_id})
    assert "new.pdf" not in empty.content.decode()
    surplus = files_of(samples.pdf(3), samples.pdf(4), name="new.pdf")
    refused = me.post(here, {"papers": [*surplus, first, second], "whole": "yes", "text": "Budur"})
    assert refused.status_code == 422
    assert 'href="#papers"' in refused.content.decode()
    assert Case.objects.get().answers["papers"] == [first, second]
    done = me.post(here, {"papers": [second], "whole": "yes", "text": "Budur"})
    assert done["Location"].endswith("?done=answered")
    staying, *fresh = Case.objects.get().answers["papers"]
    assert staying == second
    assert File.objects.filter(public_id__in=fresh, name="new.pdf", kept_at__isnull=False).count() == 2
    assert Request.objects.get().files == fresh


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False])
def test_the_pages_hold_in_a_browser_with_a_script_and_without(
    script, town, number, correction, signed_in_as, new_page, live_server, tmp_path
):
    for name, content in (("arayış.pdf", samples.pdf(2)), ("form.pdf", samples.pdf(1, samples.script))):
        (tmp_path / name).write_bytes(content)
    page = enter(new_page(viewport=NARROW, java_script_enabled=script), live_server.url, signed_in_as(town.student))
    wrong = []
    for path, field, button, end in (
        (f"{number}/", "letter", "Send the message", "#thread"),
        (f"{correction}/answer/", "papers", "Send the answer", "?done=answered"),
    ):
        page.goto(f"{live_server.url}/en/cabinet/applications/{path}")
        wrong += wrong_with(page) if script else []
        page.fill("#text", "Budur")
        refused = () if path == f"{number}/" else (("form.pdf", "#errors"),)
        for name, there in (*refused, ("arayış.pdf", ".sent-in li")):
            page.set_input_files(f"#{field}", tmp_path / name)
            if not script:
                page.get_by_role("button", name="Add the chosen files").click()
            page.wait_for_selector(there)
            assert page.input_value("#text") == "Budur"
            wrong += wrong_with(page) if script else []
        page.get_by_role("button", name=button).last.click()
        page.wait_for_url(f"**{end}")
        assert page.get_by_role("link", name="arayış.pdf").first.is_visible()
        wrong += wrong_with(page) if script else []
    assert wrong == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@EVERY_LANGUAGE
def test_the_pages_hold_in_every_language(
    language, viewport, town, number, correction, signed_in_as, new_page, live_server
):
    page = enter(new_page(viewport=viewport), live_server.url, signed_in_as(town.student))
    wrong = []
    for path in (f"{number}/", f"{correction}/answer/"):
        page.goto(f"{live_server.url}/{language}/cabinet/applications/{path}")
        wrong += wrong_with(page)
    assert wrong == []
