"""Two records of one person become one and come apart again: accounts, drafts, cases, papers, notices, tokens, guardians, ledgers."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client

from maarif.engine.cases import operations as cases
from maarif.engine.cases import queries as case_queries
from maarif.engine.cases.events import broken_at
from maarif.engine.cases.models import Case
from maarif.engine.cases.types import Status
from maarif.kernel.text import Text
from maarif.registries.enrolments import queries as studies
from maarif.registries.people import operations as people
from maarif.registries.people import queries as people_queries
from maarif.registries.people.errors import MergeConflict, MergeMoved
from maarif.registries.people.types import GuardianshipKind
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.access import queries as access_queries
from maarif.support.access.operations import grant_role, issue_token
from maarif.support.access.types import Role, ScopeKind, TokenScope
from maarif.support.audit.queries import looks_at
from maarif.support.documents import queries as document_queries
from maarif.support.identity.models import Account
from maarif.support.notices import operations as notices
from maarif.support.notices.models import ChannelChoice, Message
from maarif.support.notices.types import Channels, Topic
from maarif.support.parties.types import Actor, Assurance, Channel
from tests.engine import campus
from tests.registries.people.test_duplicates import picture
from tests.support.identity.conftest import national, sign_in_nationally
from tests.surfaces.cabinet.test_home import apply
from tests.surfaces.standing import demo_keys, keys_folder

__all__ = ["demo_keys", "keys_folder", "national"]

pytestmark = pytest.mark.django_db
SERVICE = "higher.study_certificate"
NUMBERS = ("6PW2F4J", "2AB3C4D")
BORN = date(2005, 11, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The record that is kept, the one taken into it, and the official who decides."""

    kept: int
    merged: int
    official: Actor

    def merge(self) -> int:
        return people.merge(by=self.official, kept=self.kept, merged=self.merged, reason="one person, papers seen")

    def part(self, merge: int) -> None:
        people.unmerge(by=self.official, merge=merge, reason="two persons after all")


@pytest.fixture
def pair(db: None) -> Pair:
    """Two records of one student, a bachelor's and a master's, each with a number of its own."""
    kept, merged = campus.person(), campus.person(given="Nermin")
    campus.enrol(kept, campus.place())
    campus.enrol(merged, campus.place(name="Gəncə Universiteti"), ProgrammeKind.MASTER, level=7)
    for person, number in zip((kept, merged), NUMBERS, strict=True):
        people.give_number(by=campus.CLERK, person=person, number=number, reason="test")
    officer = campus.person(given="Elnur", family="Babayev", born=date(1979, 5, 14))
    official = Actor(
        party=officer, role="ministry_officer", scope_kind="country", scope="az", assurance=Assurance.OFFICIAL,
        channel=Channel.DESK,
    )  # fmt: skip
    return Pair(kept=kept, merged=merged, official=official)


def enter(number: str) -> tuple[Client, Any]:
    """Signs in through the national provider with a typed number; the browser and the answer."""
    client = Client()
    answer = sign_in_nationally(client, number=number, birth_date=BORN.isoformat())
    return client, answer


def party_of(client: Client) -> int | None:
    visitor = client.get("/az/account/session/").wsgi_request.visitor  # type: ignore[attr-defined]
    party: int | None = visitor.party
    return party


def draft_of(party: int, words: str) -> str:
    me = campus.actor(party)
    draft = cases.start_draft(by=me, service=SERVICE)
    assert cases.save_answer(by=me, draft=draft, field="presented_to", raw=words) is None
    return draft


def answer_of(draft: str) -> object:
    return Case.objects.get(key=draft).answers.get("presented_to")


