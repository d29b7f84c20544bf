"""What the service reads: the posts held, the load over them, the rules of the day, and the posts that are free."""

from dataclasses import dataclass

from maarif.catalogue.certificates import people
from maarif.catalogue.employment import held, shares, vacancies
from maarif.catalogue.employment.held import Worker
from maarif.catalogue.employment.vacancies import Vacancies, Vacancy
from maarif.engine.declare import Answers, Asking, Option, Search, Seat
from maarif.kernel.rulesets import rule_set
from maarif.registries.posts import queries as posts
from maarif.registries.posts.errors import PostUnknown
from maarif.registries.posts.types import StaffRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Worker):
    """Somebody with their posts; the `load` is in hundredths of a full post, without posts that they are on leave from."""

    load: int
    rules: StaffRules
    vacancies: Vacancies


name = held.name
birth_date = held.birth_date
from_today = held.from_today
within_a_year = held.within_a_year


def of_case(asking: Asking) -> Facts:
    """The facts of one person today."""
    return Facts(
        holder=people.holder_of(asking),
        held=posts.employments(asking.subject, active_on=asking.on),
        load=posts.load_of(asking.subject, on=asking.on),
        rules=rule_set(asking.country, "staff", asking.on, StaffRules).values,
        vacancies=Vacancies(on=asking.on),
    )


def find_post(facts: Facts, asking: Asking, words: str) -> tuple[Option, ...]:
    """Posts with a free share; with no words those near home."""
    region = facts.holder.region_code if facts.holder is not None else None
    return vacancies.found(asking, words, region=region or None)


def one_post(facts: Facts, asking: Asking, value: str) -> Option | None:
    """The post with this number."""
    return vacancies.one(asking, value)


post_search = Search(find=find_post, one=one_post)


def left(facts: Facts) -> int:
    """How much more the person may work by the country's rules."""
    return facts.rules.largest_load - facts.load


def free_shares(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """The shares that the person may still take."""
    return shares.up_to(left(facts))


def any_shares(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """The shares that an employer may give; whether there is room is judged over the posts."""
    return shares.up_to(facts.rules.largest_load)


def wanted(facts: Facts, answers: Answers) -> Vacancy:
    """The post that was chosen; PostUnknown when it is not open any more."""
    vacancy = facts.vacancies.of(answers["post"])
    if vacancy is None:
        raise PostUnknown(post=answers["post"])
    return vacancy


def employer(facts: Facts, answers: Answers) -> Seat:
    """Where the chosen post is."""
    return Seat(institution=wanted(facts, answers).post.institution)
