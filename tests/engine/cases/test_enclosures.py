"""A document in answer to a request: put in, checked, taken out, kept with the case, opened by the office that has it alone."""

from datetime import timedelta

import pytest
from tests.engine import campus, desks
from tests.engine.filing import arrival
from tests.support.files import samples

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import CaseNotFound, NotedWrong
from maarif.engine.cases.models import Case, Request
from maarif.engine.cases.types import RequestKind, Status
from maarif.kernel import clock
from maarif.support.files import operations as files
from maarif.support.files import queries as kept
from maarif.support.files.models import File
from maarif.support.files.types import Fault, FileKept, FileNotFound, FileType
from maarif.support.parties.types import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def number(by: Actor, where: desks.Offices) -> str:
    number = desks.sent(by, where)
    operations.ask(by=where.registrar, number=number, kind=RequestKind.DOCUMENT, text="Arayış göndərin")
    return number


def enclose(by: Actor, number: str, *contents: bytes) -> list[str]:
    errors = operations.enclose(by=by, number=number, arrived=[arrival(content) for content in contents])
    return [error.code for error in errors]


def there(by: Actor, number: str) -> list[str]:
    return [card.public_id for card in queries.answering_for(by, number).files]


def refusal(by: Actor, number: str, *ids: str) -> list[tuple[str, str]]:
    with pytest.raises(NotedWrong) as wrong:
        operations.answer(by=by, number=number, text="Budur", files=ids)
    assert Case.objects.get(number=number).status == Status.WAITING_APPLICANT
    return [(error.field, error.code) for error in wrong.value.errors]


def test_a_document_that_was_asked_for_is_kept_with_the_case_and_opened_by_its_office(
    by: Actor, where: desks.Offices, number: str
) -> None:
    assert enclose(by, number, samples.pdf(2), samples.photograph()) == []
    ids = there(by, number)
    assert len(ids) == 2
    with pytest.raises(FileNotFound):
        kept.content_for(where.registrar, ids[0])
    operations.answer(by=by, number=number, files=[*ids, ids[0]])
    assert Request.objects.get().files == ids
    assert [each.name for each in queries.case_for(by, number).asked[0].files] == ["paper.pdf", "paper.jpg"]
    assert [each.public_id for each in queries.dossier_for(where.registrar, number).requests[0].files] == ids
    assert kept.content_for(where.registrar, ids[0]).card.pages == 2
    for other in (where.stranger, where.district, campus.actor(campus.person())):
        with pytest.raises(FileNotFound):
            kept.content_for(other, ids[0])
    with pytest.raises(FileKept):
        files.drop(by=by, folder=str(Case.objects.get(number=number).key), public_id=ids[0])


def test_an_answer_without_the_document_or_with_one_that_is_none_of_its_own_is_refused(
    by: Actor, where: desks.Offices, number: str
) -> None:
    assert refusal(by, number) == [("enclosed", "required")]
    other = campus.actor(campus.person())
    theirs = desks.sent(other, where, key="another-key-0001")
    operations.ask(by=where.registrar, number=theirs, kind=RequestKind.DOCUMENT, text="Arayış göndərin")
    enclose(other, theirs, samples.pdf())
    assert refusal(by, number, *there(other, theirs)) == [("enclosed", "not_offered")]
    assert refusal(by, number, "0" * 32) == [("enclosed", "not_offered")]
    assert File.objects.get().kept_at is None
    assert Request.objects.get(case__number=number).files == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg/>", Fault.WRONG_TYPE),
        (samples.pdf(1, samples.script), Fault.ACTIVE),
        (samples.pdf(51), "too_many_pages"),
    ],
)
def test_what_is_refused_does_not_stay(by: Actor, number: str, content: bytes, code: str) -> None:
    assert enclose(by, number, content) == [code]
    assert there(by, number) == []
    assert not File.objects.exists()


def test_what_has_come_in_wrong_is_said_in_the_readers_language(by: Actor, number: str) -> None:
    [wrong] = operations.enclose(by=by, number=number, arrived=(), refused=[("none.pdf", Fault.EMPTY)])
    assert (wrong.field, wrong.code) == ("enclosed", "empty")
    assert wrong.text.startswith("The file “none.pdf” is empty.")


def test_no_more_than_five_fit_and_one_can_be_taken_out(by: Actor, number: str) -> None:
    limits = queries.limits_of_answer(by, number)["enclosed"]
    assert (limits.accepts, limits.most_files) == ((FileType.PDF, FileType.IMAGE), 5)
    assert enclose(by, number, *(samples.pdf(each) for each in range(1, 7))) == [Fault.TOO_MANY]
    before = there(by, number)
    operations.take_out(by=by, number=number, public_id=before[1])
    assert there(by, number) == [before[0], *before[2:]]
    with pytest.raises(FileNotFound):
        operations.take_out(by=by, number=number, public_id=before[1])


def test_a_file_that_waits_for_the_scanner_is_not_sent_yet(by: Actor, number: str, settings) -> None:
    settings.CLAMD = "127.0.0.1:9"
    assert enclose(by, number, samples.pdf()) == []
    assert refusal(by, number, *there(by, number)) == [("enclosed", "checking")]


def test_an_answer_that_is_too_long_is_refused_and_not_cut(by: Actor, number: str) -> None:
    enclose(by, number, samples.pdf())
    with pytest.raises(NotedWrong) as wrong:
        operations.answer(by=by, number=number, text="y" * 4001, files=there(by, number))
    assert [(error.field, error.text) for error in wrong.value.errors] == [
        ("text", "Write no more than 4000 characters. You have written 4001.")
    ]


def test_nobody_else_puts_anything_in_and_only_where_a_document_is_asked_for(
    by: Actor, where: desks.Offices, number: str
) -> None:
    for other in (campus.actor(campus.person()), where.registrar):
        with pytest.raises(CaseNotFound):
            enclose(other, number, samples.pdf())
    second = desks.sent(campus.actor(asker := campus.person()), where, key="another-key-0001")
    operations.ask(by=where.registrar, number=second, kind=RequestKind.QUESTION, text="Hansı sinif?")
    assert queries.limits_of_answer(campus.actor(asker), second) == {}
    for absent in (second, "TR-0"):
        with pytest.raises(CaseNotFound):
            enclose(campus.actor(asker), absent, samples.pdf())
    assert not File.objects.exists()


def test_what_was_never_sent_is_gone_after_the_last_day(by: Actor, number: str, noon: clock.FrozenClock) -> None:
    enclose(by, number, samples.pdf())
    noon.move(timedelta(days=90))
    assert operations.lapse_requests() == 1
    assert files.forget_abandoned() == 1
    assert not File.objects.exists()
