"""The purpose that an official has stated, kept in the session for the people it was stated for."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest

from maarif.kernel import clock
from maarif.support.parties.types import Actor
from maarif.surfaces.desk.rules import MINUTES_OF_AN_INQUIRY
from maarif.surfaces.desk.types import Inquiry

KEY: Final = "desk.inquiry"
LASTS: Final = timedelta(minutes=MINUTES_OF_AN_INQUIRY)


def state(request: HttpRequest, inquiry: Inquiry, people: tuple[int, ...]) -> None:
    """Remembers why these people are looked at, in the place of what was stated before."""
    request.session[KEY] = {
        "purpose": inquiry.purpose,
        "basis": inquiry.basis,
        "people": list(people),
        "at": clock.now().isoformat(),
    }


def stated(request: HttpRequest, person: int) -> Inquiry | None:
    """Why this person is looked at; None when nothing was stated for them, or too long ago."""
    kept: dict[str, Any] = request.session.get(KEY) or {}
    if person not in kept.get("people", ()) or clock.now() - datetime.fromisoformat(kept["at"]) > LASTS:
        return None
    return Inquiry(purpose=kept["purpose"], basis=kept["basis"])


def opened(request: HttpRequest, person: int) -> bool:
    """Whether the look at this person stands in the ledger already, for the purpose that is stated now."""
    kept: dict[str, Any] = request.session.get(KEY) or {}
    return person in kept.get("opened", ())


def note_opened(request: HttpRequest, person: int) -> None:
    """Remembers that the look at this person stands in the ledger."""
    kept: dict[str, Any] = request.session.get(KEY) or {}
    if not opened(request, person):
        request.session[KEY] = {**kept, "opened": [*kept.get("opened", ()), person]}


def looking(viewer: Actor, inquiry: Inquiry) -> Actor:
    """The official with the purpose that the ledger will show."""
    return replace(viewer, purpose=inquiry.purpose, case=inquiry.basis)
