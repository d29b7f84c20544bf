"""What the service reads: the posts held, and the posts that are free at other institutions."""

from maarif.catalogue.employment import held, seeking, vacancies
from maarif.engine.declare import Asking, Option, Search

Facts = seeking.Seeker
name = held.name
birth_date = held.birth_date
from_today = held.from_today
within_a_year = held.within_a_year
of_case = seeking.of_case
employments = held.employments
leaving = held.employer
receiving = seeking.employer


def find_post(facts: Facts, asking: Asking, words: str) -> tuple[Option, ...]:
    """Posts with a free share at institutions where the person does not work; with no words those near home."""
    return vacancies.found(asking, words, region=seeking.region(facts), without=_here(facts))


def one_post(facts: Facts, asking: Asking, value: str) -> Option | None:
    """The post with this number, when it is at another institution."""
    return vacancies.one(asking, value, without=_here(facts))


post_search = Search(find=find_post, one=one_post)


def _here(facts: Facts) -> frozenset[int]:
    return frozenset(each.institution for each in facts.held)
