"""The cabinet's first page: few queries, little weight, nobody else's affairs."""

import gzip
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.surfaces.town import CANARY, CLERK

from maarif.engine.cases import operations, queries
from maarif.support.access.operations import grant_role
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Actor, Assurance

pytestmark = pytest.mark.django_db

SERVICE = "higher.study_certificate"
MOST_QUERIES = 6
MOST_BYTES = 100_000
STATIC = Path(__file__).resolve().parents[3] / "src" / "maarif" / "surfaces"
ASSETS = (
    "frame/static/frame/vendor/designsystemet.css",
    "frame/static/frame/vendor/inter.woff2",
    "frame/static/frame/vendor/htmx.js",
    "frame/static/frame/maarif.css",
    "frame/static/frame/maarif.svg",
    "frame/static/frame/frame.js",
    "record/static/record/personal.css",
)


def actor(party, **more):
    return Actor(party=party, assurance=Assurance.NATIONAL, **more)


def apply(party, **answers):
    """Starts a draft, answers it and sends it; returns the receipt."""
    me = actor(party)
    draft = operations.start_draft(by=me, service=SERVICE)
    for field, raw in {"presented_to": "", "paper_language": "az", **answers}.items():
        assert operations.save_answer(by=me, draft=draft, field=field, raw=raw) is None
    view = queries.draft_for(me, draft)
    return operations.submit(by=me, draft=draft, idempotency_key=f"key-{draft}", seen=view.digest)


def test_the_first_page_with_real_data_takes_at_most_six_queries(town, signed_in_as):
    apply(town.student)
    operations.start_draft(by=actor(town.student), service=SERVICE)
    client = signed_in_as(town.student)
    client.get("/az/cabinet/")  # a session asks for the name and the office once
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get("/az/cabinet/")
    assert page.status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n".join(query["sql"] for query in asked)


def test_a_parent_of_two_sees_both_children_in_at_most_six_queries(town, signed_in_as):
    client = signed_in_as(town.mother)
    client.get("/az/cabinet/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/az/cabinet/").content.decode()
    assert "Nihad Məmmədov" in page
    assert "Leyla Məmmədova" in page
    assert "6 nömrəli tam orta məktəb" in page
    assert len(asked) <= MOST_QUERIES, "\n".join(query["sql"] for query in asked)


def test_the_first_page_with_everything_it_needs_weighs_less_than_100_kb(town, signed_in_as):
    apply(town.student)
    page = signed_in_as(town.student).get("/az/cabinet/").content
    for asset in ASSETS:
        assert Path(asset).name.encode().partition(b".")[0] in page or asset.endswith("woff2")
    weight = len(gzip.compress(page)) + sum(_weight(STATIC / asset) for asset in ASSETS)
    assert weight <= MOST_BYTES


def _weight(path):
    """What goes over the wire: compressed, except what is compressed in itself."""
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content))


def test_what_waits_stands_first_a_draft_is_not_sent(town, signed_in_as):
    operations.start_draft(by=actor(town.student), service=SERVICE)
    page = signed_in_as(town.student).get("/en/cabinet/").content.decode()
    assert "NOT SENT yet: Certificate of study at a higher education institution" in page
    assert "You have begun an application and not sent it." in page
    assert "Nothing is waiting for you." not in page


def test_what_waits_says_for_which_child(town, signed_in_as):
    operations.start_draft(by=actor(town.mother), service="school.study_certificate", subject=town.son)
    page = signed_in_as(town.mother).get("/en/cabinet/").content.decode()
    waiting = page[page.index("NOT SENT yet") : page.index("Your answers are saved")]
    assert "Məmmədov Nihad" in waiting


def test_a_sent_application_shows_its_number_and_that_it_is_ready(town, signed_in_as):
    receipt = apply(town.student)
    page = signed_in_as(town.student).get("/en/cabinet/").content.decode()
    assert receipt.number in page
    assert "answered at once" in page
    assert ">Ready<" in page


def test_without_applications_the_page_says_what_to_do_next(town, signed_in_as):
    page = signed_in_as(town.mother).get("/en/cabinet/").content.decode()
    assert "No applications yet" in page
    assert "See the services" in page


def test_nobody_sees_another_persons_affairs(town, signed_in_as):
    receipt = apply(town.stranger)
    for party in (town.student, town.mother, town.registrar):
        client = signed_in_as(party)
        for page in ("", "applications/", "documents/", "messages/", "family/", "data/", "data/looks/"):
            shown = client.get(f"/az/cabinet/{page}").content.decode()
            for canary in (CANARY, receipt.number, receipt.documents[0].public_id):
                assert canary not in shown, (party, page)
        assert client.get(f"/az/cabinet/applications/{receipt.number}/").status_code == 404
        assert client.get(f"/az/cabinet/documents/{receipt.documents[0].public_id}/").status_code == 404


def test_while_acting_for_a_child_the_pages_are_the_childs(town, signed_in_as):
    client = signed_in_as(town.mother, acting_for=town.son)
    page = client.get("/en/cabinet/").content.decode()
    assert "Hello, Nihad" in page
    assert "You act for: Məmmədov Nihad" in page
    assert "Məmmədov Nihad" in client.get("/en/cabinet/data/").content.decode()


def test_an_account_without_a_person_is_told_how_to_prove_who_it_is(town, signed_in_as):
    page = signed_in_as(None, assurance=Assurance.ACCOUNT).get("/en/cabinet/")
    assert page.status_code == 200
    assert "Sign in with the national identity" in page.content.decode()


def test_an_official_is_shown_the_way_to_the_desk_and_nobody_else_is(town, signed_in_as):
    assert "/en/desk/" in signed_in_as(town.registrar).get("/en/cabinet/").content.decode()
    assert "/en/desk/" not in signed_in_as(town.student).get("/en/cabinet/").content.decode()


def test_a_role_that_has_not_begun_shows_no_desk(town, signed_in_as):
    grant_role(
        by=CLERK,
        party=town.student,
        role=Role.AUDITOR,
        scope_kind=ScopeKind.COUNTRY,
        scope="az",
        since=date(2090, 1, 1),
    )
    assert "/en/desk/" not in signed_in_as(town.student).get("/en/cabinet/").content.decode()


def test_a_stranger_is_led_to_sign_in(client):
    answer = client.get("/en/cabinet/", follow=False)
    assert answer.status_code == 302
    assert "next=%2Fen%2Fcabinet%2F" in answer["Location"]
