"""A question that asks for files: what is there, what fits, and what came of the files just sent."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maarif.engine import forms, registry
from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import QuestionNotAsked
from maarif.engine.cases.types import DraftView
from maarif.engine.declare import FileType, Kind
from maarif.engine.forms import FieldError, Question
from maarif.support.files.receiving import Arrivals
from maarif.support.files.types import MEDIA, Fault, FileCard, Limits, State
from maarif.support.parties.types import Actor
from maarif.surfaces.cabinet.screens import form
from maarif.surfaces.cabinet.types import FileLine, FilesPage, Problem
from maarif.surfaces.frame.environment import text
from maarif.surfaces.record.types import Tag


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


def papers_for(viewer: Actor, draft: str, field: str, errors: Sequence[FieldError] = ()) -> FilesPage:
    """The page of the question; `errors` are about what was just sent. DraftNotFound, QuestionNotAsked."""
    view = queries.draft_for(viewer, draft)
    question = _question(view, field)
    limits = question.limits
    assert limits is not None
    codes = [each.code for each in view.questions]
    before, _after = view.neighbours(field)
    return FilesPage(
        bar=form.bar(view, viewer),
        code=field,
        question=text(question.question),
        label=text(question.label),
        hint=text(question.hint),
        required=question.required,
        takes=_takes(limits),
        accept=",".join(each for kind in limits.accepts for part in MEDIA[kind] for each in part),
        camera=FileType.IMAGE in limits.accepts,
        most_files=limits.most_files,
        most_bytes=limits.most_bytes,
        too_large=_refused(view, viewer, question, "{name}", Fault.TOO_LARGE),
        files=tuple(_line(view, viewer, question, card) for card in question.files),
        room=max(0, limits.most_files - len(question.files)),
        problems=tuple(Problem(code=field, text=error.text) for error in errors),
        number=codes.index(field) + 1,
        total=len(codes),
        back=form.page_of(view, before) if before is not None else reverse("cabinet:draft", args=[view.card.key]),
    )


def _question(view: DraftView, field: str) -> Question:
    question = view.question(field)
    if question is None or question.kind is not Kind.FILE:
        raise QuestionNotAsked(field=field[:60])
    return question


def _takes(limits: Limits) -> str:
    """Types, size, number and pages in one or two sentences, told before anything is sent."""
    told = ngettext(
        "One file, up to %(size)s: %(types)s.",
        "Up to %(num)s files, up to %(size)s each: %(types)s.",
        limits.most_files,
    ) % {
        "num": limits.most_files,
        "size": text(forms.size_in_words(limits.most_bytes)),
        "types": text(forms.accepted(limits.accepts)),
    }
    if FileType.PDF not in limits.accepts:
        return told
    pages = ngettext("A PDF may have %(num)s page.", "A PDF may have up to %(num)s pages.", limits.most_pages) % {
        "num": limits.most_pages
    }
    return f"{told} {pages}"


def _line(view: DraftView, viewer: Actor, question: Question, card: FileCard) -> FileLine:
    size = text(forms.size_in_words(card.size))
    pages = ""
    if card.pages is not None and card.pages > 1:
        pages = ngettext("%(num)s page", "%(num)s pages", card.pages) % {"num": card.pages}
    refused = card.state is State.REFUSED and card.fault is not None
    return FileLine(
        name=card.name,
        line=f"{size} · {pages}" if pages else size,
        tag=_tag(card.state),
        href=reverse("cabinet:file", args=[card.public_id]) if card.state is State.CLEAN else "",
        remove=reverse("cabinet:paper_remove", args=[view.card.key, question.code, card.public_id]),
        problem=_refused(view, viewer, question, card.name, card.fault) if refused and card.fault else "",
    )


def _tag(state: State) -> Tag:
    if state is State.CLEAN:
        return Tag(label=_("Checked"), color="success")
    if state is State.REFUSED:
        return Tag(label=_("Not accepted"), color="danger")
    return Tag(label=_("Being checked"), color="info")


def _refused(view: DraftView, viewer: Actor, question: Question, name: str, fault: Fault) -> str:
    service = registry.service(view.card.service)
    field = service.field(question.code)
    assert field is not None
    return forms.refused(service, field, name, fault, viewer.language).text