def test_of_two_accounts_one_remains_and_both_numbers_lead_to_it(pair: Pair, national: Any) -> None:
    first, _ = enter(NUMBERS[0])
    second, _ = enter(NUMBERS[1])
    accounts = {row.party_id: row.pk for row in Account.objects.all()}
    before = sorted(SocialAccount.objects.values_list("pk", "user_id"))
    merge = pair.merge()
    assert party_of(first) == pair.kept
    assert party_of(second) is None  # the session of the account that rests has ended
    for number in NUMBERS:
        client, answer = enter(number)
        assert (answer.status_code, answer["Location"]) == (302, "/az/cabinet/")
        assert party_of(client) == pair.kept
        assert client.session["_auth_user_id"] == str(accounts[pair.kept])
    assert Account.objects.count() == 2
    pair.part(merge)
    assert sorted(SocialAccount.objects.values_list("pk", "user_id")) == before
    for number, party in zip(NUMBERS, (pair.kept, pair.merged), strict=True):
        client, _ = enter(number)
        assert party_of(client) == party
        assert client.session["_auth_user_id"] == str(accounts[party])


def test_an_only_account_goes_along_and_stays_signed_in(pair: Pair, national: Any) -> None:
    client, _ = enter(NUMBERS[1])
    merge = pair.merge()
    assert party_of(client) == pair.kept
    assert party_of(enter(NUMBERS[0])[0]) == pair.kept
    pair.part(merge)
    assert party_of(enter(NUMBERS[1])[0]) == pair.merged


def test_whoever_knows_the_password_of_the_account_that_rests_does_not_get_in(pair: Pair, client: Client) -> None:
    Account.objects.create_user(party_id=pair.kept)
    rests = Account.objects.create_user(
        party_id=pair.merged, phone="+994501234567", phone_verified=True, password="quru-otlar-yayda", proof="desk"
    )
    merge = pair.merge()
    form = {"login": "+994501234567", "password": "quru-otlar-yayda"}
    assert client.post("/az/account/login/", form)["Location"] == "/az/account/inactive/"
    assert "_auth_user_id" not in client.session
    pair.part(merge)
    client.post("/az/account/login/", form)
    assert client.session["_auth_user_id"] == str(rests.pk)


@pytest.mark.parametrize("newer", ["kept", "merged"])
def test_of_two_drafts_the_one_saved_last_stays_open_and_no_answer_is_lost(pair: Pair, newer: str) -> None:
    drafts = {"kept": draft_of(pair.kept, "Bank"), "merged": draft_of(pair.merged, "Səfirlik")}
    Case.objects.exclude(key=drafts[newer]).update(saved_at=Case.objects.get(key=drafts[newer]).saved_at - timedelta(1))
    older = next(key for who, key in drafts.items() if who != newer)
    before = picture()
    merge = pair.merge()
    me = campus.actor(pair.kept)
    assert [view.key for view in case_queries.drafts_of(me)] == [drafts[newer]]
    aside = Case.objects.get(key=older)
    assert (aside.status, aside.party_id, aside.subject_id) == (Status.SET_ASIDE, pair.kept, pair.kept)
    told = Message.objects.filter(party_id=pair.kept, topic="draft").get()
    assert drafts[newer] in told.link
    assert set(told.body) == {"az", "ru", "kk", "ky", "en"}
    assert all(broken_at(case) is None for case in Case.objects.all())
    pair.part(merge)
    Message.objects.all().delete()
    assert picture() == before
    assert {answer_of(key) for key in drafts.values()} == {"Bank", "Səfirlik"}
    assert all(broken_at(case) is None for case in Case.objects.all())


def test_the_draft_that_was_set_aside_opens_when_the_application_is_begun_anew(pair: Pair) -> None:
    kept, merged = draft_of(pair.kept, "Bank"), draft_of(pair.merged, "Səfirlik")
    pair.merge()
    me = campus.actor(pair.kept)
    assert cases.start_draft(by=me, service=SERVICE) == merged  # the one saved last is the open one
    cases.withdraw(by=me, draft=merged)
    assert cases.start_draft(by=me, service=SERVICE) == kept
    assert answer_of(kept) == "Bank"


