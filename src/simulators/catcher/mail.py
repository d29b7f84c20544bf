"""The SMTP server: takes every letter and keeps it."""

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from simulators.catcher.caught import Shelf


class Keeper:
    """aiosmtpd's handler: one catch per recipient."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """Keeps the letter and says so."""
        content = envelope.original_content or b""
        for recipient in envelope.rcpt_tos:
            self.shelf.letter(content, recipient)
        return "250 2.0.0 caught"


def server(shelf: Shelf, port: int, *, host: str = "127.0.0.1") -> Controller:
    """A server of its own thread, begun by `start()` and ended by `stop()`; a port is needed, 0 finds none."""
    return Controller(Keeper(shelf), hostname=host, port=port, decode_data=False, enable_SMTPUTF8=True)
