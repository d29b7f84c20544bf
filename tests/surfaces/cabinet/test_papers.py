"""Files sent in by a person: the plain form, every refusal in words, nothing lost; and how a file is served."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.engine.filing import asks_for_files
from tests.support.files import samples
from tests.surfaces.cabinet.test_form import begin, key_and_seen

from maarif.engine.cases.models import Case
from maarif.support.files.models import File
from maarif.support.files.receiving import DRAINED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Iterator[Path]:
    settings.FILES_FOLDER = tmp_path / "files"
    settings.CLAMD = ""
    with asks_for_files():
        yield tmp_path / "files"


@pytest.fixture
def me(town, signed_in_as) -> Client:
    return signed_in_as(town.student)


@pytest.fixture
def page(me: Client) -> str:
    return f"{begin(me)}files/papers/"


def send(me: Client, page: str, *contents: bytes, name: str = "paper.pdf", then: str = "stay"):
    """What a browser without a script sends."""
    files = [SimpleUploadedFile(name, content, content_type="text/html") for content in contents]
    return me.post(page, {"papers": files, "whole": "yes", "then": then})


def test_the_page_says_what_it_takes_before_anything_is_sent(me: Client, page: str) -> None:
    text = me.get(page).content.decode()
    assert "Up to 3 files, up to 2 MB each: PDF, JPEG, PNG, WebP. A PDF may have up to 20 pages." in text
    assert 'enctype="multipart/form-data"' in text
    assert 'accept="application/pdf,.pdf,image/jpeg,image/png,image/webp,.jpg,.jpeg,.png,.webp" multiple' in text
    assert "heic" not in text.lower()


def test_a_file_is_added_shown_with_its_check_and_sent_with_the_application(me: Client, page: str) -> None:
    assert send(me, page, samples.pdf(3), samples.photograph())["Location"] == page
    text = me.get(page).content.decode()
    assert text.count("Checked") == 2
    assert "3 pages" in text
    going_on = send(me, page, then="continue")
    assert going_on["Location"].endswith("/questions/presented_to/")
    draft = page.removesuffix("files/papers/")
    me.post(f"{draft}questions/presented_to/", {"presented_to": ""})
    check = me.get(f"{draft}check/")
    links = re.findall(
        r'<a href="(/en/cabinet/files/[0-9a-f]{32}/)">(paper\.(?:pdf|jpg))</a> <small>1 KB', check.content.decode()
    )
    assert [name for _, name in links] == ["paper.pdf", "paper.jpg"]
    sent = me.post(f"{draft}check/", {**key_and_seen(check), "declaration": "yes"})
    assert sent.status_code == 302
    application = me.get(sent["Location"].removesuffix("sent/")).content.decode()
    assert all(link in application for link, _ in links)
    assert File.objects.filter(kept_at__isnull=False).count() == 2
    assert me.get(links[0][0]).status_code == 200


def test_a_question_for_files_left_empty_is_asked_again(me: Client, page: str) -> None:
    answer = send(me, page, then="continue")
    assert answer.status_code == 422
    assert "Add a file." in answer.content.decode()
    assert me.get(page.replace("files/papers/", "questions/papers/"))["Location"] == page


@pytest.mark.parametrize(
    ("content", "name", "status", "words"),
    [
        (b"", "none.pdf", 422, "The file “none.pdf” is empty."),
        (b"x" * 2_100_000, "big.pdf", 413, "The file “big.pdf” is too large. A file can have 2 MB at most"),
        (b"<svg onload='alert(1)'/>", "a<b>.svg", 422, "The file “ab.svg” is of a kind that is not accepted."),
        (samples.pdf(1, samples.script), "form.pdf", 422, "The file “form.pdf” has a script"),
        (samples.pdf(21), "long.pdf", 422, "too many pages: 20 at most"),
        (samples.vast_png(50_000, 50_000), "wall.png", 422, "of too large dimensions"),
    ],
)
def test_what_is_refused_is_said_and_what_was_there_stays(
    me: Client, page: str, content: bytes, name: str, status: int, words: str
) -> None:
    send(me, page, samples.pdf())
    answer = send(me, page, content, name=name)
    text = answer.content.decode()
    assert answer.status_code == status
    assert words in text
    assert "<title>Error: " in text
    assert 'href="#papers"' in text
    assert "paper.pdf" in text
    assert len(Case.objects.get().answers["papers"]) == 1


def test_far_too_much_is_answered_before_it_has_all_been_read(me: Client, page: str, folder: Path) -> None:
    answer = send(me, page, bytes(DRAINED + 3_000_000), name="film.pdf")
    assert answer.status_code == 413
    assert "The file “film.pdf” is too large" in answer.content.decode()
    assert [each for each in folder.rglob("*") if each.is_file()] == []


def test_an_upload_that_was_cut_says_so_and_keeps_nothing(me: Client, page: str, folder: Path) -> None:
    whole = SimpleUploadedFile("a.pdf", samples.pdf())
    answer = me.post(page, {"papers": whole, "then": "stay"})
    assert answer.status_code == 422
    assert "did not arrive whole" in answer.content.decode()
    assert not File.objects.exists()


def test_the_token_of_the_form_is_asked_for(town, signed_in_as, page: str, folder: Path) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = signed_in_as(town.student).cookies
    answer = send(careful, page, samples.pdf())
    assert answer.status_code == 403
    assert not File.objects.exists()
    assert [each for each in folder.rglob("*") if each.is_file()] == []


def test_a_file_is_removed_and_the_question_is_open_again(me: Client, page: str) -> None:
    send(me, page, samples.pdf())
    [file] = Case.objects.get().answers["papers"]
    assert me.get(f"{page}{file}/remove/").status_code == 405
    assert me.post(f"{page}{file}/remove/")["Location"] == page
    assert "Added files" not in me.get(page).content.decode()
    assert me.post(f"{page}{file}/remove/").status_code == 404


def test_a_full_question_takes_no_more_and_says_how_to_go_on(me: Client, page: str) -> None:
    send(me, page, *(samples.pdf(pages) for pages in (1, 2, 3)))
    text = me.get(page).content.decode()
    assert 'type="file"' not in text
    assert "remove one first" in text
    assert "No more than 3 files" in send(me, page, samples.pdf(4)).content.decode()


@pytest.mark.parametrize("name", ["свидетельство о рождении.pdf", 'a"b\r\nX-Evil: 1.pdf', "шəhadətnamə.html"])
def test_a_file_is_served_as_an_attachment_in_a_sandbox(me: Client, page: str, name: str) -> None:
    send(me, page, samples.pdf(), name=name)
    [file] = Case.objects.get().answers["papers"]
    answer = me.get(f"/en/cabinet/files/{file}/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "X-Evil" not in answer.headers
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_a_page_is_drawn_as_a_picture(me: Client, page: str) -> None:
    send(me, page, samples.pdf(2))
    [file] = Case.objects.get().answers["papers"]
    answer = me.get(f"/en/cabinet/files/{file}/pages/2/")
    assert answer["Content-Type"] == "image/png"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert me.get(f"/en/cabinet/files/{file}/pages/3/").status_code == 404


def test_a_stranger_finds_neither_file_nor_question(town, signed_in_as, me: Client, page: str) -> None:
    send(me, page, samples.pdf())
    [file] = Case.objects.get().answers["papers"]
    stranger = signed_in_as(town.stranger)
    for address in (f"/en/cabinet/files/{file}/", f"/en/cabinet/files/{file}/pages/1/", page):
        assert stranger.get(address).status_code == 404, address
    assert send(stranger, page, samples.pdf(2)).status_code == 404
    assert stranger.post(f"{page}{file}/remove/").status_code == 404
    assert me.get("/en/cabinet/files/" + "0" * 32 + "/").status_code == 404


def test_no_other_page_takes_a_file(me: Client, page: str, folder: Path) -> None:
    draft = page.removesuffix("files/papers/")
    sent = {"presented_to": "A bank", "film": SimpleUploadedFile("film.mp4", bytes(4_000_000))}
    me.post(f"{draft}questions/presented_to/", sent)
    assert [each for each in folder.rglob("*") if each.is_file()] == []
