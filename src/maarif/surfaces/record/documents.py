"""Issued documents as rows and pages, in the language of the page."""

from typing import Final

from django.utils.translation import gettext as _

from maarif.kernel.countries import country
from maarif.kernel.text import Text
from maarif.support.documents.types import Document, DocumentCard, Status
from maarif.surfaces.frame.environment import day, text
from maarif.surfaces.record.types import Color, DocumentRow, DocumentView, Fact, RevokedView, Tag
from maarif.surfaces.record.words import DOCUMENT_STATUSES, say

LANGUAGE_NAMES: Final = {"az": "Azərbaycanca", "ru": "По-русски", "kk": "Қазақша", "ky": "Кыргызча", "en": "English"}
_COLORS: Final[dict[Status, Color]] = {Status.VALID: "success", Status.EXPIRED: "neutral", Status.REVOKED: "danger"}


def row(card: DocumentCard) -> DocumentRow:
    """A document in a list."""
    return DocumentRow(
        public_id=card.public_id, number=card.number, title=text(card.title), line=_line(card), tag=tag(card.status)
    )


def view(document: Document) -> DocumentView:
    """A whole document on a page."""
    card = document.card
    revoked = None
    if card.revoked_on is not None:
        revoked = RevokedView(
            on=card.revoked_on,
            reason=text(document.revocation_reason) if document.revocation_reason else "",
            note=document.revocation_note,
        )
    return DocumentView(
        public_id=card.public_id,
        number=card.number,
        title=text(card.title),
        line=_line(card),
        tag=tag(card.status),
        holder=document.holder,
        holder_name=document.holder_name,
        body=text(document.body),
        facts=tuple(Fact(label=text(fact.label), value=_value(fact.value)) for fact in document.facts),
        check_url=document.check_url,
        revoked=revoked,
        languages=_other_languages(document),
    )


def tag(status: Status) -> Tag:
    """The state of a document as a label."""
    return Tag(label=say(DOCUMENT_STATUSES, status.value), color=_COLORS.get(status, "neutral"))


def filename(number: str, ending: str) -> str:
    """The name under which a browser saves a document: its number in plain letters."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in number) + f".{ending}"


def _value(value: Text | str) -> str:
    return text(value)


def _other_languages(document: Document) -> tuple[tuple[str, str], ...]:
    spoken = country(document.country).languages
    return tuple((code, LANGUAGE_NAMES[code]) for code in spoken if code != document.card.language)


def _line(card: DocumentCard) -> str:
    parts = [card.number, _("issued on %(day)s") % {"day": day(card.issued_on)}]
    if card.revoked_on is not None:
        parts.append(_("revoked on %(day)s") % {"day": day(card.revoked_on)})
    elif card.valid_until is not None:
        parts.append(_("valid until %(day)s") % {"day": day(card.valid_until)})
    return " · ".join(parts)
