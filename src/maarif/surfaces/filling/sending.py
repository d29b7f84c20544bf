"""Sending an application: what the engine answers, as where to go or what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maarif.engine.cases import operations
from maarif.engine.cases.errors import (
    AlreadyOpen,
    AnswersChanged,
    BadIdempotencyKey,
    DeclarationMissing,
    DraftIncomplete,
    OtherContent,
    SubmissionInFlight,
)
from maarif.surfaces.filling.place import Place
from maarif.surfaces.filling.types import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Where to go now, or what is wrong."""

    href: str = ""
    problems: tuple[Problem, ...] = ()


def send(place: Place, draft: str, form: Mapping[str, str]) -> Sending:
    """Sends the draft as the page "check your answers" showed it."""
    try:
        receipt = operations.submit(
            by=place.viewer,
            draft=draft,
            idempotency_key=form.get("key", ""),
            declared=form.get("declaration") == "yes",
            seen=form.get("seen", ""),
        )
    except DeclarationMissing:
        return _problem(_("Confirm the declaration before you send the application."))
    except (AnswersChanged, OtherContent, BadIdempotencyKey):
        return _problem(_("Your answers have changed in another window. Look at them again and send."))
    except DraftIncomplete as incomplete:
        missing: tuple[str, ...] = incomplete.params["missing"]  # type: ignore[assignment]
        return Sending(href=place.to("question", draft, missing[0]))
    except AlreadyOpen:
        return _problem(
            _(
                "Another application of this kind is still open. It has to end, or be taken back, before this one can be sent."
            )
        )
    except SubmissionInFlight:
        return _problem(
            _("This application is being sent at this moment. Wait a few seconds and press the button again.")
        )
    return Sending(href=place.done_href(receipt.number))


def _problem(text: str) -> Sending:
    return Sending(problems=(Problem(code="declaration", text=text),))
