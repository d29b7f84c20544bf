"""What follows in an application that people decide: who has it, what is asked, what is said, who signs, whether it is late."""

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maarif.engine.cases import queries
from maarif.engine.cases.types import OPEN, Asked, CaseView, RequestKind, Signing, Status
from maarif.engine.forms import FieldError
from maarif.support.parties.types import Actor
from maarif.surfaces.cabinet.types import Choice
from maarif.surfaces.cabinet.types.cases import HolderView, RequestView, SignerLine, Voice
from maarif.surfaces.filling.types import Upload
from maarif.surfaces.filling.uploads import links, upload
from maarif.surfaces.frame.environment import day, text
from maarif.surfaces.record.types import Tag


def file_page(public_id: str) -> str:
    """The address of a file of one's own."""
    return reverse("cabinet:file", args=[public_id])


def holder(case: CaseView) -> HolderView | None:
    """The office that has the application: its own name where it has one."""
    held = case.held
    if held is None:
        return None
    return HolderView(
        name=text(held.name) if held.name is not None else text(held.office),
        kind=text(held.office) if held.name is not None else "",
        since=held.since,
        address=held.address,
        phone=held.phone,
        email=held.email,
    )


def late(case: CaseView) -> str:
    """Honest words where the term has ended without a decision; empty where it has not."""
    if not case.card.overdue or case.stands_since is not None:
        return ""
    return _(
        "The term ended on %(day)s and there is no decision yet. The delay is the office's, not yours: "
        "your application stays in force and the delay is counted in the public figures."
    ) % {"day": day(case.card.due)}


def pauses(case: CaseView) -> tuple[str, ...]:
    """When the clock stood, and since when it stands now."""
    told = [
        _("The clock stood from %(start)s to %(end)s.") % {"start": day(start), "end": day(end)}
        for start, end in case.deadline.pauses
    ]
    if case.stands_since is not None:
        since = {"day": day(case.stands_since)}
        if case.may.answer or case.open_request is not None:
            told.append(
                _("The clock stands since %(day)s: it runs on when you answer, and you will see the new day.") % since
            )
        elif case.card.status is Status.WAITING_BODY:
            told.append(_("The clock stands since %(day)s, while another body is asked.") % since)
        else:
            told.append(_("The clock stands since %(day)s, while a place is waited for or kept.") % since)
    return tuple(told)


def took(case: CaseView) -> str:
    """How long the decision took."""
    if case.took is None:
        return ""
    if case.took == 0:
        return _("This took less than a working day.")
    return ngettext("This took %(num)s working day.", "This took %(num)s working days.", case.took) % {"num": case.took}


def asks(kind: RequestKind) -> str:
    """What a request is called."""
    return {
        RequestKind.QUESTION: _("The office has a question"),
        RequestKind.CORRECTION: _("The office asks you to correct your answers"),
        RequestKind.DOCUMENT: _("The office asks for a document"),
    }[kind]


def open_request(case: CaseView) -> RequestView | None:
    """What waits for the applicant's answer."""
    return request_view(case.open_request) if case.open_request is not None else None


def past_requests(case: CaseView) -> tuple[RequestView, ...]:
    """What was asked before."""
    return tuple(request_view(each) for each in case.asked if each is not case.open_request)


def request_view(asked: Asked) -> RequestView:
    """One request with what came of it."""
    state, until = "", None
    if asked.answered_at is not None:
        state = _("Answered on %(day)s") % {"day": day(asked.answered_at)}
    elif asked.lapsed_at is not None:
        state = _("Not answered in time: the office decides on what it has.")
    else:
        until = asked.answer_by
    return RequestView(
        title=asks(asked.kind),
        text=asked.text,
        asked_at=asked.asked_at,
        answer=asked.answer,
        files=links(asked.files, file_page),
        state=state,
        until=until,
    )


def voices(case: CaseView) -> tuple[Voice, ...]:
    """The thread, the oldest first."""
    return tuple(
        Voice(
            who=_("The office") if each.from_office else _("You"),
            at=each.at,
            text=each.text,
            mine=not each.from_office,
            files=links(each.files, file_page),
        )
        for each in case.said
    )


def letter(viewer: Actor, case: CaseView, errors: Sequence[FieldError], *, writing: bool) -> Upload | None:
    """The files of the next message, those that lie ready when it is being written; None where none can be written."""
    tray = case.letter
    if tray is None:
        return None
    ready = queries.ready_for_message(viewer, case.card.number) if writing else ()
    return upload(tray.service, tray.field, viewer.language, ready, errors, href=file_page)


def signers(case: CaseView) -> tuple[SignerLine, ...]:
    """Who is awaited, since when and until when; who has signed."""
    waiting = case.card.status in OPEN
    return tuple(
        SignerLine(who=text(each.who), role=text(each.role), tag=_signed(each), line=_signing_line(case, each, waiting))
        for each in case.signing
    )


def _signed(each: Signing) -> Tag:
    if each.signed_at is not None:
        return Tag(label=_("Signed"), color="success")
    if each.refused_at is not None:
        return Tag(label=_("Did not sign"), color="danger")
    return Tag(label=_("Awaited"), color="warning")


def _signing_line(case: CaseView, each: Signing, waiting: bool) -> str:
    moment = each.signed_at or each.refused_at
    if moment is not None:
        return day(moment)
    if not waiting:
        return _("until %(day)s") % {"day": day(each.sign_by)}
    return _("asked on %(since)s, until %(day)s") % {"since": day(case.card.submitted_at), "day": day(each.sign_by)}


MARKS: Final = (5, 4, 3, 2, 1)


def marks() -> tuple[Choice, ...]:
    """The marks of satisfaction, the best first."""
    words = {
        5: _("very satisfied"),
        4: _("satisfied"),
        3: _("neither"),
        2: _("dissatisfied"),
        1: _("very dissatisfied"),
    }
    return tuple(Choice(value=str(mark), label=f"{mark} – {words[mark]}") for mark in MARKS)
