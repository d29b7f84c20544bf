"""Files of an application: attached to a draft, replaced, taken away, sent with it for good, gone when it ends unsent."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.engine import campus
from tests.engine.filing import CODE, arrival, asks_for_files
from tests.support.files import samples

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import DraftIncomplete, QuestionNotAsked
from maarif.engine.cases.models import Case
from maarif.support.files import queries as files
from maarif.support.files.models import File
from maarif.support.files.types import Fault, FileNotFound, State
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
Attach = Callable[..., list[str]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: object) -> Path:
    settings.FILES_FOLDER = tmp_path / "files"  # type: ignore[attr-defined]
    settings.CLAMD = ""  # type: ignore[attr-defined]
    return tmp_path / "files"


@pytest.fixture(autouse=True)
def service() -> Iterator[None]:
    with asks_for_files():
        yield


@pytest.fixture
def me() -> Actor:
    return campus.actor(campus.student(), language="en")


@pytest.fixture
def draft(me: Actor) -> str:
    return operations.start_draft(by=me, service=CODE)


@pytest.fixture
def attach(me: Actor, draft: str, django_capture_on_commit_callbacks) -> Attach:
    def send(*contents: bytes, name: str = "paper.pdf") -> list[str]:
        with django_capture_on_commit_callbacks(execute=True):
            arrived = [arrival(content, name) for content in contents]
            refused = operations.attach(by=me, draft=draft, field="papers", arrived=arrived)
        return [error.code for error in refused]

    return send


def answer() -> list[str]:
    return Case.objects.get().answers.get("papers", [])


def on_disk(folder: Path) -> int:
    return len([each for each in folder.glob("kept/*/*") if each.is_file()])


def send(me: Actor, draft: str) -> str:
    operations.save_answer(by=me, draft=draft, field="presented_to", raw="")
    return operations.submit(by=me, draft=draft, idempotency_key="files-of-a-case").number


def test_files_become_the_answer_and_are_named_with_their_sizes(attach: Attach, me: Actor, draft: str) -> None:
    assert attach(samples.pdf(2), samples.photograph()) == []
    view = queries.draft_for(me, draft)
    question = view.question("papers")
    assert question is not None
    assert [card.public_id for card in question.files] == answer()
    assert question.answered
    [row] = [row for row in view.rows if row.code == "papers"]
    assert row.value.in_("en").startswith("paper.pdf (1 KB); paper.jpg (1 KB)")
    assert [each.public_id for each in row.files] == answer()


def test_what_is_refused_is_said_in_the_language_of_the_reader_and_the_rest_is_kept(
    attach: Attach, me: Actor, draft: str
) -> None:
    assert attach(samples.pdf(), b"no paper") == ["wrong_type"]
    assert len(answer()) == 1
    [error] = operations.attach(by=me, draft=draft, field="papers", arrived=[], refused=[("big.pdf", Fault.TOO_LARGE)])
    assert error.text == (
        "The file “big.pdf” is too large. A file can have 2 MB at most: make it smaller or divide it."
    )


def test_the_same_file_twice_is_one_and_more_than_the_question_takes_are_not_kept(attach: Attach, folder: Path) -> None:
    first = samples.pdf(1)
    assert attach(first, first) == []
    assert attach(first) == []
    assert len(answer()) == 1
    assert attach(samples.pdf(2), samples.pdf(3), samples.pdf(4)) == ["too_many"]
    assert len(answer()) == 3
    assert on_disk(folder) == File.objects.count() == 3


def test_where_one_file_is_asked_for_the_new_one_takes_its_place(attach: Attach, folder: Path) -> None:
    with asks_for_files(most_files=1):
        attach(samples.pdf(1))
        before = answer()
        assert attach(samples.pdf(2)) == []
    assert len(answer()) == 1
    assert answer() != before
    assert on_disk(folder) == 1


def test_a_file_taken_away_is_gone_and_the_question_open_again(
    attach: Attach, me: Actor, draft: str, folder: Path, django_capture_on_commit_callbacks
) -> None:
    attach(samples.pdf())
    with pytest.raises(FileNotFound):
        operations.detach(by=me, draft=draft, field="papers", public_id="0" * 32)
    with django_capture_on_commit_callbacks(execute=True):
        operations.detach(by=me, draft=draft, field="papers", public_id=answer()[0])
    assert "papers" not in Case.objects.get().answers
    assert on_disk(folder) == 0
    assert queries.draft_for(me, draft).next == "papers"


def test_an_answer_names_files_of_its_own_draft_alone(attach: Attach, me: Actor) -> None:
    attach(samples.pdf())
    stolen = answer()
    other = campus.actor(campus.student(), language="en")
    theirs = operations.start_draft(by=other, service=CODE)
    error = operations.save_answer(by=other, draft=theirs, field="papers", raw=stolen)
    assert error is not None
    assert error.code == "not_offered"
    with pytest.raises(QuestionNotAsked):
        operations.attach(by=other, draft=theirs, field="presented_to", arrived=[])
    with pytest.raises(FileNotFound):
        operations.detach(by=other, draft=theirs, field="papers", public_id=stolen[0])


def test_without_a_file_that_is_required_nothing_is_sent(me: Actor, draft: str) -> None:
    with pytest.raises(DraftIncomplete) as refusal:
        send(me, draft)
    assert refusal.value.params["missing"] == ("papers",)


def test_what_is_sent_is_kept_and_shown_with_the_application(
    attach: Attach, me: Actor, draft: str, folder: Path
) -> None:
    attach(samples.pdf(), samples.photograph())
    number = send(me, draft)
    [row] = [row for row in queries.case_for(me, number).answers if row.code == "papers"]
    assert [each.name for each in row.files] == ["paper.pdf", "paper.jpg"]
    assert File.objects.filter(kept_at__isnull=False).count() == 2
    assert files.content_for(me, row.files[0].public_id).card.pages == 1


def test_while_a_file_is_being_checked_the_application_is_not_sent(
    attach: Attach, me: Actor, draft: str, settings
) -> None:
    settings.CLAMD = "unix:/nowhere"
    assert attach(samples.pdf()) == []
    assert files.cards(answer())[answer()[0]].state is State.CHECKING
    with pytest.raises(DraftIncomplete):
        send(me, draft)
    assert Case.objects.get().number is None


@pytest.mark.parametrize("end", ["withdrawn", "expired"])
def test_a_draft_that_ends_unsent_takes_its_files_along(
    attach: Attach, me: Actor, draft: str, folder: Path, noon, end: str, django_capture_on_commit_callbacks
) -> None:
    attach(samples.pdf())
    with django_capture_on_commit_callbacks(execute=True):
        if end == "withdrawn":
            operations.withdraw(by=me, draft=draft)
        else:
            noon.move(timedelta(days=31))
            operations.expire_drafts()
    assert File.objects.count() == 0
    assert on_disk(folder) == 0


def test_files_live_as_long_as_the_draft_that_is_touched(attach: Attach, me: Actor, draft: str, noon) -> None:
    attach(samples.pdf())
    noon.move(timedelta(days=20))
    operations.save_answer(by=me, draft=draft, field="presented_to", raw="A bank")
    assert File.objects.get().expires_at == Case.objects.get().expires_at