def test_undoing_leaves_aside_what_has_been_replaced_since(pair: Pair) -> None:
    kept, merged = draft_of(pair.kept, "Bank"), draft_of(pair.merged, "Səfirlik")
    merge = pair.merge()
    Case.objects.filter(key=kept).update(expires_at=Case.objects.get(key=merged).started_at)
    me = campus.actor(pair.kept)
    cases.withdraw(by=me, draft=merged)
    third = cases.start_draft(by=me, service=SERVICE)
    assert third != kept  # its time was over
    pair.part(merge)
    assert Case.objects.get(key=third).status == Status.DRAFT


def test_a_draft_set_aside_is_deleted_when_its_time_is_over(pair: Pair) -> None:
    kept, _ = draft_of(pair.kept, "Bank"), draft_of(pair.merged, "Səfirlik")
    pair.merge()
    Case.objects.filter(key=kept).update(expires_at=Case.objects.get(key=kept).started_at)
    assert cases.expire_drafts() == 1
    row = Case.objects.get(key=kept)
    assert (row.status, row.answers) == (Status.EXPIRED, {})


def test_sent_cases_and_papers_of_both_are_in_one_cabinet_and_part_exactly(pair: Pair) -> None:
    receipts = {party: apply(party) for party in (pair.kept, pair.merged)}
    numbers = {receipt.number for receipt in receipts.values()}
    papers = {party: receipt.documents[0].public_id for party, receipt in receipts.items()}
    before = picture()
    merge = pair.merge()
    me = campus.actor(pair.kept)
    assert {card.number for card in case_queries.my_cases(me)} == numbers
    assert {card.public_id for card in document_queries.documents_of(me, pair.kept)} == set(papers.values())
    for public_id in papers.values():
        paper = document_queries.document_for(me, public_id)
        assert paper.holder == pair.kept
        assert document_queries.holder_of(paper.card.number) == pair.kept
        assert document_queries.pdf_for(me, public_id, "az").startswith(b"%PDF-")
        assert document_queries.verification(public_id, BORN, "203.0.113.7").status == "valid"
    [bachelor, _master] = studies.of_person(pair.kept)
    other = apply(pair.kept, enrolment=str(bachelor.id))  # what is done in between stays with the kept record
    pair.part(merge)
    Message.objects.all().delete()
    assert {card.number for card in case_queries.my_cases(campus.actor(pair.merged))} == {receipts[pair.merged].number}
    assert [card.public_id for card in document_queries.documents_of(campus.actor(pair.merged), pair.merged)] == [
        papers[pair.merged]
    ]
    assert other.number in {card.number for card in case_queries.my_cases(me)}
    assert [row for row in json.loads(before)["cases_case"] if row not in json.loads(picture())["cases_case"]] == []


def test_the_same_submission_key_of_both_is_no_obstacle(pair: Pair) -> None:
    for party in (pair.kept, pair.merged):
        draft = draft_of(party, "Bank")
        assert cases.save_answer(by=campus.actor(party), draft=draft, field="paper_language", raw="az") is None
        cases.submit(by=campus.actor(party), draft=draft, idempotency_key="the-same-key")
    merge = pair.merge()
    pair.part(merge)
    with connection.cursor() as cursor:
        cursor.execute("SELECT party_id FROM cases_idempotencykey ORDER BY id")
        assert [party for (party,) in cursor.fetchall()] == [pair.kept, pair.merged]


