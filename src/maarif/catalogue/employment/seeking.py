"""Somebody who looks for a post: what they hold, how much more they may work, and the posts that are free."""

from dataclasses import dataclass

from maarif.catalogue.certificates import people
from maarif.catalogue.employment.held import Worker
from maarif.catalogue.employment.obstacles import not_taken
from maarif.catalogue.employment.vacancies import Vacancies, Vacancy
from maarif.engine.declare import Answers, Asking, Granted, Prevented, Seat
from maarif.kernel.rulesets import rule_set
from maarif.registries.posts import queries as posts
from maarif.registries.posts.errors import PostUnknown
from maarif.registries.posts.types import StaffRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker(Worker):
    """Somebody with their posts; the `load` is in hundredths of a full post, without posts that they are on leave from."""

    load: int
    rules: StaffRules
    vacancies: Vacancies


def of_case(asking: Asking) -> Seeker:
    """The facts of one person today."""
    return Seeker(
        holder=people.holder_of(asking),
        held=posts.employments(asking.subject, active_on=asking.on),
        load=posts.load_of(asking.subject, on=asking.on),
        rules=rule_set(asking.country, "staff", asking.on, StaffRules).values,
        vacancies=Vacancies(on=asking.on),
    )


def region(facts: Seeker) -> str | None:
    """Where the person lives."""
    return (facts.holder.region_code or None) if facts.holder is not None else None


def wanted(facts: Seeker, answers: Answers) -> Vacancy | None:
    """The post that was chosen, None when it is not open any more."""
    return facts.vacancies.of(answers["post"])


def still_open(granted: Granted[Seeker]) -> Vacancy:
    """The post that was chosen; Prevented when it is not open any more."""
    vacancy = wanted(granted.facts, granted.answers)
    if vacancy is None:
        raise Prevented(not_taken())
    return vacancy


def employer(facts: Seeker, answers: Answers) -> Seat:
    """Where the chosen post is; PostUnknown when it is not open any more."""
    vacancy = wanted(facts, answers)
    if vacancy is None:
        raise PostUnknown(post=answers["post"])
    return Seat(institution=vacancy.post.institution)


def no_room(facts: Seeker, answers: Answers, share: int) -> bool:
    """The chosen post has no longer so large a free share, or is not open any more."""
    vacancy = wanted(facts, answers)
    return vacancy is None or vacancy.post.free < share
