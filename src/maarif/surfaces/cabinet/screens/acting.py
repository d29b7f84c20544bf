"""What an applicant does with a sent application: answers, takes it back, has it reopened, signs beside another."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from maarif.engine import registry
from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import NotedWrong, NothingToDecide
from maarif.engine.cases.types import LETTER, Answering, CaseView, Enclosing, SignatureView
from maarif.engine.forms import FieldError
from maarif.support.files.receiving import Arrivals
from maarif.support.files.types import FileKept, FileNotFound
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
class SentBefore:
    """A file of an earlier answer, and whether it stays in the new one."""

    public_id: str
    name: str
    href: str
    stays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFiles:
    """A question for files that may be answered anew: what was sent before, what takes its place, what is wrong with it."""

    label: str
    hint: str
    before: tuple[SentBefore, ...]
    upload: Upload

    @property
    def answer(self) -> list[str]:
        """The files of the new answer as the page stands; where one file fits, a new one takes the place of the old."""
        new = [line.public_id for line in self.upload.files]
        if self.upload.most_files == 1 and new:
            return new
        return [each.public_id for each in self.before if each.stays] + new


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """The page on which a request is answered in place."""

    number: str
    title: str
    request: RequestView
    fields: tuple[AskedField, ...]
    replacing: tuple[AskedFiles, ...]
    words: str
    upload: Upload | None
    problems: tuple[Problem, ...]
    status: int

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """Everything on the page that takes files."""
        return (*(each.upload for each in self.replacing), *((self.upload,) if self.upload is not None else ()))


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
        replacing=tuple(_replacing(viewer, each, typed, errors) for each in view.replacing),
        words=typed.get(WORDS, "") if typed is not None else "",
        upload=_upload(viewer, view, errors),
        problems=problems,
        status=uploads.UNFIT if empty else uploads.status(errors),
    )


def _upload(viewer: Actor, view: Answering, errors: Sequence[FieldError]) -> Upload | None:
    if view.paper is None:
        return None
    return uploads.upload(view.service, view.paper, viewer.language, view.files, errors, href=following.file_page)


def _replacing(viewer: Actor, asked: Enclosing, typed: QueryDict | None, errors: Sequence[FieldError]) -> AskedFiles:
    code = asked.field.code
    staying = typed.getlist(code) if typed is not None else [card.public_id for card in asked.before]
    upload = uploads.upload(asked.service, asked.field, viewer.language, asked.ready, errors, href=following.file_page)
    return AskedFiles(
        label=text(registry.text_of(asked.service, f"fields.{code}.label")),
        hint=text(registry.text_of(asked.service, f"fields.{code}.hint")),
        before=tuple(
            SentBefore(
                public_id=card.public_id,
                name=card.name,
                href=following.file_page(card.public_id),
                stays=card.public_id in staying or upload.most_files == 1,
            )
            for card in asked.before
        ),
        upload=upload,
    )


def answer(by: Actor, number: str, typed: QueryDict, came: Mapping[str, Arrivals]) -> AnswerPage | None:
    """Answers; None when it is done (also when it was done already, in another tab), else the page with what is wrong.

    `came` are the files that came, by the code of what asks for them.
    """
    errors = _enclosed(by, number, typed, came)
    if errors or {"search", "remove"} & typed.keys() or typed.get("then") == "stay":
        return answer_for(by, number, typed, errors)
    page = answer_for(by, number, typed)
    corrections: dict[str, Any] = {each.field.code: form.typed_in(typed, each.field.code) for each in page.fields}
    corrections |= {each.upload.code: each.answer for each in page.replacing}
    papers = tuple(line.public_id for line in page.upload.files) if page.upload is not None else ()
    try:
        operations.answer(by=by, number=number, text=typed.get(WORDS, ""), corrections=corrections, files=papers)
    except NotedWrong as wrong:
        return answer_for(by, number, typed, wrong.errors, empty=not wrong.errors)
    return None


def _enclosed(by: Actor, number: str, typed: QueryDict, came: Mapping[str, Arrivals]) -> tuple[FieldError, ...]:
    """Puts in what has come and takes out what is to go; what is gone already is no error."""
    if "remove" in typed:
        with suppress(FileNotFound, FileKept):
            operations.take_out(by=by, number=number, public_id=typed.get("remove", ""))
    return tuple(
        error
        for code, each in came.items()
        for error in operations.enclose(by=by, number=number, arrived=each.files, refused=each.refused, into=code)
    )


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


def write(by: Actor, number: str, typed: QueryDict, came: Arrivals) -> tuple[FieldError, ...] | None:
    """Writes into the thread; None when it is done, else what is wrong: nothing while files are only laid ready or taken away."""
    try:
        laid = [each for each in typed.getlist("laid") if each != typed.get("remove")]
        operations.leave_only(by=by, number=number, public_ids=laid)
        errors = operations.enclose(by=by, number=number, arrived=came.files, refused=came.refused, into=LETTER)
        if errors or "remove" in typed or typed.get("then") == "stay":
            return errors
        ready = [card.public_id for card in queries.ready_for_message(by, number)]
        operations.write_message(by=by, number=number, text=typed.get(WORDS, ""), files=ready)
    except NotedWrong as wrong:
        return wrong.errors
    except NothingToDecide:
        said = _("Write the message, at most 4000 characters; an application that has ended takes none.")
        return (FieldError(field=WORDS, code="unfit", text=said),)
    return None


def no_mark() -> FieldError:
    """No mark was chosen."""
    return FieldError(field="mark", code="unfit", text=_("Choose a mark."))


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
