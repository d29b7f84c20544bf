"""What a mail server or a gateway said to a delivery, in the five kinds that matter."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a handing over ended.

    Taken; refused for ever (the address, not the server, is at fault); later (the server wants this one later, and is well);
    away (certainly not taken, another carrier may be asked); unsure (it may have been taken, the reply was lost).
    """

    TAKEN = "taken"
    REFUSED = "refused"
    LATER = "later"
    AWAY = "away"
    UNSURE = "unsure"

    @property
    def well(self) -> bool:
        """Whether the carrier itself works."""
        return self in {Kind.TAKEN, Kind.REFUSED, Kind.LATER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A carrier's answer in its own words, for support."""

    kind: Kind
    words: str = ""


def failed(kind: Kind, error: Exception) -> Answer:
    """An answer that came as an exception."""
    return Answer(kind=kind, words=f"{type(error).__name__}: {error}".strip(": "))
