"""Hands a text message to a gateway by HTTP; what the gateway must promise stands in docs/howto/connect-mail-and-sms.md."""

import http.client
import json
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from maarif.support.notices.carriers.answers import Answer, Kind, failed
from maarif.support.notices.carriers.limits import within

LONGEST_ANSWER: Final = 4096
_REFUSALS: Final = frozenset({400, 410, 413, 422})
"""The message or its number is at fault: no other gateway would take it."""
_NOT_TAKEN: Final = frozenset({429, 503})
"""By the gateway's promise these are said before anything is taken, as is every other answer of 300 to 499."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """A gateway as the settings name it."""

    url: str
    token: str

    @property
    def name(self) -> str:
        """What its circuit is called: host, port and path, without what is secret."""
        parts = urlsplit(self.url)
        return f"{parts.netloc}{parts.path}"[:120]


def gateway_of(address: str) -> Gateway:
    """A gateway from `https://token@host/path`. ValueError when it is no such address."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"a gateway is written https://token@host/path, not {parts.scheme!r}")
    place = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    return Gateway(url=parts._replace(netloc=place).geturl(), token=unquote(parts.username or ""))


def hand_over(gateway: Gateway, *, key: str, to: str, text: str, language: str, seconds: float) -> Answer:
    """Hands one text message over under its key, within so many seconds in all."""
    body = json.dumps({"to": to, "text": text, "language": language}).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    return _asked(gateway, "POST", body, headers, seconds)


def examine(gateway: Gateway, seconds: float) -> str:
    """Asks the gateway whether it knows us; empty when it does, else what it said."""
    said = _asked(gateway, "GET", None, {}, seconds)
    return "" if said.kind is Kind.TAKEN else said.words


def _asked(gateway: Gateway, method: str, body: bytes | None, headers: dict[str, str], seconds: float) -> Answer:
    line = _line(gateway, seconds)
    with within(seconds, lambda: line.sock):
        try:
            line.connect()
        except OSError as error:
            line.close()
            return failed(Kind.AWAY, error)
        try:
            line.request(method, _path(gateway), body, {**headers, "Authorization": f"Bearer {gateway.token}"})
            answer = line.getresponse()
            words = b""
            with suppress(OSError, http.client.HTTPException):  # the status has said all that matters
                words = answer.read(LONGEST_ANSWER)
            return _said(answer.status, words)
        except (OSError, http.client.HTTPException) as error:
            return failed(Kind.UNSURE, error)
        finally:
            line.close()


def _said(status: int, words: bytes) -> Answer:
    if 200 <= status < 300:
        kind = Kind.TAKEN
    elif status in _REFUSALS:
        kind = Kind.REFUSED
    else:
        kind = Kind.AWAY if 300 <= status < 500 or status in _NOT_TAKEN else Kind.UNSURE
    return Answer(kind=kind, words=f"{status} {words.decode('utf-8', 'replace')}".strip())


def _line(gateway: Gateway, seconds: float) -> http.client.HTTPConnection:
    parts = urlsplit(gateway.url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        return http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, parts.port, timeout=seconds)


def _path(gateway: Gateway) -> str:
    parts = urlsplit(gateway.url)
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
