"""What follows in an application that people decide, shaped as the schemas say: requests, messages, signatures."""

from collections.abc import Iterable

from maarif.engine import forms
from maarif.engine.cases.types import Answering, Asked, CaseView, Enclosing, Said, SignatureView
from maarif.engine.registry import text_of
from maarif.surfaces.api import filed, telling
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
        {"at": each.at, "from_office": each.from_office, "text": each.text, "files": filed.refs(each.files)}
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
        "replacing": [_replacing(each, language) for each in view.replacing],
        "limits": None if view.paper is None else filed.limits(forms.limits_of(view.paper)),
        "files": filed.enclosed(view.files),
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
        "files": filed.refs(asked.files),
        "answered_at": asked.answered_at,
        "lapsed_at": asked.lapsed_at,
    }


def _replacing(tray: Enclosing, language: str) -> Json:
    return {
        "code": tray.field.code,
        "label": say(text_of(tray.service, f"fields.{tray.field.code}.label"), language),
        "limits": filed.limits(forms.limits_of(tray.field)),
        "before": filed.refs(tray.before),
        "files": filed.enclosed(tray.ready),
    }
