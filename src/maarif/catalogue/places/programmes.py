"""Programmes that somebody may go to, with the names of their institutions: told in a story, or those of the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from maarif.kernel.text import Text
from maarif.registries.institutions import queries as institutions
from maarif.registries.programmes import queries as programmes
from maarif.registries.programmes.types import ProgrammeCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where somebody moves to: a programme and the name of its institution."""

    programme: ProgrammeCard
    institution_name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Programmes by number: those told in a story, else those of the register."""

    told: Mapping[str, Target] | None = None

    def of(self, number: str) -> Target | None:
        """The programme of this number."""
        if self.told is not None:
            return self.told.get(number)
        card = programmes.programme(int(number))
        return None if card is None else target_of(card, institutions.names_of([card.institution]))


REGISTERED: Final = Targets()


def target_of(card: ProgrammeCard, names: Mapping[int, Text]) -> Target:
    """A programme with its institution's name."""
    return Target(programme=card, institution_name=names[card.institution])
