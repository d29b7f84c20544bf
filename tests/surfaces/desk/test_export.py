"""The list saved as a file: what is in it, what is not, who reads of it, and how much a day allows."""

import csv
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from tests.engine import campus, desks
from tests.surfaces.desk.cases_at import SECRET, Desk, another, built

from maarif.engine.cases import operations
from maarif.kernel.text import LANGUAGES
from maarif.registries.people.models import Person
from maarif.support.access import budgets
from maarif.support.access.models import ExportBudget
from maarif.support.audit.models import Entry
from maarif.support.audit.queries import looks_at
from maarif.surfaces.desk.screens.export import neutral

pytestmark = pytest.mark.django_db

EXPORT = "/en/desk/cases/export/"


@pytest.fixture
def desk(noon, signed_in_as) -> Iterator[Desk]:
    with desks.trial():
        yield built(signed_in_as)


def content(answer) -> bytes:
    assert answer.status_code == 200
    assert answer.streaming
    return b"".join(answer.streaming_content)


def saved(client, query: str = "", language: str = "en") -> list[list[str]]:
    """The rows of the list as a CSV file."""
    answer = client.post(f"/{language}/desk/cases/export/{query}", {"format": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="cases-2026-11-23.csv"'
    found = content(answer)
    assert found.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(found.decode("utf-8-sig"))))


def numbered(party: int | None) -> None:
    Person.objects.filter(pk=party).update(
        number_kind="fin", number_hash=b"h" * 32, number_cipher=b"c", number_tail="1AB•••9"
    )


