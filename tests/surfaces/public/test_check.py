"""Checking a document as a stranger: neutral when it is not known, plain when it is, never more than the allow-list."""

import re
from datetime import date

import pytest
from django.test import Client
from tests.support.documents.papers import BORN

from maarif.kernel.text import LANGUAGES
from maarif.support.documents import operations, queries
from maarif.support.documents.types import Issued, RevocationReason, Status, Verification
from maarif.support.parties.types import Actor, Assurance

MINISTRY = Actor(role="ministry_officer", scope_kind="country", scope="az", assurance=Assurance.OFFICIAL)
SECRETS = ("Məmmədova", "Aygün", "2005-03-08", "08.03.2005", "8 mart 2005")


def ask(client: Client, document: str, born: str, language: str = "az") -> str:
    answer = client.post(f"/{language}/check/", {"document": document, "born": born})
    assert answer["Cache-Control"] == "no-store, private"
    return answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("born", ["08.03.2005", "8.3.2005", "08/03/2005", "2005-03-08"])
def test_a_certificate_in_force_is_called_genuine_and_its_holder_is_not_named(
    client: Client, certificate: Issued, born: str
) -> None:
    page = ask(client, certificate.public_id, born)
    assert "Sənəd həqiqidir və qüvvədədir" in page
    assert certificate.number in page
    for secret in SECRETS:
        assert secret not in page


@pytest.mark.django_db
def test_a_wrong_birth_date_and_a_wrong_code_get_the_same_answer(client: Client, certificate: Issued) -> None:
    wrong_date = ask(client, certificate.public_id, "09.03.2005")
    wrong_code = ask(client, "0000-0000-0000-0000-0000-0000-001", "08.03.2005")
    neutral = "Bu məlumatlara uyğun sənəd yoxdur"
    assert neutral in wrong_date
    assert neutral in wrong_code
    assert certificate.number not in wrong_date
    assert bare(wrong_date) == bare(wrong_code)


@pytest.mark.django_db
def test_a_revoked_document_says_since_when_and_why(client: Client, certificate: Issued) -> None:
    operations.revoke(
        by=MINISTRY, public_id=certificate.public_id, reason=RevocationReason.FACTS_WERE_WRONG, note="Qaraquşov dedi"
    )
    for language in LANGUAGES:
        page = ask(client, certificate.public_id, "08.03.2005", language)
        assert queries.reason_text(RevocationReason.FACTS_WERE_WRONG).in_(language) in page
        assert "Qaraquşov" not in page
    assert "The document has been revoked" in page


@pytest.mark.django_db
def test_an_expired_document_says_until_when_it_held(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Verification(status=Status.EXPIRED, public_id="X", number="N", valid_until=date(2026, 1, 2))
    monkeypatch.setattr(queries, "verify_token", lambda *given: fields(found))
    page = client.get("/en/check/t/abc").content.decode()
    assert "its time has run out" in page
    assert "2\N{NO-BREAK SPACE}January\N{NO-BREAK SPACE}2026" in page


@pytest.mark.django_db
def test_the_qr_code_opens_the_same_answer(client: Client, certificate: Issued) -> None:
    answer = client.get(f"/ru/check/t/{certificate.token}")
    assert answer.status_code == 200
    assert "Документ подлинный и действует" in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["abc", "a.b.c", "%00", "x" * 4000, "‮"])
def test_a_token_that_is_not_ours_is_refused_in_plain_words(client: Client, token: str) -> None:
    answer = client.get(f"/kk/check/t/{token}")
    assert answer.status_code == 200
    assert "Мұндай құжат жоқ" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("document", "born", "problems"),
    [
        ("", "", ["document", "born"]),
        ("ABCD", "", ["born"]),
        ("ABCD", "31.02.2005", ["born"]),
        ("ABCD", "1.1.3005", ["born"]),
        ("ABCD", "x" * 5000, ["born"]),
        ("A" * 500, "08.03.2005", ["document"]),
        ("\x00\x00", "08.03.2005", ["document"]),
    ],
)
def test_what_is_wrong_is_said_beside_the_question_and_nothing_typed_is_lost(
    client: Client, document: str, born: str, problems: list[str]
) -> None:
    answer = client.post("/en/check/", {"document": document, "born": born})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: Check a document" in page
    assert re.findall(r'href="#(\w+)">', page.split('id="errors"')[1].split("</ul>")[0]) == problems
    for code in problems:
        assert f'id="{code}-error"' in page
    if len(document) < 80 and document.isprintable():
        assert f'name="document" type="text" value="{document}"' in page


@pytest.mark.django_db
def test_the_budget_used_up_asks_for_patience_and_locks_no_document(
    client: Client, certificate: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "verification", lambda *given: Verification(status=Status.BUSY))
    answer = client.post("/az/check/", {"document": certificate.public_id, "born": "08.03.2005"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "600"
    assert "Heç bir sənəd bloklanmayıb" in answer.content.decode()
    assert "Sənəd həqiqidir" in client.get(f"/az/check/t/{certificate.token}").content.decode()


@pytest.mark.django_db
@pytest.mark.slow
def test_whoever_has_checked_may_see_and_download_the_paper(client: Client, certificate: Issued) -> None:
    page = ask(client, certificate.public_id, "08.03.2005")
    session = re.search(r'name="session" value="([^"]+)"', page)
    assert session is not None
    for wanted, kind in (("view", "inline"), ("download", "attachment")):
        answer = client.post("/az/check/paper/", {"session": session[1], "as": wanted})
        assert answer.content.startswith(b"%PDF-")
        assert answer["Content-Disposition"].startswith(kind)
        assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.django_db
@pytest.mark.parametrize("session", ["", "x", "\x00", "eyJ.x.y"])
def test_nobody_gets_a_paper_without_a_check(client: Client, certificate: Issued, session: str) -> None:
    answer = client.post("/az/check/paper/", {"session": session})
    assert answer.status_code == 404
    assert b"%PDF" not in answer.content


def test_the_date_of_birth_in_these_tests_is_the_certificate_s() -> None:
    assert date(2005, 3, 8) == BORN


def fields(found: Verification) -> Verification:
    """The answer with the texts that every known document has."""
    from dataclasses import replace

    from tests.support.documents.papers import ISSUER, TITLE

    return replace(found, title=TITLE, issuer=ISSUER, holder="M. A.", issued_on=date(2025, 11, 1))


def bare(page: str) -> str:
    """A page without what the asker typed and without form tokens."""
    return re.sub(r'value="[^"]*"', "", page)
