"""Posts with a free share, to pick by a search: by words of the institution and of the post, in either order."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from maarif.catalogue.certificates.words import say
from maarif.catalogue.employment import held, shares
from maarif.engine.declare import Asking, Option
from maarif.kernel.names import fold
from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.institutions import queries as institutions
from maarif.registries.institutions.types import InstitutionCard
from maarif.registries.posts import queries as posts
from maarif.registries.posts.types import PostCard

#: So many institutions that fit the words are looked at, and so many words are listened to.
_LOOKED_AT: Final = 50
_MOST_WORDS: Final = 5
_MOST_DIGITS: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """A post and the institution that it belongs to."""

    post: PostCard
    place: Text

    @property
    def label(self) -> Text:
        """The institution and the post in one line."""
        return held.one_line(self.place, self.post.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancies:
    """Posts by number: those told in a story, else those of the register as they are on a day."""

    on: date
    told: Mapping[int, Vacancy] | None = None

    def of(self, answer: object) -> Vacancy | None:
        """The post that an answer names, whatever of it is free; None when it is not open any more."""
        number = int(str(answer))
        if self.told is not None:
            return self.told.get(number)
        card = posts.post(number, on=self.on)
        return (
            None
            if card is None
            else Vacancy(post=card, place=institutions.names_of([card.institution])[card.institution])
        )


def found(asking: Asking, words: str, *, region: str | None, without: Collection[int] = ()) -> tuple[Option, ...]:
    """Posts with a free share whose institution and title have words beginning so; with no words those of the region."""
    for of_place, of_post in _divided(fold(words).split()[:_MOST_WORDS]):
        cards = institutions.search(
            " ".join(of_place),
            country=asking.country,
            region=None if of_place else region,
            limit=_LOOKED_AT,
        )
        places = {card.id: card for card in cards if card.id not in without}
        free = [each for each in posts.vacancies(places, on=asking.on) if _says(each, of_post)]
        if free:
            return tuple(_option(post, places[post.institution]) for post in free)
    return ()


def one(asking: Asking, value: str, *, without: Collection[int] = ()) -> Option | None:
    """The post with this number when `found` could have found it; a full one too, for whether it has room is a rule's."""
    if not (value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS):
        return None
    post = posts.post(int(value), on=asking.on)
    place = institutions.card(post.institution) if post is not None else None
    if post is None or place is None or place.closed is not None or place.country != asking.country:
        return None
    return None if place.id in without else _option(post, place)


def _divided(words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Every way to read words as those of an institution and those of a post, the longest name of an institution first."""
    for count in range(len(words), -1, -1):
        yield words[:count], words[count:]
        if 0 < count < len(words):
            yield words[-count:], words[:-count]


def _says(post: PostCard, beginnings: list[str]) -> bool:
    said = {word for _, title in post.title.items() for word in fold(title).split()} | {fold(post.subject)}
    return all(any(word.startswith(beginning) for word in said) for beginning in beginnings)


def _option(post: PostCard, place: InstitutionCard) -> Option:
    lines = tuple(_lines(post, place))
    hint = Text.of({one: " · ".join(line.in_(one) for line in lines) for one in LANGUAGES})
    return Option(value=str(post.id), label=Vacancy(post=post, place=place.name).label, hint=hint)


def _lines(post: PostCard, place: InstitutionCard) -> Iterator[Text]:
    if post.subject:
        yield Text.same(post.subject)
    if place.region_name is not None:
        yield place.region_name
    yield say("vacancy", "free").filled(share=shares.in_words(post.free)) if post.free else say("vacancy", "full")
    if post.weekly_hours is not None:
        yield say("vacancy", "hours").filled(hours=str(post.weekly_hours))
    yield say("vacancy", "number").filled(
        number=post.sourced_id or str(post.id)
    )  # a school may have several that are alike
