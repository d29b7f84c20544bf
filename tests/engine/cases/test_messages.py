"""Files that go with messages: laid ready, sent from both sides, opened by whoever may see the case and by nobody else."""

from datetime import timedelta

import pytest
from tests.engine import campus, desks
from tests.engine.filing import arrival
from tests.support.files import samples

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import CaseNotFound, NotedWrong, NothingToDecide
from maarif.engine.cases.models import Case, CaseMessage
from maarif.engine.cases.types import LETTER, RequestKind
from maarif.kernel import clock
from maarif.support.audit.queries import looks_at
from maarif.support.files import operations as files
from maarif.support.files import queries as kept
from maarif.support.files.models import File
from maarif.support.files.types import Fault, FileNotFound
from maarif.support.parties.types import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def number(by: Actor, where: desks.Offices) -> str:
    return desks.sent(by, where)


def lay(by: Actor, number: str, *contents: bytes) -> tuple[str, ...]:
    """Lays files ready; their ids."""
    came = [arrival(content) for content in contents]
    assert operations.enclose(by=by, number=number, arrived=came, into=LETTER) == ()
    return ready(by, number)


def ready(by: Actor, number: str) -> tuple[str, ...]:
    return tuple(card.public_id for card in queries.ready_for_message(by, number))


def closed_to(public_id: str, *others: Actor) -> None:
    for other in others:
        with pytest.raises(FileNotFound):
            kept.content_for(other, public_id)


def test_what_the_office_sends_is_opened_by_the_applicant_and_the_office_and_by_nobody_else(
    by: Actor, where: desks.Offices, number: str
) -> None:
    [mine] = lay(where.registrar, number, samples.pdf(2))
    closed_to(mine, by, where.head, where.stranger)
    operations.write_message(by=where.registrar, number=number, text="Siyahı əlavədədir", files=[mine])
    [said] = queries.case_for(by, number).said
    assert [(each.public_id, each.name) for each in said.files] == [(mine, "paper.pdf")]
    assert kept.content_for(by, mine).card.pages == 2
    assert kept.content_for(where.head, mine).card.pages == 2
    assert [look.what for look in looks_at(by.party or 0, limit=1)] == ["files.content"]
    closed_to(mine, where.stranger, where.district, campus.actor(campus.person()))
    former = campus.actor(where.registrar.party or 0)
    closed_to(mine, former)
    assert [each.name for each in queries.dossier_for(where.registrar, number).messages[0].files] == ["paper.pdf"]


def test_what_a_guardian_sends_about_a_child_is_opened_by_the_family_and_the_office(where: desks.Offices) -> None:
    mother, son = campus.family()
    parent = campus.actor(mother)
    number = desks.sent(parent, where, subject=son)
    ids = lay(parent, number, samples.pdf(), samples.photograph())
    operations.write_message(by=parent, number=number, text="", files=ids)
    assert CaseMessage.objects.get().files == list(ids)
    for viewer in (parent, campus.actor(son), where.registrar):
        assert kept.content_for(viewer, ids[0]).card.public_id == ids[0]
    closed_to(ids[0], where.stranger, campus.actor(campus.person()))


def test_a_message_takes_its_own_files_and_none_of_another(by: Actor, where: desks.Offices, number: str) -> None:
    [first] = lay(by, number, samples.pdf())
    operations.write_message(by=by, number=number, text="Birinci", files=[first])
    assert ready(by, number) == ()
    [again] = lay(by, number, samples.pdf())
    assert again != first
    [theirs] = lay(where.registrar, number, samples.pdf(3))
    for wrong in (theirs, first, "0" * 32):
        with pytest.raises(NotedWrong) as refusal:
            operations.write_message(by=by, number=number, text="İkinci", files=[wrong])
        assert [(error.field, error.code) for error in refusal.value.errors] == [("letter", "not_offered")]
    operations.write_message(by=by, number=number, text="İkinci", files=[again])
    assert list(CaseMessage.objects.order_by("pk").values_list("files", flat=True)) == [[first], [again]]
    assert ready(where.registrar, number) == (theirs,)


def test_an_answer_leaves_what_the_office_has_laid_ready(by: Actor, where: desks.Offices, number: str) -> None:
    theirs = lay(where.registrar, number, samples.pdf(3))
    operations.ask(by=where.registrar, number=number, kind=RequestKind.DOCUMENT, text="Arayış göndərin")
    assert operations.enclose(by=by, number=number, arrived=[arrival(samples.pdf())]) == ()
    operations.answer(by=by, number=number, files=[card.public_id for card in queries.answering_for(by, number).files])
    assert ready(where.registrar, number) == theirs


def test_what_was_laid_for_a_message_that_was_given_up_goes(by: Actor, number: str, noon: clock.FrozenClock) -> None:
    _first, second = lay(by, number, samples.pdf(1), samples.pdf(2))
    operations.leave_only(by=by, number=number, public_ids=[second])
    assert ready(by, number) == (second,)
    noon.move(timedelta(days=4))
    assert files.forget_abandoned() == 1
    assert not File.objects.exists()


def test_five_fit_and_what_does_not_is_said_and_does_not_stay(by: Actor, number: str) -> None:
    wrong = operations.enclose(
        by=by,
        number=number,
        arrived=[arrival(b"<svg/>"), *(arrival(samples.pdf(each)) for each in range(1, 7))],
        refused=[("none.pdf", Fault.EMPTY)],
        into=LETTER,
    )
    assert [error.code for error in wrong] == [Fault.EMPTY, Fault.WRONG_TYPE, Fault.TOO_MANY]
    assert File.objects.count() == 5


def test_a_stranger_lays_nothing_and_an_ended_case_takes_nothing(by: Actor, where: desks.Offices, number: str) -> None:
    for other in (campus.actor(campus.person()), where.stranger):
        with pytest.raises(CaseNotFound):
            operations.enclose(by=other, number=number, arrived=[arrival(samples.pdf())], into=LETTER)
        with pytest.raises(CaseNotFound):
            queries.limits_of_message(other, number)
    [mine] = lay(by, number, samples.pdf())
    operations.take_back(by=by, number=number)
    with pytest.raises(NothingToDecide):
        operations.write_message(by=by, number=number, text="Salam", files=[mine])
    with pytest.raises(NothingToDecide):
        operations.enclose(by=by, number=number, arrived=[arrival(samples.pdf(2))], into=LETTER)
    assert File.objects.get().kept_at is None
    assert not CaseMessage.objects.exists()


def test_a_file_that_waits_for_the_scanner_is_not_sent_yet(by: Actor, number: str, settings) -> None:
    settings.CLAMD = "127.0.0.1:9"
    ids = lay(by, number, samples.pdf())
    with pytest.raises(NotedWrong) as wrong:
        operations.write_message(by=by, number=number, text="Budur", files=ids)
    assert [error.code for error in wrong.value.errors] == ["checking"]
    assert not CaseMessage.objects.exists()


def test_whoever_gives_an_opinion_writes_to_the_applicant_too(by: Actor, where: desks.Offices, number: str) -> None:
    operations.ask_opinion(by=where.registrar, number=number, opinion="doctor")
    assert Case.objects.get().turns.filter(kind="opinion", closed_at=None).exists()
    operations.write_message(by=where.head, number=number, text="Arayış lazımdır")
    assert CaseMessage.objects.get().from_office is True
