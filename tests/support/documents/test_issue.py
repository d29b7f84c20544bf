"""Issuing: what is signed, numbered, written and refused."""

import hashlib
import json
import threading
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.support.documents.papers import BODY, TITLE, order

from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.support.audit.models import Entry
from maarif.support.documents import operations, tokens
from maarif.support.documents.models import Document, Registration, Revocation
from maarif.support.documents.types import CannotBePrinted, DocumentNotFound, Fact
from maarif.support.keys.queries import Ring
from maarif.support.keys.types import KeysMissing
from maarif.support.parties.operations import make_party
from maarif.support.parties.types import SYSTEM, PartyKind


@pytest.mark.django_db
def test_numbers_run_on_within_a_series_and_a_year(holder: int, noon: clock.FrozenClock) -> None:
    first, second = operations.issue_many(by=SYSTEM, orders=(order(holder), order(holder)))
    other = operations.issue_many(by=SYSTEM, orders=(order(holder, kind="staff.recruitment_result"),))[0]
    noon.instant = datetime(2027, 1, 1, 0, 0, tzinfo=UTC)
    next_year = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    assert [one.number for one in (first, second, other, next_year)] == [
        "AZ-HSC-2026-000001",
        "AZ-HSC-2026-000002",
        "AZ-SRR-2026-000001",
        "AZ-HSC-2027-000001",
    ]


@pytest.mark.django_db
def test_the_day_of_issue_is_the_day_where_the_country_lives(holder: int, noon: clock.FrozenClock) -> None:
    noon.instant = datetime(2026, 12, 31, 20, 30, tzinfo=UTC)  # half past midnight in Baku
    issued = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    assert (issued.issued_on, issued.number) == (date(2027, 1, 1), "AZ-HSC-2027-000001")


@pytest.mark.django_db
def test_the_token_says_whose_the_document_is_from_whom_and_until_when(
    holder: int, institution: int, demo_ring: Ring
) -> None:
    (issued,) = operations.issue_many(
        by=SYSTEM, orders=(order(holder, institution=institution, valid_until=date(2027, 2, 21)),)
    )
    claims, key_id = tokens.claims_of(issued.token, demo_ring.key)
    row = Document.objects.get(pk=issued.id)
    digest = hashlib.sha256(row.snapshot.encode()).digest()
    assert bytes(row.digest) == digest
    assert row.key_id == key_id
    assert claims == {
        "id": issued.public_id,
        "number": issued.number,
        "kind": "higher.study_certificate",
        "holder": "M. A. R.",
        "issuer": "Bakı Dövlət Universiteti",
        "issued_on": "2026-11-23",
        "valid_until": "2027-02-21",
        "digest": tokens.encode(digest[:16]),
    }


@pytest.mark.django_db
def test_the_snapshot_says_all_that_the_paper_says(holder: int) -> None:
    issued = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    snapshot = json.loads(Document.objects.get(pk=issued.id).snapshot)
    assert snapshot["id"] == issued.public_id
    assert snapshot["holder"] == {"name": "Məmmədova Aygün Rəşid qızı", "birth_date": "2005-03-08"}
    assert Text.of(snapshot["body"]) == BODY
    assert [fact["code"] for fact in snapshot["facts"]] == ["programme", "year"]
    assert snapshot["rule_set"] == "az/certificates/2026-01-01"


@pytest.mark.django_db
def test_the_token_tells_neither_full_name_nor_birth_date_nor_facts(holder: int, demo_ring: Ring) -> None:
    issued = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    said = json.dumps(tokens.claims_of(issued.token, demo_ring.key)[0], ensure_ascii=False)
    assert not [secret for secret in ("Məmmədova", "Aygün", "2005", "03-08", "Kompüter", "AR-2026") if secret in said]


@pytest.mark.django_db
def test_issuing_one_document_takes_five_statements_at_most(holder: int) -> None:
    with CaptureQueriesContext(connection) as seen:
        operations.issue_many(by=SYSTEM, orders=(order(holder),))
    assert len([query for query in seen if "SAVEPOINT" not in query["sql"]]) <= 5


@pytest.mark.django_db
def test_issuing_is_written_into_the_ledger_of_the_holder_with_the_digest(holder: int) -> None:
    issued = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    row = Document.objects.get(pk=issued.id)
    assert list(Entry.objects.values_list("what", "subject", "detail")) == [
        ("documents.issue", holder, {"document": issued.number, "digest": bytes(row.digest).hex()})
    ]


