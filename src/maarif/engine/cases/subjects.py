"""For whom somebody may ask: oneself, or a child of whom one is the guardian today."""

from datetime import date
from typing import Any

from maarif.engine.cases.errors import (
    AssuranceTooLow,
    NotYourWard,
    SubjectNotChosen,
)
from maarif.engine.declare import Asking, Service, Subject
from maarif.kernel import clock
from maarif.kernel.countries import active_country
from maarif.kernel.text import Language
from maarif.registries.people import queries as people
from maarif.support.parties.types import Actor


def today() -> date:
    """The present date in the country served."""
    return clock.today(active_country().time_zone)


def applicant(by: Actor, service: Service[Any]) -> int:
    """The party that applies; AssuranceTooLow when it is not known surely enough who that is."""
    if by.party is None or by.assurance < service.assurance:
        raise AssuranceTooLow(service=service.code, needed=service.assurance.name, has=by.assurance.name)
    return by.party


def possible(by: Actor, service: Service[Any]) -> tuple[int, ...]:
    """Everybody for whom the actor may ask for this service, oneself first; only the child while acting for one."""
    if by.party is None:
        return ()
    themselves = (by.party,) if Subject.SELF in service.subjects and by.acting_for is None else ()
    if Subject.CHILD not in service.subjects:
        return themselves
    children = tuple(bond.person.id for bond in people.wards(by.party, today()))
    if by.acting_for is not None:
        children = tuple(child for child in children if child == by.acting_for)
    return themselves + children


def chosen(by: Actor, service: Service[Any], subject: int | None) -> int:
    """The subject of a new case: the one named, or the only one possible.

    NotYourWard when the named one is not possible, SubjectNotChosen when several are and none is named.
    """
    options = possible(by, service)
    wanted = subject if subject is not None else by.acting_for
    if wanted is not None:
        if wanted not in options:
            raise NotYourWard(service=service.code)
        return wanted
    if len(options) == 1:
        return options[0]
    if not options:
        raise NotYourWard(service=service.code)
    raise SubjectNotChosen(service=service.code, count=len(options))


def still_possible(by: Actor, service: Service[Any], subject: int) -> None:
    """Refuses to go on when the bond between applicant and subject has ended (NotYourWard)."""
    if by.acting_for is not None and by.acting_for != subject:
        raise NotYourWard(service=service.code)
    if subject == by.party:
        return
    if Subject.CHILD not in service.subjects or by.party is None or not people.is_guardian(by.party, subject, today()):
        raise NotYourWard(service=service.code)


def asking(by: Actor, subject: int, language: str = "") -> Asking:
    """What the service's functions are given; `language` is the applicant's, where somebody else writes for them."""
    spoken = Language(language or by.language)
    return Asking(actor=by, subject=subject, country=active_country().code, on=today(), language=spoken)
