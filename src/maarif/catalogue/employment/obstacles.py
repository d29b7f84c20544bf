"""What the register of posts does not take, named for whoever decides."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from maarif.catalogue.employment import held, shares
from maarif.catalogue.employment.held import Worker
from maarif.catalogue.employment.vacancies import Vacancy
from maarif.engine.declare import Consequence, Granted, Prevented
from maarif.kernel.text import Text
from maarif.registries.posts.errors import (
    EmploymentUnknown,
    LeaveRefused,
    LoadExceeded,
    NoMainPost,
    PostFull,
    PostOccupied,
    PostRefused,
)
from maarif.registries.posts.types import EmploymentCard

CODES: Final = ("post_full", "load_exceeded", "not_taken")


def post_full(post: Text) -> Consequence:
    """The post has not so large a free share."""
    return Consequence(code="post_full", words={"post": post})


def load_exceeded(load: int, largest: int) -> Consequence:
    """The person would work more than the country's rules allow."""
    words = {"load": shares.in_words(load), "largest": shares.in_words(largest)}
    return Consequence(code="load_exceeded", words=words)


def not_taken() -> Consequence:
    """The register shows something else by now."""
    return Consequence(code="not_taken")


def in_the_way(vacancy: Vacancy | None, *, share: int, load: int, largest: int) -> Consequence | None:
    """What stands in the way of giving somebody who has a load a share of a post, as far as the registers show today."""
    if vacancy is None:
        return not_taken()
    if share > vacancy.post.free:
        return post_full(vacancy.label)
    return load_exceeded(load + share, largest) if load + share > largest else None


def still_held(granted: Granted[Worker]) -> EmploymentCard:
    """The employment that was chosen; Prevented when it has ended since."""
    card = held.found(granted.facts, granted.answers)
    if card is None:
        raise Prevented(not_taken())
    return card


@contextmanager
def named(post: Text) -> Iterator[None]:
    """Turns a refusal of the register into the reason why the decision cannot be taken."""
    try:
        yield
    except PostFull as refusal:
        raise Prevented(post_full(post)) from refusal
    except LoadExceeded as refusal:
        why = load_exceeded(int(str(refusal.params["load"])), int(str(refusal.params["largest"])))
        raise Prevented(why) from refusal
    except (EmploymentUnknown, LeaveRefused, NoMainPost, PostOccupied, PostRefused) as refusal:
        raise Prevented(not_taken()) from refusal
