"""Hands a letter to a mail server, step by step, so that at whatever step it fails we know whether it was taken."""

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from maarif.support.notices.carriers.answers import Answer, Kind, failed
from maarif.support.notices.carriers.limits import within

_SCHEMES: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_BEGINNING_DOT: Final = re.compile(rb"^\.", re.MULTILINE)
_UNAVAILABLE: Final = 421


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A mail server as the settings name it; `authority` is a file of certificates, empty for the system's own."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    authority: str = ""

    @property
    def name(self) -> str:
        """What its circuit is called."""
        return f"{self.host}:{self.port}"


def server_of(address: str, authority: str = "") -> MailServer:
    """A server from `smtp+starttls://user:password@host:587`. ValueError when it is no such address."""
    parts = urlsplit(address)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise ValueError(
            f"a mail server is written smtp://, smtp+starttls:// or smtps://host:port, not {parts.scheme!r}"
        )
    return MailServer(
        host=parts.hostname,
        port=parts.port or _SCHEMES[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+starttls",
        tls=parts.scheme == "smtps",
        authority=authority,
    )


def hand_over(server: MailServer, *, sender: str, to: str, letter: bytes, seconds: float, me: str) -> Answer:
    """Hands one letter (RFC 5322, CRLF) to one recipient's server, within so many seconds in all."""
    line = _line(server, seconds, me)
    with within(seconds, lambda: line.sock):
        try:
            greet(line, server)
            said = _envelope(line, sender, to) or _content(line, letter)
        except (OSError, smtplib.SMTPException) as error:  # every step before the last dot: certainly not taken
            said = failed(Kind.AWAY, error)
        finally:
            line.close()
    return said


def examine(server: MailServer, seconds: float, me: str) -> None:
    """Greets, encrypts and signs in as a letter would. OSError (smtplib's are OSErrors too) says what does not work."""
    line = _line(server, seconds, me)
    with within(seconds, lambda: line.sock):
        try:
            greet(line, server)
        finally:
            line.close()


def greet(line: smtplib.SMTP, server: MailServer) -> None:
    """Connects, greets, encrypts and signs in."""
    code, words = line.connect(server.host, server.port)
    if code != 220:
        raise smtplib.SMTPConnectError(code, words)
    line.ehlo_or_helo_if_needed()
    if server.starttls:
        line.starttls(context=_trust(server))
        line.ehlo_or_helo_if_needed()
    if server.user:
        line.login(server.user, server.password)


def _line(server: MailServer, seconds: float, me: str) -> smtplib.SMTP:
    if server.tls:
        line: smtplib.SMTP = smtplib.SMTP_SSL(local_hostname=me, timeout=seconds, context=_trust(server))
    else:
        line = smtplib.SMTP(local_hostname=me, timeout=seconds)
    line._host = server.host  # type: ignore[attr-defined]  # what the certificate must say; smtplib notes it only when it connects at once
    return line


def _trust(server: MailServer) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=server.authority or None)


def _envelope(line: smtplib.SMTP, sender: str, to: str) -> Answer | None:
    """Sender and recipient; None when the server wants the letter."""
    code, words = line.mail(sender)
    if code != 250:  # it refuses us, not the recipient
        return _said(Kind.AWAY, code, words)
    code, words = line.rcpt(to)
    if code in {250, 251}:
        return None
    if code >= 500:
        return _said(Kind.REFUSED, code, words)
    return _said(Kind.AWAY if code in {_UNAVAILABLE, -1} else Kind.LATER, code, words)


def _content(line: smtplib.SMTP, letter: bytes) -> Answer:
    """The letter itself. Once the last dot has left, silence no longer means that it was not taken."""
    code, words = line.docmd("DATA")
    if code != 354:
        return _said(Kind.REFUSED if code >= 500 else Kind.AWAY, code, words)
    line.send(_BEGINNING_DOT.sub(b"..", letter) + b"\r\n.\r\n")
    try:
        code, words = line.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return failed(Kind.UNSURE, error)
    if code == 250:
        with suppress(OSError, smtplib.SMTPException):
            line.putcmd("quit")
        return _said(Kind.TAKEN, code, words)
    return _said(Kind.REFUSED if code >= 500 else Kind.AWAY, code, words)


def _said(kind: Kind, code: int, words: bytes) -> Answer:
    return Answer(kind=kind, words=f"{code} {words.decode('utf-8', 'replace')}")
