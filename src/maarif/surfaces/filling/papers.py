"""A question that asks for files: what is there, what fits, and what came of the files just sent."""

from collections.abc import Sequence

from maarif.engine import registry
from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import QuestionNotAsked
from maarif.engine.cases.types import DraftView
from maarif.engine.declare import Kind
from maarif.engine.forms import FieldError, Question
from maarif.support.files.receiving import Arrivals
from maarif.support.files.types import FileCard, Limits
from maarif.support.parties.types import Actor
from maarif.surfaces.filling import form, uploads
from maarif.surfaces.filling.place import Place
from maarif.surfaces.filling.types import FilesPage, Upload
from maarif.surfaces.frame.environment import text


def limits_for(viewer: Actor, draft: str, field: str) -> Limits:
    """What the question takes; QuestionNotAsked when it asks for no files."""
    limits = queries.limits_for(viewer, draft, field)
    if limits is None:
        raise QuestionNotAsked(field=field[:60])
    return limits


def took(by: Actor, draft: str, field: str, came: Arrivals, *, going_on: bool) -> tuple[FieldError, ...]:
    """Adds what came to the answer; whoever goes on needs an answer that holds. Returns what is wrong."""
    errors = operations.attach(by=by, draft=draft, field=field, arrived=came.files, refused=came.refused)
    if errors or not going_on:
        return errors
    question = _question(queries.draft_for(by, draft), field)
    kept = [card.public_id for card in question.files]
    error = operations.save_answer(by=by, draft=draft, field=field, raw=kept)
    return (error,) if error is not None else ()


def papers_for(place: Place, draft: str, field: str, errors: Sequence[FieldError] = ()) -> FilesPage:
    """The page of the question; `errors` are about what was just sent. DraftNotFound, QuestionNotAsked."""
    view = queries.draft_for(place.viewer, draft)
    question = _question(view, field)
    codes = [each.code for each in view.questions]
    before, _after = view.neighbours(field)
    return FilesPage(
        bar=form.bar(view, place),
        question=text(question.question),
        label=text(question.label),
        hint=text(question.hint),
        required=question.required,
        upload=_upload(view, place, question, errors),
        number=codes.index(field) + 1,
        total=len(codes),
        back=form.page_of(place, view, before) if before is not None else place.to("draft", view.card.key),
    )


def _question(view: DraftView, field: str) -> Question:
    question = view.question(field)
    if question is None or question.kind is not Kind.FILE:
        raise QuestionNotAsked(field=field[:60])
    return question


def _upload(view: DraftView, place: Place, question: Question, errors: Sequence[FieldError]) -> Upload:
    service = registry.service(view.card.service)
    field = service.field(question.code)
    assert field is not None

    def remove(card: FileCard) -> str:
        return place.to("paper_remove", view.card.key, question.code, card.public_id)

    return uploads.upload(
        service, field, place.viewer.language, question.files, errors, href=place.file_href, remove=remove
    )
