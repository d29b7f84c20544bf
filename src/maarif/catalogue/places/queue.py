"""A place in a class: held for a child, waited for in the queue of those who want the same, given back."""

from datetime import date, datetime

from maarif.engine.declare import Consequence
from maarif.kernel.text import Text
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments import queries as register
from maarif.registries.enrolments.errors import NoFreePlace
from maarif.sectors.transfers import operations as transfers
from maarif.sectors.transfers import queries as queues
from maarif.sectors.transfers.types import Wanted
from maarif.support.parties.types import Actor


def hold(*, by: Actor, case: str, child: int, wanted: Wanted, on: date, until: datetime | None) -> None:
    """Keeps a place from a day on in the class with the most free ones; NoFreePlace when none is, or others have waited longer."""
    classes = register.places_of(wanted.school, grade=wanted.grade, language=wanted.language, on=on)
    free = sum(each.free or 0 for each in classes)
    if not queues.was_offered(case) and free <= len(queues.waiting(wanted)):
        raise NoFreePlace(school=wanted.school)
    best = max(classes, key=lambda each: each.free or 0, default=None)
    if best is None:
        raise NoFreePlace(school=wanted.school)
    enrolments.hold_place(by=by, class_group=best.class_group, person=child, until=until, case=case)


def release(*, by: Actor, case: str, child: int) -> None:
    """Gives back the places that were held and leaves the queue."""
    transfers.leave(by=by, case=case, child=child)
    for number in register.holds_of(child).values():
        enrolments.release_place(by=by, hold=number, reason=case)


def held_class(child: int, school: int) -> int | None:
    """The class of the school in which a place is held for the child."""
    classes = {each.class_group for each in register.places_of(school)}
    return next((group for group in register.holds_of(child) if group in classes), None)


def standing(case: str) -> tuple[Consequence, ...]:
    """A case's place in the queue, where it waits; words in `standing.waits` and `standing.waits_first`."""
    found = queues.standing(case)
    if found is None:
        return ()
    words = {"place": Text.same(str(found.place)), "of": Text.same(str(found.of))}
    return (Consequence(code="waits_first" if found.first else "waits", words=words),)
