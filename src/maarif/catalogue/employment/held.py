"""The posts that somebody holds today, the choice between them, and the employer that decides."""

from dataclasses import dataclass
from datetime import date

from maarif.catalogue.certificates import people
from maarif.engine.declare import Answers, Asking, Option, Seat
from maarif.engine.forms import day_in_words
from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.people.types import PersonCard
from maarif.registries.posts import queries as posts
from maarif.registries.posts.errors import EmploymentUnknown
from maarif.registries.posts.types import EmploymentCard, EmploymentKind

name = people.name
birth_date = people.birth_date
alive = people.alive
birth_date_known = people.birth_date_known


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """The person and the employments of today."""

    holder: PersonCard | None
    held: tuple[EmploymentCard, ...]


def of_case(asking: Asking) -> Worker:
    """The facts of one person today."""
    return Worker(holder=people.holder_of(asking), held=posts.employments(asking.subject, active_on=asking.on))


def employed(facts: Worker) -> bool:
    """The register shows a post held today."""
    return bool(facts.held)


def employments(facts: Worker, asking: Asking) -> tuple[Option, ...]:
    """The posts held, to pick one."""
    return tuple(map(option, facts.held))


def option(card: EmploymentCard) -> Option:
    """One employment: where, which post, since when."""
    said = {one: f"{card.title.in_(one)}, {day_in_words(card.since).in_(one)}" for one in LANGUAGES}
    return Option(value=str(card.id), label=card.institution_name, hint=Text.of(said))


def found(facts: Worker, answers: Answers) -> EmploymentCard | None:
    """The employment that was chosen, None when the register does not show it any more."""
    return next((each for each in facts.held if str(each.id) == answers.get("employment")), None)


def chosen(facts: Worker, answers: Answers) -> EmploymentCard:
    """The employment that was chosen; EmploymentUnknown when it has ended since."""
    card = found(facts, answers)
    if card is None:
        raise EmploymentUnknown(employment=answers.get("employment"))
    return card


def employer(facts: Worker, answers: Answers) -> Seat:
    """Where the chosen post is."""
    return Seat(institution=chosen(facts, answers).institution)


def label(card: EmploymentCard) -> Text:
    """The institution and the post in one line."""
    return one_line(card.institution_name, card.title)


def one_line(place: Text, title: Text) -> Text:
    """A post with its institution before it."""
    return Text.of({one: f"{place.in_(one)}: {title.in_(one)}" for one in LANGUAGES})


def main_post(facts: Worker, on: date) -> EmploymentCard | None:
    """The main post that is held on a day."""
    mains = (each for each in facts.held if each.kind is EmploymentKind.MAIN)
    return next((each for each in mains if each.since <= on and (each.until is None or each.until >= on)), None)


def from_today(on: date) -> date:
    """A day that does not lie in the past."""
    return on


def within_a_year(on: date) -> date:
    """Nor further away than a year."""
    return on.replace(year=on.year + 1, day=min(on.day, 28))


def day(value: object) -> date:
    """An answer that is a day."""
    if not isinstance(value, date):
        raise TypeError(f"no day: {value!r}")
    return value
