"""Programmes that somebody may go to, with their institutions and the places of their groups: told in a story, or those of the register."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from maarif.catalogue.places.institutions import free_places
from maarif.engine.declare import Option
from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.types import PlacesCard
from maarif.registries.institutions import queries as institutions
from maarif.registries.programmes import queries as programmes
from maarif.registries.programmes.types import ProgrammeCard

SEMESTERS_OF_A_YEAR: Final = 2
_MOST_DIGITS: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where somebody moves to: a programme, the name of its institution, and the groups that the register knows of it."""

    programme: ProgrammeCard
    institution_name: Text
    groups: tuple[PlacesCard, ...] = ()

    def free(self, course: int | None) -> int | None:
        """Free places in a year of study; None where the register does not count them."""
        return None if course is None else enrolments.free_in(self.groups, course)


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Programmes by number: those told in a story, else those of the register, with the places of the school year that holds `on`."""

    told: Mapping[str, Target] | None = None
    on: date | None = None

    def of(self, number: str) -> Target | None:
        """The programme of this number."""
        if self.told is not None:
            return self.told.get(number)
        card = programmes.programme(int(number))
        return None if card is None else targets_of([card], self.on)[0]


REGISTERED: Final = Targets()


def targets_of(cards: Iterable[ProgrammeCard], on: date | None) -> tuple[Target, ...]:
    """Programmes with the names of their institutions, and with the groups of the school year that holds a day."""
    cards = tuple(cards)
    names = institutions.names_of({card.institution for card in cards})
    groups = {} if on is None else enrolments.groups_of([card.id for card in cards], on=on)
    return tuple(
        Target(programme=card, institution_name=names[card.institution], groups=groups.get(card.id, ()))
        for card in cards
    )


def offered(
    targets: Iterable[Target], course: int | None, said: Callable[[Target], Iterable[Text]]
) -> tuple[Option, ...]:
    """Programmes to pick, those without a free place in the year of study last; `said` is what the second line says of one."""
    last_full = sorted(targets, key=lambda each: each.free(course) == 0)
    return tuple(_option(each, each.free(course), said(each)) for each in last_full)


def _option(target: Target, free: int | None, said: Iterable[Text]) -> Option:
    lines = (target.institution_name, *said, *(() if free is None else (free_places(free),)))
    hint = {language: ", ".join(line.in_(language) for line in lines) for language in LANGUAGES}
    return Option(value=str(target.programme.id), label=target.programme.name, hint=Text.of(hint))


def number_of(value: str) -> int:
    """The number of a programme in an answer; 0, which none has, where it is no number."""
    return int(value) if value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS else 0


def course_of(semester: int) -> int:
    """The year of study of a semester."""
    return -(-semester // SEMESTERS_OF_A_YEAR)
