"""Makes letters: plain text and HTML in the reader's language, with the portal's address and nothing loaded from elsewhere."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from maarif.kernel.countries import active_country

LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter ready to be sent."""

    subject: str
    plain: str
    html: str


def notice(language: str, subject: str, body: str, link: str) -> Letter:
    """The copy of a message of the cabinet; `link` is an address of the portal without its language, or empty."""
    address = f"{settings.BASE_URL}/{language}{link}" if link else f"{settings.BASE_URL}/{language}/cabinet/messages/"
    return _made(language, subject, body, address)


def plain(language: str, subject: str, body: str) -> Letter:
    """A letter without a button: a code, a confirmation."""
    return _made(language, subject, body, "")


def _made(language: str, subject: str, body: str, address: str) -> Letter:
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
            "portal": settings.BASE_URL,
        }
        return Letter(
            subject=str(context["subject"]),
            plain=render_to_string("notices/letter.txt", context),
            html=render_to_string("notices/letter.html", context),
        )