@pytest.mark.django_db
def test_the_job_that_renders_is_deferred_in_the_same_transaction(holder: int) -> None:
    operations.issue_many(by=SYSTEM, orders=(order(holder),))
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args ->> 'language' FROM procrastinate_jobs")
        assert cursor.fetchall() == [("documents.render", "az")]


@pytest.mark.django_db
def test_without_keys_nothing_is_issued_and_no_number_is_taken(holder: int, settings: object, tmp_path: object) -> None:
    settings.KEYS_FOLDER = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(KeysMissing):
        operations.issue_many(by=SYSTEM, orders=(order(holder),))
    assert not Document.objects.exists()
    assert not Registration.objects.exists()


@pytest.mark.django_db
def test_a_reissued_document_names_the_one_it_replaces_and_only_one_of_the_same_holder(holder: int) -> None:
    first = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    second = operations.issue_many(by=SYSTEM, orders=(order(holder, replaces=first.public_id),))[0]
    assert Document.objects.get(pk=second.id).replaces_id == first.id
    stranger = make_party(PartyKind.PERSON)
    with pytest.raises(DocumentNotFound):
        operations.issue_many(by=SYSTEM, orders=(order(stranger, replaces=first.public_id),))
    assert not Document.objects.filter(holder_id=stranger).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents_document SET snapshot = '{}'",
        "UPDATE documents_document SET valid_until = '2099-01-01'",
        "UPDATE documents_document SET public_id = 'x'",
        "DELETE FROM documents_document",
    ],
)
def test_the_database_itself_refuses_to_change_an_issued_document(holder: int, statement: str) -> None:
    issued = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    before = Document.objects.filter(pk=issued.id).values().get()
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Document.objects.filter(pk=issued.id).values().get() == before


@pytest.mark.django_db
def test_only_the_holder_of_a_document_may_move_as_merging_two_records_does(holder: int) -> None:
    issued = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    kept = make_party(PartyKind.PERSON)
    assert Document.objects.filter(pk=issued.id).update(holder_id=kept) == 1


@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_at_once_take_each_number_once() -> None:
    holder = make_party(PartyKind.PERSON)
    numbers: list[str] = []
    gate = threading.Barrier(16)

    def work() -> None:
        try:
            gate.wait(30)
            for _ in range(3):
                numbers.append(operations.issue_many(by=SYSTEM, orders=(order(holder),))[0].number)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(number[-6:]) for number in numbers) == list(range(1, 49))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "part", "letters"),
    [
        ({"holder_name": "Test 北京"}, "holder_name", "北京"),
        ({"facts": (Fact(code="to", label=TITLE, value="a\u202eb"),)}, "to", "\u202e"),
        ({"issuer": Text.same("უნივერსიტეტი")}, "issuer", "უნივერსტ"),
    ],
)
def test_what_the_paper_could_not_show_is_refused_before_anything_is_issued(
    holder: int, changes: dict[str, object], part: str, letters: str
) -> None:
    with pytest.raises(CannotBePrinted) as refused:
        operations.issue_many(by=SYSTEM, orders=(order(holder, **changes),))
    assert (refused.value.params["part"], refused.value.params["letters"]) == (part, letters)
    assert not Document.objects.exists()
    assert not Registration.objects.exists()


def test_the_letters_that_we_accept_are_in_both_fonts() -> None:
    from fontTools.ttLib import TTFont

    from maarif.support.documents import letters, renderings

    folder = renderings.PACKAGE / "support" / "documents" / "fonts"
    known = set.intersection(
        *(set(TTFont(folder / f"Inter-{weight}.otf").getBestCmap()) for weight in ("Regular", "SemiBold"))
    )
    accepted = {code for first, last in letters.RANGES for code in range(first, last + 1)}
    assert accepted <= known
    alphabets = "aəbcçdeğfghxıijkqlmnoöprsştuüvyz абвгдеёжзийклмнопрстуфхцчшщъыьэюя әғқңөұүһі ңөү №«»“”—…•₼₸"
    assert letters.strange_letters(alphabets + alphabets.upper()) == ""


@pytest.mark.django_db
def test_what_a_newer_document_reissues_is_superseded_once_and_nothing_else_is(holder: int) -> None:
    first = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    with pytest.raises(DocumentNotFound):
        operations.supersede(by=SYSTEM, public_id=first.public_id)
    operations.issue_many(by=SYSTEM, orders=(order(holder, replaces=first.public_id),))
    for _ in range(2):
        operations.supersede(by=SYSTEM, public_id=first.public_id)
    assert [(row.document_id, row.reason) for row in Revocation.objects.all()] == [(first.id, "superseded")]
