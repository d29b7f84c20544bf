"""Whom a certificate is about, and the rules about persons that every certificate has."""

from datetime import date
from typing import Protocol

from maarif.catalogue.certificates.words import say
from maarif.engine.declare import Asking
from maarif.kernel.text import Text
from maarif.registries.people import queries as people
from maarif.registries.people.types import PersonCard


class AboutSomebody(Protocol):
    """Facts that know their person."""

    @property
    def holder(self) -> PersonCard | None:
        """The person, None when the register has nobody of this number."""
        ...


def holder_of(asking: Asking) -> PersonCard | None:
    """The subject of the asking as the register of persons has them."""
    return people.person_card(asking.subject)


def birth_date_known(facts: AboutSomebody) -> bool:
    """A certificate is checked by number and birth date, so it cannot be issued without one."""
    return facts.holder is not None and facts.holder.birth_date is not None


def alive(facts: AboutSomebody) -> bool:
    """Nobody asks for a certificate about a person who has died; the archive has a service of its own."""
    return facts.holder is None or facts.holder.death_date is None


def name(facts: AboutSomebody) -> str | None:
    """The full name as the identity document has it."""
    return facts.holder.full_name if facts.holder is not None else None


def birth_date(facts: AboutSomebody) -> date | None:
    """The date of birth."""
    return facts.holder.birth_date if facts.holder is not None else None


def identity(facts: AboutSomebody) -> tuple[int, str, date]:
    """Party, name and birth date for a paper; the rule `birth_date_known` has seen to it that there is one."""
    return identified(facts.holder)


def identified(holder: PersonCard | None) -> tuple[int, str, date]:
    """Party, name and birth date of whoever holds a paper."""
    if holder is None or holder.birth_date is None:
        raise ValueError("a paper was filled for a person without a birth date")
    return holder.id, holder.full_name, holder.birth_date


def presented_to(answer: object) -> Text:
    """Where the certificate will be presented, or "wherever required" when nothing was said."""
    return Text.same(str(answer)) if answer else say("line", "wherever")
