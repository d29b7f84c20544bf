"""The posts that somebody holds, told apart by whether they are on leave from them today."""

from dataclasses import dataclass

from maarif.catalogue.certificates import people
from maarif.catalogue.employment import held
from maarif.catalogue.employment.held import Worker
from maarif.engine.declare import Asking, Option
from maarif.registries.posts import queries as posts
from maarif.registries.posts.types import EmploymentCard


@dataclass(frozen=True, slots=True, kw_only=True)
class OnLeave(Worker):
    """Somebody with their posts; `away` are the employments that they are on leave from today."""

    away: frozenset[int]


def of_case(asking: Asking) -> OnLeave:
    """The facts of one person today."""
    return OnLeave(
        holder=people.holder_of(asking),
        held=posts.employments(asking.subject, active_on=asking.on),
        away=frozenset(each.employment for each in posts.leaves_of(asking.subject, on=asking.on)),
    )


def at_work(facts: OnLeave) -> tuple[EmploymentCard, ...]:
    """The posts at which the person works today."""
    return tuple(each for each in facts.held if each.id not in facts.away)


def absent(facts: OnLeave) -> tuple[EmploymentCard, ...]:
    """The posts that the person is on leave from today."""
    return tuple(each for each in facts.held if each.id in facts.away)


def can_be_left(facts: OnLeave, asking: Asking) -> tuple[Option, ...]:
    """The posts to take a leave from, to pick one."""
    return tuple(map(held.option, at_work(facts)))


def can_be_resumed(facts: OnLeave, asking: Asking) -> tuple[Option, ...]:
    """The posts to return to, to pick one."""
    return tuple(map(held.option, absent(facts)))
