"""What the service reads: the person, and the institution that knows them, which looks at the document."""

from dataclasses import dataclass
from datetime import date

from maarif.catalogue.certificates import people
from maarif.engine.declare import Answers, Asking, Office, Seat
from maarif.kernel.text import Text
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.people.types import PersonCard
from maarif.registries.posts import queries as posts

name = people.name
birth_date = people.birth_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The person, and the institution (party and name) where they study or work today, None when there is none."""

    holder: PersonCard | None
    known_by: tuple[int, Text] | None


def of_case(asking: Asking) -> Facts:
    """The person today: studies come before work."""
    study = enrolments.current_of(asking.subject, on=asking.on)
    work = posts.employments(asking.subject, active_on=asking.on) if study is None else ()
    place = study or next(iter(work), None)
    found = (place.institution, place.institution_name) if place is not None else None
    return Facts(holder=people.holder_of(asking), known_by=found)


def known_by(facts: Facts, answers: Answers) -> Seat:
    """The institution of the person; the ministry for whoever has none."""
    if facts.known_by is None:
        return Seat(office=Office.MINISTRY)
    return Seat(institution=facts.known_by[0], office=Office.INSTITUTION)


def until_today(on: date) -> date:
    """A name that is to come is no name yet."""
    return on