def test_the_file_holds_the_rows_of_the_filter_with_masked_numbers(desk: Desk) -> None:
    numbered(desk.applicant.party)
    second = another(desk)
    operations.claim(by=desk.where.registrar, number=second)
    head, *rows = saved(desk.registrar)
    assert head == [
        "Number of the case", "Service", "Stage", "About", "Personal number", "Asked by", "Personal number", "Received",
        "Deadline", "State", "On whose desk", "How it came",
    ]  # fmt: skip
    assert {row[0] for row in rows} == {desk.number, second}
    [row] = saved(desk.registrar, "?claim=nobody")[1:]
    name = "Quliyeva Nərmin Samir qızı"
    assert row[0] == desk.number
    assert row[3:] == [
        name, "1AB•••9", name, "1AB•••9", "2026-11-23", "2026-11-26", "3 working days left", "", "Sent through the portal",
    ]  # fmt: skip
    assert saved(desk.registrar, "?claim=mine")[1][10] == "You"
    assert SECRET not in str(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_speaks_the_language_of_its_page_to_the_end(language: str, desk: Desk) -> None:
    head, row = saved(desk.registrar, language=language)
    words = {
        "az": ("İşin nömrəsi", "Portal"), "ru": ("Номер дела", "портал"), "kk": ("Істің нөмірі", "Портал"),
        "ky": ("Иштин номери", "Портал"), "en": ("Number of the case", "portal"),
    }[language]  # fmt: skip
    assert head[0] == words[0]
    assert words[1] in row[11]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＠"])
def test_what_would_begin_a_formula_is_neutral(begin: str) -> None:
    assert neutral(f"{begin}1+1") == f"'{begin}1+1"
    assert neutral(f"a{begin}1") == f"a{begin}1"


def test_no_cell_of_either_file_is_a_live_formula(desk: Desk) -> None:
    Person.objects.filter(pk=desk.applicant.party).update(family_name='=HYPERLINK("http://x")')
    row = saved(desk.registrar)[1]
    assert row[3] == '\'=HYPERLINK("http://x") Nərmin Samir qızı'
    answer = desk.registrar.post(EXPORT, {"format": "xlsx"})
    assert answer["Content-Disposition"] == 'attachment; filename="cases-2026-11-23.xlsx"'
    with ZipFile(BytesIO(content(answer))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in book.namelist() if "hyperlink" in name.lower() or "external" in name.lower()]
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    kinds = re.findall(r'<c r="([A-L])2"[^>]*?(?: t="(\w+)")?>', sheet)
    assert {column: kind for column, kind in kinds if column not in "HI"} == dict.fromkeys("ABCDFJL", "inlineStr")
    assert {column: kind for column, kind in kinds if column in "HI"} == {"H": "", "I": ""}
    assert "&apos;=HYPERLINK" in sheet.replace("'=", "&apos;=")


def test_every_save_is_in_the_ledger_with_its_filter_and_rows(desk: Desk) -> None:
    another(desk)
    saved(desk.registrar, "?claim=nobody&due=soon&nonsense=1")
    kept = Entry.objects.get(what="cases.export", kind="write")
    assert kept.detail == {"filters": {"claim": "nobody", "due": "soon"}, "rows": 2, "format": "csv"}
    assert kept.party == desk.where.registrar.party
    look = looks_at(desk.applicant.party or 0)[0]
    assert (look.what, look.purpose, look.role) == ("cases.export", "application", "registrar")
    assert ExportBudget.objects.get().taken == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_beyond_the_budget_nothing_is_saved_and_those_who_watch_are_told(language: str, desk: Desk) -> None:
    another(desk)
    taken = budgets.EXPORTED_A_DAY - 1
    ExportBudget.objects.create(party_id=desk.where.registrar.party, day=budgets.today(), taken=taken)
    answer = desk.registrar.post(f"/{language}/desk/cases/export/?claim=nobody", {"format": "xlsx"})
    assert answer.status_code == 429
    words = {
        "az": "Bu siyahı bu gün", "ru": "Этот список длиннее", "kk": "Бұл тізім бүгін", "ky": "Бул тизме бүгүн",
        "en": "This list is longer than what you may still save today",
    }[language]  # fmt: skip
    assert words in answer.content.decode()
    assert desk.number not in answer.content.decode()
    assert f'href="/{language}/desk/cases/?claim=nobody"' in answer.content.decode()
    assert ExportBudget.objects.get().taken == taken
    assert not Entry.objects.filter(what="cases.export").exists()
    told = Entry.objects.get(what="desk.export_budget_spent")
    assert told.detail == {"most": budgets.EXPORTED_A_DAY, "filters": {"claim": "nobody"}}
    [number] = {desk.number}
    assert len(saved(desk.registrar, f"?q={number}")) == 2
    assert ExportBudget.objects.get().taken == budgets.EXPORTED_A_DAY


def test_the_budget_of_yesterday_is_not_todays_and_a_colleague_has_an_own_one(desk: Desk, noon) -> None:
    day = budgets.today()
    ExportBudget.objects.create(party_id=desk.where.registrar.party, day=day, taken=budgets.EXPORTED_A_DAY)
    assert desk.registrar.post(EXPORT, {"format": "csv"}).status_code == 429
    assert len(saved(desk.head)) == 2
    ExportBudget.objects.filter(party_id=desk.where.registrar.party).update(day=day.replace(day=22))
    assert len(saved(desk.registrar)) == 2


def test_nobody_saves_the_list_of_another_office(desk: Desk, signed_in_as) -> None:
    assert len(saved(desk.stranger)) == 1
    assert desk.registrar.get(EXPORT).status_code == 405
    assert desk.registrar.post(EXPORT, {"format": "pdf"}).status_code == 404
    assert signed_in_as(campus.person()).post(EXPORT, {"format": "csv"}).status_code == 404


def test_long_lists_come_in_batches_whole_and_in_order(desk: Desk, monkeypatch) -> None:
    monkeypatch.setattr("maarif.engine.cases.exporting.BATCH", 2)
    numbers = [desk.number, *(another(desk, family=f"Ad{each}", key=f"another-key-{each:04}") for each in range(4))]
    assert [row[0] for row in saved(desk.registrar)[1:]] == numbers
