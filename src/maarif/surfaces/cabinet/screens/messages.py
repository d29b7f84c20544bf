"""The viewer's messages, in the language of the page."""

from typing import Final

from maarif.support.notices import operations, queries
from maarif.support.notices.types import MessageCard
from maarif.support.parties.types import Actor
from maarif.surfaces.cabinet.types import Inbox, MessageRow, MessageView
from maarif.surfaces.frame.environment import language, text
from maarif.surfaces.record.copies import copy_line

PAGE: Final = 25


def inbox_for(viewer: Actor, *, before: int | None = None) -> Inbox:
    """A page of the inbox of the viewer, or of the child acted for."""
    if viewer.subject is None:
        return Inbox(rows=(), older=None)
    cards = queries.inbox_of(viewer, viewer.subject, limit=PAGE + 1, before=before)
    shown = cards[:PAGE]
    return Inbox(rows=tuple(map(_row, shown)), older=shown[-1].id if len(cards) > PAGE else None)


def read(viewer: Actor, message: int) -> MessageView | None:
    """Opens a message and marks it as read; None when there is no such message for this viewer."""
    card = queries.message_for(viewer, message)
    if card is None:
        return None
    if card.read_at is None:
        operations.mark_read(by=viewer, message=message)
    return MessageView(
        subject=text(card.subject),
        at=card.sent_at,
        paragraphs=tuple(part for part in text(card.body).splitlines() if part.strip()),
        link=f"/{language()}{card.link}" if card.link else "",
        copies=tuple(map(copy_line, queries.copies_for(viewer, message))),
    )


def _row(card: MessageCard) -> MessageRow:
    return MessageRow(id=card.id, subject=text(card.subject), at=card.sent_at, unread=card.read_at is None)
