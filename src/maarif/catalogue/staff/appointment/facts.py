"""What the service reads: the posts held, the load over them, the rules of the day, and the posts that are free."""

from maarif.catalogue.employment import held, seeking, shares, vacancies
from maarif.engine.declare import Asking, Option, Search

Facts = seeking.Seeker
name = held.name
birth_date = held.birth_date
from_today = held.from_today
within_a_year = held.within_a_year
of_case = seeking.of_case
employer = seeking.employer


def find_post(facts: Facts, asking: Asking, words: str) -> tuple[Option, ...]:
    """Posts with a free share; with no words those near home."""
    return vacancies.found(asking, words, region=seeking.region(facts))


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
