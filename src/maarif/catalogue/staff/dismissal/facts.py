"""What the service reads: the posts that the person holds today."""

from dataclasses import dataclass
from datetime import date

from maarif.catalogue.certificates import people
from maarif.engine.declare import Answers, Asking, Option, Seat
from maarif.engine.forms import day_in_words
from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.people.types import PersonCard
from maarif.registries.posts import queries as posts
from maarif.registries.posts.types import EmploymentCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The person and the employments of today."""

    holder: PersonCard | None
    held: tuple[EmploymentCard, ...]


name = people.name
birth_date = people.birth_date


def of_case(asking: Asking) -> Facts:
    """The facts of one person today."""
    return Facts(holder=people.holder_of(asking), held=posts.employments(asking.subject, active_on=asking.on))


def employments(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """The posts that can be left."""
    return tuple(
        Option(
            value=str(each.id),
            label=each.institution_name,
            hint=Text.of({one: f"{each.title.in_(one)}, {day_in_words(each.since).in_(one)}" for one in LANGUAGES}),
        )
        for each in facts.held
    )


def chosen(facts: Facts, answers: Answers) -> EmploymentCard:
    """The post that was chosen."""
    return next(each for each in facts.held if str(each.id) == str(answers["employment"]))


def employer(facts: Facts, answers: Answers) -> Seat:
    """Where the post is."""
    return Seat(institution=chosen(facts, answers).institution)


def from_today(on: date) -> date:
    """The last day of work lies not in the past."""
    return on


def within_a_year(on: date) -> date:
    """Nor further away than a year."""
    return on.replace(year=on.year + 1, day=min(on.day, 28))
