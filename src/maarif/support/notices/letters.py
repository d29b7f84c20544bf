"""Makes letters and text messages: in the reader's language, with the portal's address, and nothing loaded from elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from maarif.kernel.countries import active_country
from maarif.support.notices.types import Topic

LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter ready to be sent."""

    subject: str
    plain: str
    html: str


def notice(language: str, subject: str, body: str, link: str) -> Letter:
    """The copy of a message of the cabinet; `link` is an address of the portal without its language, or empty."""
    address = f"{settings.BASE_URL}/{language}{link or '/cabinet/messages/'}"
    return _made(language, subject, body, address, choose=settings_address(language))


def plain(language: str, subject: str, body: str) -> Letter:
    """A letter without a button: a code, a confirmation."""
    return _made(language, subject, body, "", choose="")


def settings_address(language: str) -> str:
    """Where a reader chooses what comes by which channel."""
    return f"{settings.BASE_URL}/{language}/cabinet/settings/#channels"


_TEXTS: Final[dict[Topic, Callable[[], str]]] = {
    Topic.NEWS: lambda: _("Maarif: there is news for you. See your cabinet: %(address)s"),
    Topic.DEADLINES: lambda: _("Maarif: a deadline of yours is near. See your cabinet: %(address)s"),
    Topic.DOCUMENTS: lambda: _("Maarif: there is news about a document of yours. See your cabinet: %(address)s"),
    Topic.SECURITY: lambda: _("Maarif: something important changed in your account. See: %(address)s"),
}


def text_message(language: str, topic: Topic) -> str:
    """A text message about a topic: it says that there is something to read and where, never what or about whom."""
    with translation.override(language):
        return _TEXTS[topic]() % {"address": f"{settings.BASE_URL}/{language}/cabinet/"}


def _made(language: str, subject: str, body: str, address: str, *, choose: str) -> Letter:
    with translation.override(language):
        context = {
            "language": language,
            "subject": " ".join(subject.split())[:LONGEST_SUBJECT],
            "paragraphs": [part.strip() for part in body.split("\n\n") if part.strip()],
            "body": body.strip(),
            "address": address,
            "open": _("Open in the portal"),
            "reason": _("You receive this letter because this address is given in the national education portal."),
            "no_reply": _("Please do not answer this letter: nobody reads answers to it."),
            "hotline": _("Hotline: %(number)s") % {"number": active_country().hotline},
            "choose": _("Choose what you receive by e-mail"),
            "choose_address": choose,
            "portal": settings.BASE_URL,
        }
        return Letter(
            subject=str(context["subject"]),
            plain=render_to_string("notices/letter.txt", context),
            html=render_to_string("notices/letter.html", context),
        )