def test_tokens_notices_channels_roles_and_looks_come_together_and_part(pair: Pair) -> None:
    university, secrets = campus.place(name="Bakı Universiteti"), []
    for party in (pair.kept, pair.merged):
        account = Account.objects.create_user(party_id=party)
        me = Actor(party=party, account=account.pk, assurance=Assurance.NATIONAL)
        secrets.append(issue_token(by=me, name="script", scopes=frozenset({TokenScope.PROFILE_READ})).secret)
        grant_role(
            by=campus.CLERK, party=party, role=Role.TEACHER, scope_kind=ScopeKind.INSTITUTION, scope=str(university),
            since=date(2025, 9, 1) if party == pair.kept else date(2026, 1, 1),
        )  # fmt: skip
        people_queries.record_for(pair.official, party, purpose="appeal")
        for key in ("welcome", f"only {party}"):
            _notice(party, key)
    notices.choose_channels(
        by=campus.actor(pair.merged), channels=Channels(email=frozenset(), sms=frozenset({Topic.NEWS}))
    )
    assert [_behind(secret) for secret in secrets] == [pair.kept, pair.merged]
    before = picture()
    merge = pair.merge()
    keys = list(Message.objects.filter(party_id=pair.kept).values_list("key", flat=True))
    assert sorted(keys) == sorted(["welcome", f"only {pair.kept}", f"only {pair.merged}", f"merge {merge}"])
    assert ChannelChoice.objects.get(pk=pair.kept).sms == ["news"]
    assert len(access_queries.roles_of(pair.kept)) == 1
    assert len(looks_at(pair.kept)) == 2
    assert [_behind(secret) for secret in secrets] == [pair.kept, pair.kept]
    assert len(access_queries.tokens_of(campus.actor(pair.kept))) == 2
    pair.part(merge)
    Message.objects.filter(topic="record.merged").delete()
    assert picture() == before
    assert len(looks_at(pair.kept)) == len(looks_at(pair.merged)) == 1
    assert [_behind(secret) for secret in secrets] == [pair.kept, pair.merged]


def _behind(secret: str) -> int | None:
    visitor = access_queries.visitor_by_token(secret)
    return visitor.party if visitor is not None else None


def _notice(party: int, key: str) -> None:
    notices.send(by=campus.CLERK, to=party, topic="test", subject=Text.same("x"), body=Text.same("y"), key=key)


def test_a_mother_of_two_records_of_one_child_is_the_mother_of_the_one_child(pair: Pair) -> None:
    mother = campus.person(born=date(1980, 1, 1), given="Aygün")
    for child in (pair.kept, pair.merged):
        people.appoint_guardian(by=campus.CLERK, guardian=mother, ward=child, kind=GuardianshipKind.MOTHER, since=BORN)
    before = picture()
    merge = pair.merge()
    assert [bond.person.id for bond in people_queries.wards(mother, date(2010, 1, 1))] == [pair.kept]
    pair.part(merge)
    Message.objects.all().delete()
    assert picture() == before


def test_guardianships_that_contradict_each_other_stop_the_merge_by_name(pair: Pair) -> None:
    mother = campus.person(born=date(1980, 1, 1), given="Aygün")
    for child, since in ((pair.kept, date(2010, 1, 1)), (pair.merged, BORN)):
        people.appoint_guardian(by=campus.CLERK, guardian=mother, ward=child, kind=GuardianshipKind.MOTHER, since=since)
    before = picture()
    with pytest.raises(MergeConflict) as conflict:
        pair.merge()
    assert conflict.value.params["table"] == "people_guardianship"
    assert picture() == before
    assert Message.objects.count() == 0


def test_the_person_is_told_of_the_merge_and_both_of_its_undoing(pair: Pair) -> None:
    merge = pair.merge()
    told = Message.objects.get()
    assert (told.party_id, told.topic, set(told.subject)) == (
        pair.kept,
        "record.merged",
        {"az", "ru", "kk", "ky", "en"},
    )
    pair.part(merge)
    assert set(Message.objects.exclude(pk=told.pk).values_list("party_id", flat=True)) == {pair.kept, pair.merged}


def test_a_merge_cannot_be_undone_over_something_new_and_says_so_by_name(pair: Pair) -> None:
    draft_of(pair.merged, "Bank")
    merge = pair.merge()
    stray = draft_of(pair.kept, "Bank")
    Case.objects.filter(key=stray).update(party_id=pair.official.party)
    with pytest.raises(MergeMoved) as moved:
        pair.part(merge)
    assert moved.value.params["table"] == "cases_case"
