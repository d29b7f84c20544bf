"""What follows in an application that people decide, shaped as the schemas say: requests, messages, signatures."""

from collections.abc import Iterable, Sequence

from maarif.engine import forms
from maarif.engine.cases.types import Answering, Asked, CaseView, Said, SignatureView
from maarif.support.files.types import FileRef
from maarif.surfaces.api import telling
from maarif.surfaces.api.telling import Json, say


def case_whole(view: CaseView, language: str) -> Json:
    """A whole application with what was asked, said and signed, and what may be done next."""
    return {
        **telling.case_whole(view, language),
        "note": view.note,
        "may": {
            "answer": view.may.answer,
            "withdraw": view.may.withdraw,
            "write": view.may.write,
            "reopen_until": view.may.reopen_until,
        },
        "stands_since": view.stands_since,
        "asked": [_asked(each) for each in view.asked],
        "messages": messages(view.said),
        "signatures": [
            {
                "role": say(each.role, language),
                "who": say(each.who, language),
                "sign_by": each.sign_by,
                "signed_at": each.signed_at,
                "refused_at": each.refused_at,
            }
            for each in view.signing
        ],
    }


def messages(said: Iterable[Said]) -> list[Json]:
    """The thread."""
    return [
        {"at": each.at, "from_office": each.from_office, "text": each.text, "files": _files(each.files)}
        for each in said
    ]


def request(view: Answering, language: str) -> Json:
    """What the office asks now."""
    return {
        "number": view.card.number,
        "kind": view.request.kind,
        "text": view.request.text,
        "asked_at": view.request.asked_at,
        "answer_by": view.request.answer_by,
        "questions": [telling.question(each, language) for each in view.questions],
        "limits": _limits(view),
        "files": _enclosed(view),
    }


def signature(view: SignatureView, language: str) -> Json:
    """What somebody signs beside an applicant."""
    return {
        "number": view.card.number,
        "service": view.card.service,
        "title": say(view.card.title, language),
        "applicant": view.applicant,
        "role": say(view.role, language),
        "answers": [telling.answer(row, language) for row in view.answers],
        "sign_by": view.sign_by,
        "signed_at": view.signed_at,
        "refused_at": view.refused_at,
        "waits": view.waits,
    }


def _asked(asked: Asked) -> Json:
    return {
        "kind": asked.kind,
        "text": asked.text,
        "fields": list(asked.fields),
        "asked_at": asked.asked_at,
        "answer_by": asked.answer_by,
        "answer": asked.answer,
        "files": _files(asked.files),
        "answered_at": asked.answered_at,
        "lapsed_at": asked.lapsed_at,
    }


def _files(sent: Iterable[FileRef]) -> list[Json]:
    return [{"id": each.public_id, "name": each.name, "size": each.size} for each in sent]


def _limits(view: Answering) -> Json | None:
    if view.paper is None:
        return None
    limits = forms.limits_of(view.paper)
    return {
        "accepts": list(limits.accepts),
        "most_bytes": limits.most_bytes,
        "most_pages": limits.most_pages,
        "most_files": limits.most_files,
    }


def _enclosed(view: Answering) -> Sequence[Json]:
    return [
        {"id": each.public_id, "name": each.name, "size": each.size, "state": each.state, "pages": each.pages}
        for each in view.files
    ]
