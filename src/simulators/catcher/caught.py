"""What was caught, newest first, kept in memory only."""

import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from typing import Final

MOST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """One letter or text message. `name` is its Message-ID or idempotency key; `copies` counts how often it came."""

    number: int
    kind: str
    name: str
    to: str
    subject: str
    text: str
    html: str
    language: str
    at: datetime
    copies: int = 1


@dataclass(slots=True)
class Shelf:
    """Everything caught by this process, safe for the threads of both servers."""

    _kept: deque[Caught] = field(default_factory=lambda: deque(maxlen=MOST))
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def letter(self, raw: bytes, to: str) -> Caught:
        """Keeps a letter as it came over SMTP."""
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return self._keep(
            kind="email",
            name=str(message.get("Message-ID", "")),
            to=to,
            subject=str(message.get("Subject", "")),
            text=_part(message, "plain"),
            html=_part(message, "html"),
            language=str(message.get("Content-Language", "")),
        )

    def text_message(self, *, name: str, to: str, text: str, language: str) -> Caught:
        """Keeps a text message."""
        return self._keep(kind="sms", name=name, to=to, subject="", text=text, html="", language=language)

    def newest_first(self, to: str = "") -> list[Caught]:
        """Everything, or what came to one address."""
        with self._lock:
            return [one for one in reversed(self._kept) if not to or one.to == to]

    def one(self, number: int) -> Caught | None:
        """The catch of this number."""
        return next((caught for caught in self.newest_first() if caught.number == number), None)

    def forget(self) -> None:
        """Empties the shelf."""
        with self._lock:
            self._kept.clear()

    def _keep(self, *, kind: str, name: str, to: str, subject: str, text: str, html: str, language: str) -> Caught:
        with self._lock:
            copies = 1 + sum(1 for one in self._kept if name and one.name == name and one.to == to)
            caught = Caught(
                number=next(self._numbers),
                kind=kind,
                name=name,
                to=to,
                subject=subject,
                text=text,
                html=html,
                language=language,
                at=datetime.now(UTC),
                copies=copies,
            )
            self._kept.append(caught)
            return caught


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body is not None else ""
