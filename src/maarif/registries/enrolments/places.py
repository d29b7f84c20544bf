"""Places of classes: holding one, using it, giving it back; the database lets nobody take one that is not free."""

from collections.abc import Sequence
from datetime import datetime

from maarif.kernel import clock
from maarif.registries.enrolments.errors import HoldRefused, NoFreePlace
from maarif.registries.enrolments.models import PlaceHold
from maarif.registries.enrolments.types import HoldEnd
from maarif.registries.people.operations import hold
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, refused_by_database
from maarif.support.parties.types import Actor


def hold_place(*, by: Actor, class_group: int, person: int, until: datetime | None = None, case: str = "") -> int:
    """Keeps a free place of a class for somebody until an instant (None: until it is used or released); the hold's number.

    Asking again for the same person and class is the hold that is there, its instant and case as asked now. Enrolling or
    transferring the person into the class uses it. NoFreePlace, HoldRefused.
    """
    with acting(by), refused_by_database(HoldRefused, class_not_over_filled=NoFreePlace):
        hold(person=person)
        open_holds = PlaceHold.objects.filter(person=person, class_group=class_group, ended_at=None)
        there = open_holds.values_list("pk", "until", "case").first()
        if there is not None and there[1:] == (until, case or there[2]):
            return int(there[0])
        if there is not None:
            open_holds.update(until=until, case=case or there[2])
            number = int(there[0])
        else:
            row = PlaceHold.objects.create(person_id=person, class_group_id=class_group, until=until, case=case)
            number = int(row.pk)
        detail = {"hold": number, "class": class_group, "until": until}
        audit.record_write(by=by, verb="enrolments.hold_place", subjects=[person], detail=detail)
    return number


def release_place(*, by: Actor, hold: int, reason: str = "") -> bool:
    """Gives a held place back; False when the hold had ended already."""
    with acting(by):
        person = PlaceHold.objects.filter(pk=hold).values_list("person", flat=True).first()
        if person is None or not _ended([hold], HoldEnd.RELEASED):
            return False
        detail = {"hold": hold, "reason": reason}
        audit.record_write(by=by, verb="enrolments.release_place", subjects=[person], detail=detail)
    return True


def release_lapsed_places(*, by: Actor) -> int:
    """Gives back every place whose hold has run out; returns how many. Safe to repeat."""
    with acting(by):
        due = PlaceHold.objects.select_for_update(skip_locked=True).filter(ended_at=None, until__lte=clock.now())
        lapsed = dict(due.order_by("class_group", "pk").values_list("pk", "person"))
        ended = _ended(list(lapsed), HoldEnd.LAPSED)
        acts = [(person, {"hold": number}) for number, person in lapsed.items()]
        audit.record_writes(by=by, verb="enrolments.place_lapsed", acts=acts)
    return ended


def use_hold(*, person: int, class_group: int | None) -> None:
    """Ends the person's hold of a class inside the caller's transaction; nobody else gets the place before it ends.

    The class stays locked from here on, so the place that this frees is the one that the caller takes next.
    """
    if class_group is not None:
        open_holds = PlaceHold.objects.filter(person=person, class_group=class_group, ended_at=None)
        _ended(list(open_holds.values_list("pk", flat=True)), HoldEnd.USED)


def _ended(holds: Sequence[int], how: HoldEnd) -> int:
    """Ends those of the holds that are open; returns how many."""
    rows = PlaceHold.objects.filter(pk__in=holds, ended_at=None)
    return int(rows.update(ended_at=clock.now(), end=how.value))
