"""What is promised, by the country's rules and the very terms that the clocks of cases count."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from maarif.engine import registry
from maarif.engine.deadlines import terms_of
from maarif.engine.declare import Service
from maarif.kernel.text import LANGUAGES, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A number of working days (0: at once) and the kinds of matter that it is for; None when it is for every kind."""

    matters: Text | None
    days: int


def promised(service: Service[Any], country: str, on: date) -> tuple[Promised, ...]:
    """The terms of a service in a country on a day, the kinds of matter with the same term on one line."""
    return tuple(
        Promised(matters=_names(service, term.matters), days=term.days) for term in terms_of(service, country, on)
    )


def own_promise(service: Service[Any], country: str, on: date) -> int | None:
    """The working days that the portal itself promises, where that is sooner than the law."""
    return None if service.promise is None else service.promise(country, on)


def _names(service: Service[Any], matters: tuple[str, ...]) -> Text | None:
    words = [registry.text_of(service, f"matters.{code}") for code in matters]
    return Text.of({each: ", ".join(word.in_(each) for word in words) for each in LANGUAGES}) if words else None
