"""A place in a class or group: held for a child, waited for in the queue of those who want the same, given back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from maarif.engine.cases import queries as cases
from maarif.engine.declare import Consequence
from maarif.kernel.text import Text
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments import queries as register
from maarif.registries.enrolments.errors import NoFreePlace
from maarif.sectors.transfers import operations as transfers
from maarif.sectors.transfers import queries as queues
from maarif.sectors.transfers.types import Wanted
from maarif.support.parties.types import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Whether an application of another service about a child waits: told in a story, else asked when a rule looks at it."""

    told: bool = False
    child: int | None = None
    service: str = ""

    @property
    def waits(self) -> bool:
        """Two decisions would move the child to two places."""
        return self.told if self.child is None else cases.open_about(self.child, self.service)


NOTHING_BESIDE: Final = Beside()


def hold(*, by: Actor, case: str, child: int, wanted: Wanted, until: datetime | None) -> None:
    """Keeps a place in the class with the most free ones; NoFreePlace when none is, or others have waited longer.

    A programme whose groups the register does not know, or does not limit, has its places counted by its institution.
    """
    classes = queues.classes_for(wanted)
    if wanted.programme is not None and register.free_in(classes, wanted.grade) is None:
        return
    free = sum(each.free or 0 for each in classes)
    if not queues.was_offered(case) and free <= len(queues.waiting(wanted)):
        raise NoFreePlace(school=wanted.school)
    best = max(classes, key=lambda each: each.free or 0, default=None)
    if best is None:
        raise NoFreePlace(school=wanted.school)
    enrolments.hold_place(by=by, class_group=best.class_group, person=child, until=until, case=case)


def keep(*, by: Actor, case: str, child: int) -> None:
    """Keeps the places that a case holds until they are used or given back."""
    for group in register.holds_of(child, case=case):
        enrolments.hold_place(by=by, class_group=group, person=child, until=None, case=case)


def release(*, by: Actor, case: str, child: int) -> None:
    """Gives back the places that the case held and leaves the queue."""
    transfers.leave(by=by, case=case, child=child)
    for number in register.holds_of(child, case=case).values():
        enrolments.release_place(by=by, hold=number, reason=case)


def held_class(case: str, child: int) -> int | None:
    """The class or group in which the case holds a place for the child."""
    return next(iter(register.holds_of(child, case=case)), None)


def standing(case: str) -> tuple[Consequence, ...]:
    """A case's place in the queue, where it waits; words in `standing.waits` and `standing.waits_first`."""
    found = queues.standing(case)
    if found is None:
        return ()
    words = {"place": Text.same(str(found.place)), "of": Text.same(str(found.of))}
    return (Consequence(code="waits_first" if found.first else "waits", words=words),)
