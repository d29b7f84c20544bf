"""A question for files that the office asks to answer anew: what stays, what comes in its place, what the office then sees."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from unittest.mock import patch

import pytest
from tests.engine import campus, desks
from tests.engine.filing import arrival
from tests.support.files import samples

from maarif.engine import registry
from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import CaseNotFound, NotedWrong
from maarif.engine.cases.models import Case, Request
from maarif.engine.cases.types import RequestKind, Status
from maarif.engine.registry import discovery
from maarif.support.access.types import Role, ScopeKind
from maarif.support.files import queries as kept
from maarif.support.files.models import File
from maarif.support.files.types import Fault
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
SERVICE = "citizens.correction"
_keys = iter(range(10**6))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> None:
    settings.FILES_FOLDER = tmp_path / "files"
    settings.CLAMD = ""


@contextmanager
def one_paper() -> Iterator[None]:
    """The service takes one paper, no more."""
    found, declared = discovery._found(), registry.service(SERVICE)
    form = tuple(replace(each, most_files=1) if each.code == "papers" else each for each in declared.form)
    changed = MappingProxyType({**found, SERVICE: replace(declared, form=form)})
    with patch.object(discovery, "_found", lambda: changed):
        yield


@pytest.fixture
def ministry() -> Actor:
    return desks.officer(Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az")


@pytest.fixture
def by() -> Actor:
    return campus.actor(campus.person(), language="en")


def asked(by: Actor, ministry: Actor, *contents: bytes, kind: RequestKind = RequestKind.CORRECTION) -> str:
    """A case with papers, about which the office asks; its number."""
    draft = operations.start_draft(by=by, service=SERVICE)
    for field, raw in (("fact", "people.given_name"), ("right", "Nərmin")):
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    came = [arrival(content, f"old{place}.pdf") for place, content in enumerate(contents)]
    assert operations.attach(by=by, draft=draft, field="papers", arrived=came) == ()
    number = operations.submit(by=by, draft=draft, idempotency_key=f"replacing-{next(_keys):06d}").number
    operations.ask(by=ministry, number=number, kind=kind, text="Daha aydın surət göndərin", fields=("papers",))
    return number


def lay(by: Actor, number: str, *contents: bytes) -> list[str]:
    came = [arrival(content, f"new{place}.pdf") for place, content in enumerate(contents)]
    return [error.code for error in operations.enclose(by=by, number=number, arrived=came, into="papers")]


def papers_of(number: str) -> list[str]:
    return list(Case.objects.get(number=number).answers["papers"])


@pytest.mark.parametrize("kind", [RequestKind.CORRECTION, RequestKind.QUESTION])
def test_a_document_is_replaced_and_the_office_sees_both(by: Actor, ministry: Actor, kind: RequestKind) -> None:
    number = asked(by, ministry, samples.pdf(1), samples.pdf(2), kind=kind)
    first, second = papers_of(number)
    [tray] = queries.answering_for(by, number).replacing
    assert [card.name for card in tray.before] == ["old0.pdf", "old1.pdf"]
    assert lay(by, number, samples.pdf(3)) == []
    [tray] = queries.answering_for(by, number).replacing
    [new] = [card.public_id for card in tray.ready]
    operations.answer(by=by, number=number, corrections={"papers": [second, new]})
    assert papers_of(number) == [second, new]
    request = Request.objects.get()
    assert (request.before, request.after, request.files) == (
        {"papers": [first, second]},
        {"papers": [second, new]},
        [new],
    )
    dossier = queries.dossier_for(ministry, number)
    [card] = dossier.requests
    assert [(before, after) for _label, before, after in card.changes] == [("old0.pdf, old1.pdf", "old1.pdf, new0.pdf")]
    assert [each.name for each in card.files] == ["new0.pdf"]
    [row] = [row for row in dossier.rows if row.code == "papers"]
    assert row.then is not None
    assert [each.name for each in row.then.files] == ["old1.pdf", "new0.pdf"]
    assert row.differs is False
    assert kept.content_for(ministry, new).card.pages == 3
    assert kept.content_for(ministry, first).card.pages == 1


def test_where_one_fits_the_last_one_laid_takes_its_place(by: Actor, ministry: Actor) -> None:
    with one_paper():
        number = asked(by, ministry, samples.pdf(1))
        assert lay(by, number, samples.pdf(2)) == []
        assert lay(by, number, samples.pdf(3)) == []
        [tray] = queries.answering_for(by, number).replacing
        assert [card.pages for card in tray.ready] == [3]
        assert lay(by, number, b"<svg/>") == [Fault.WRONG_TYPE]
        [tray] = queries.answering_for(by, number).replacing
        [new] = tray.ready
        operations.answer(by=by, number=number, corrections={"papers": [new.public_id]})
        assert papers_of(number) == [new.public_id]


@pytest.mark.parametrize(
    ("picked", "code"),
    [(["0" * 32], "not_offered"), (["before", "new", "new", "new"], "too_many")],
)
def test_an_answer_of_others_files_or_of_too_many_changes_nothing(
    by: Actor, ministry: Actor, picked: list[str], code: str
) -> None:
    number = asked(by, ministry, samples.pdf(1))
    assert lay(by, number, *(samples.pdf(pages) for pages in (2, 3, 4))) == []
    [tray] = queries.answering_for(by, number).replacing
    fresh = iter(card.public_id for card in tray.ready)
    before = papers_of(number)
    ids = [before[0] if each == "before" else next(fresh) if each == "new" else each for each in picked]
    with pytest.raises(NotedWrong) as wrong:
        operations.answer(by=by, number=number, corrections={"papers": ids})
    assert [(error.field, error.code) for error in wrong.value.errors] == [("papers", code)]
    assert papers_of(number) == before
    assert Case.objects.get().status == Status.WAITING_APPLICANT
    assert File.objects.filter(kept_at=None).count() == 3


def test_a_file_that_waits_for_the_scanner_is_no_answer_yet(by: Actor, ministry: Actor, settings) -> None:
    number = asked(by, ministry, samples.pdf(1))
    settings.CLAMD = "127.0.0.1:9"
    assert lay(by, number, samples.pdf(2)) == []
    [tray] = queries.answering_for(by, number).replacing
    with pytest.raises(NotedWrong) as wrong:
        operations.answer(by=by, number=number, corrections={"papers": [tray.ready[0].public_id]})
    assert [(error.field, error.code) for error in wrong.value.errors] == [("papers", "checking")]


def test_files_are_laid_only_where_the_question_is_asked(by: Actor, ministry: Actor) -> None:
    number = asked(by, ministry, samples.pdf(1))
    assert set(queries.limits_of_answer(by, number)) == {"papers"}
    for other, into in (
        (by, "enclosed"),
        (by, "right"),
        (campus.actor(campus.person()), "papers"),
        (ministry, "papers"),
    ):
        with pytest.raises(CaseNotFound):
            operations.enclose(by=other, number=number, arrived=[arrival(samples.pdf(2))], into=into)
    operations.answer(by=by, number=number, text="Əlavəm yoxdur", corrections={"papers": papers_of(number)})
    assert Request.objects.get().after == {}
    assert File.objects.count() == 1


def test_the_office_may_ask_to_correct_a_question_for_files(by: Actor, ministry: Actor) -> None:
    number = asked(by, ministry, samples.pdf(1))
    assert "papers" in {code for code, _label in queries.dossier_for(ministry, number).correctable}
