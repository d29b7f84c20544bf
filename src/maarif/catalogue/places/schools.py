"""Schools to pick for a pupil of a grade in a language of teaching, and the schools where the family is already."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from maarif.catalogue.places import institutions as places
from maarif.engine.declare import Asking, Option
from maarif.kernel.text import Text
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.institutions import queries as institutions
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import queries as register
from maarif.registries.posts import queries as posts
from maarif.registries.programmes.types import ProgrammeKind

SCHOOLS = (InstitutionKind.SCHOOL,)
#: How a school that admits by examination says so in the register.
BY_EXAMINATION = "examination"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names of schools by number: those told in a story, else those of the register."""

    told: Mapping[int, Text] | None = None

    def of(self, school: int) -> Text:
        """The school's name."""
        known = institutions.names_of([school]) if self.told is None else self.told
        return known[school]


REGISTERED: Final = Names()


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The schools, by number, where brothers and sisters of a child learn, and where its guardians work."""

    siblings: frozenset[int]
    parents: frozenset[int]


def family_of(asking: Asking) -> Family:
    """Where the family of the subject is today."""
    family = register.guardians(asking.subject, asking.on)
    guardians = [bond.person.id for bond in family]
    brothers = register.children_of(guardians, asking.on) - {asking.subject}
    studying = enrolments.of_people(brothers, active_on=asking.on) if brothers else {}
    cards = (card for cards in studying.values() for card in cards)
    return Family(
        siblings=frozenset(card.institution for card in cards if card.kind is ProgrammeKind.GENERAL),
        parents=posts.workplaces_of(guardians, asking.on),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A place that is looked for: a grade (None: free places are not counted) in a language (empty: any) on a day, not at some schools."""

    grade: int | None
    language: str
    on: date
    without: Collection[int] = ()

    def find(self, asking: Asking, words: str) -> tuple[Option, ...]:
        """The schools that the words find, those with free places first; none that admits by examination."""
        found = places.found(
            asking,
            words,
            kinds=SCHOOLS,
            language=self.language or None,
            free=self._free(),
            without=self.without,
        )
        return tuple(option for option in found if not _by_examination(option.value))

    def one(self, asking: Asking, value: str) -> Option | None:
        """The school of this number, when `find` could have found it."""
        option = places.one(
            asking,
            value,
            kinds=SCHOOLS,
            language=self.language or None,
            free=self._free(),
            without=self.without,
        )
        return None if option is None or _by_examination(option.value) else option

    def _free(self) -> places.Free | None:
        level, language = self.grade, self.language
        if level is None:
            return None

        def free(schools: Collection[int]) -> Mapping[int, int]:
            return enrolments.free_at(schools, grade=level, language=language, on=self.on)

        return free


def _by_examination(school: str) -> bool:
    card = institutions.card(int(school))
    return card is not None and card.metadata.get("admission") == BY_EXAMINATION
