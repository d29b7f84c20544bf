"""What an applicant does with a sent application: answers, takes it back, has it reopened, signs beside another."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import NotedWrong, NothingToDecide
from maarif.engine.cases.types import Answering, CaseView, SignatureView
from maarif.engine.forms import FieldError
from maarif.support.files.receiving import Arrivals
from maarif.support.files.types import FileNotFound
from maarif.support.parties.types import Actor
from maarif.surfaces.cabinet.screens import following
from maarif.surfaces.cabinet.screens.cases import case_row
from maarif.surfaces.cabinet.types.cases import CaseRow, RequestView
from maarif.surfaces.filling import form, uploads
from maarif.surfaces.filling.types import AnswerLine, Problem, QuestionField, Upload
from maarif.surfaces.frame.environment import text

#: The field of the page's own words in forms of an application.
WORDS = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedField:
    """A question that may be answered anew, with what is in it and what is wrong with it."""

    field: QuestionField
    value: object
    problem: Problem | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """The page on which a request is answered in place."""

    number: str
    title: str
    request: RequestView
    fields: tuple[AskedField, ...]
    words: str
    upload: Upload | None
    problems: tuple[Problem, ...]
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignPage:
    """What somebody signs beside the applicant."""

    number: str
    title: str
    applicant: str
    role: str
    answers: tuple[AnswerLine, ...]
    view: SignatureView


def answer_for(
    viewer: Actor, number: str, typed: QueryDict | None = None, errors: tuple[FieldError, ...] = (), empty: bool = False
) -> AnswerPage:
    """The page of an answer; what was typed and not accepted stands in it again, and so does what is searched for."""
    search = typed.get("search", "") if typed is not None else ""
    words = typed.get(form.box(search), "") if typed is not None else ""
    view = queries.answering_for(viewer, number, search=search, words=words)
    problems = tuple(Problem(code=error.field, text=error.text) for error in errors)
    wrong = {problem.code: problem for problem in problems}
    if empty:
        problems = (Problem(code=WORDS, text=_("Write an answer, or change what you were asked to correct.")),)
    return AnswerPage(
        number=number,
        title=text(view.card.title),
        request=following.request_view(view.request),
        fields=tuple(
            AskedField(
                field=form.field_of(question, view.found if question.code == search else None),
                value=form.typed_in(typed, question.code) if typed is not None else question.value,
                problem=wrong.get(question.code),
            )
            for question in view.questions
        ),
        words=typed.get(WORDS, "") if typed is not None else "",
        upload=_upload(viewer, view, errors),
        problems=problems,
        status=uploads.UNFIT if empty else uploads.status(errors),
    )


def _upload(viewer: Actor, view: Answering, errors: Sequence[FieldError]) -> Upload | None:
    if view.paper is None:
        return None
    return uploads.upload(view.service, view.paper, viewer.language, view.files, errors, href=following.file_page)


def answer(by: Actor, number: str, typed: QueryDict, came: Arrivals | None = None) -> AnswerPage | None:
    """Answers; None when it is done (also when it was done already, in another tab), else the page with what is wrong."""
    errors = _enclosed(by, number, typed, came) if came is not None else ()
    if errors or {"search", "remove"} & typed.keys() or typed.get("then") == "stay":
        return answer_for(by, number, typed, errors)
    page = answer_for(by, number)
    corrections: dict[str, Any] = {each.field.code: form.typed_in(typed, each.field.code) for each in page.fields}
    papers = tuple(line.public_id for line in page.upload.files) if page.upload is not None else ()
    try:
        operations.answer(by=by, number=number, text=typed.get(WORDS, ""), corrections=corrections, files=papers)
    except NotedWrong as wrong:
        return answer_for(by, number, typed, wrong.errors, empty=not wrong.errors)
    return None


def _enclosed(by: Actor, number: str, typed: QueryDict, came: Arrivals) -> tuple[FieldError, ...]:
    """Puts in what has come and takes out what is to go; what is gone already is no error."""
    if "remove" in typed:
        with suppress(FileNotFound):
            operations.take_out(by=by, number=number, public_id=typed.get("remove", ""))
    return operations.enclose(by=by, number=number, arrived=came.files, refused=came.refused)


def application(viewer: Actor, number: str, allowed: str) -> tuple[CaseView, CaseRow]:
    """An application with which the viewer may still do something (`withdraw`, `reopen_until`); 404 when not."""
    view = queries.case_for(viewer, number)
    if not getattr(view.may, allowed):
        raise Http404
    return view, case_row(view.card, viewer)


def withdraw(by: Actor, number: str) -> None:
    """Takes it back; once more changes nothing."""
    try:
        operations.take_back(by=by, number=number)
    except NothingToDecide:
        return


def reopen(by: Actor, number: str, typed: Mapping[str, str]) -> Problem | None:
    """Has it considered again; says what is missing."""
    if not typed.get(WORDS, "").strip():
        return Problem(code=WORDS, text=_("Say why the application should be considered again."))
    try:
        operations.reopen(by=by, number=number, why=typed[WORDS])
    except NothingToDecide:
        return None
    return None


def write(by: Actor, number: str, typed: Mapping[str, str]) -> bool:
    """Writes into the thread; False when the message is empty or too long, or the application has ended."""
    try:
        operations.write_message(by=by, number=number, text=typed.get(WORDS, ""))
    except NothingToDecide:
        return False
    return True


def rate(by: Actor, number: str, typed: Mapping[str, str]) -> bool:
    """Gives the mark; False when none is chosen."""
    given = typed.get("mark", "")
    if given not in {str(mark) for mark in following.MARKS}:
        return False
    try:
        operations.rate(by=by, number=number, mark=int(given), text=typed.get(WORDS, ""))
    except NothingToDecide:
        return False
    return True


def sign_for(viewer: Actor, number: str) -> SignPage:
    """What the viewer is asked to sign."""
    view = queries.signature_for(viewer, number)
    return SignPage(
        number=number,
        title=text(view.card.title),
        applicant=view.applicant,
        role=text(view.role),
        answers=tuple(
            AnswerLine(
                label=text(row.label),
                value=text(row.value),
                source=text(row.source) if row.source is not None else None,
            )
            for row in view.answers
        ),
        view=view,
    )
