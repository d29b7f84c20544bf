"""The state of a queue and its two doors for writing: a child's record and a group's places. Checks belong to the events."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from maarif.kernel.placement.queue.ages import Ages
from maarif.kernel.placement.queue.errors import (
    BadDate,
    HoldsOffer,
    NobodyReady,
    NoFreePlace,
    NoOffer,
    NotTheirTurn,
    NotWaiting,
    QuietTime,
    UnknownChild,
    UnknownGroup,
    WrongDeadline,
)
from maarif.kernel.placement.queue.lines import Lines
from maarif.kernel.placement.queue.records import Child, Line, Lot, Offer, Place
from maarif.kernel.placement.queue.register import Register, empty_lot
from maarif.kernel.placement.queue.rules import Rules
from maarif.kernel.placement.queue.turns import Turns, fresh, given_back

DueDate = Callable[[date, int], date]
"""The last day of a term of so many working days that begins after a day: `Calendar.due_date`."""

A_FEW: Final = 2
"""So many records an event brings up to date beside its own work."""

YEARS: Final = range(1970, 2200)
"""Dates outside are slips of the pen."""


class State:
    """Children, places and the day. `today` is the local day of the event in hand, else of the last one."""

    def __init__(self, rules: Rules, due: DueDate | None = None) -> None:
        self.rules: Final = rules
        self.due: Final = due
        self.ages: Final = Ages(rules)
        self.register: Final = Register(rules, self.ages)
        self.lines: Final = Lines(self.ages, rules.streams)
        self.children: Final = self.register.children
        self.lots: Final = self.register.lots
        self.at: datetime | None = None
        self.today = date.min
        self.tickets = 0
        self.counted_on: date | None = None
        self._caught_up = 0

    def child(self, name: str) -> Child:
        """A child by its id; UnknownChild when there is none."""
        child = self.register.child(name)
        if child is None:
            raise UnknownChild(child=name)
        return child

    def waiting(self, name: str) -> Child:
        """A child that waits and has no offer to answer first; NotWaiting or HoldsOffer otherwise."""
        child = self.child(name)
        if not child.waits:
            raise NotWaiting(child=name)
        if child.offer is not None:
            raise HoldsOffer(child=name, until=child.offer.until.isoformat())
        return child

    def offered(self, name: str) -> tuple[Child, Offer]:
        """A child with its open offer; NoOffer otherwise."""
        child = self.child(name)
        if child.offer is None:
            raise NoOffer(child=name)
        return child, child.offer

    def put(self, child: Child) -> None:
        """Keeps a child's record; whoever neither waits nor holds a place is no longer known."""
        if self.register.put(child):
            self.lines.put(child, self.today)
        else:
            self.lines.drop(child.id)

    def turn_to(self, day: date) -> None:
        """It is another day: those who slept until it are ready."""
        self.today = day
        self.lines.turn_to(day)

    def resort(self, day: date) -> None:
        """Everybody's age is counted on a day: O(1), for each record follows when it is asked for."""
        self.ages.count(day)
        self._caught_up = 0

    def catch_up(self) -> None:
        """Brings a few records to where the last re-sort and the day have left them; no answer changes by it."""
        for name in self.lines.woken(A_FEW):
            self.put(self.register.aged(name))
        for _ in range(A_FEW):
            if self._caught_up == self.tickets:
                return
            self._caught_up += 1
            if (child := self.register.behind(self._caught_up)) is not None:
                self.put(child)

    def put_lot(self, lot: Lot) -> None:
        """Keeps the places of a group."""
        self.register.put_lot(lot)

    def free(self, place: Place) -> None:
        """One place of a group is free again."""
        self.put_lot(self.lots[place.line].with_free(1))

    def lot(self, place: Place) -> Lot:
        """The places of a group; none, with the rounds at their beginning, where there never was one."""
        if place.group not in {group.code for group in self.rules.groups}:
            raise UnknownGroup(group=place.group)
        return self.lots.get(place.line) or empty_lot(self.rules, place)

    def turns(self, line: Line) -> tuple[Turns, ...]:
        """Where the rounds of a line stand; those of a whole group always begin anew."""
        return self.lots[line].turns if line in self.lots else fresh(self.rules)

    def without_offer(self, child: Child, offer: Offer) -> Child:
        """The child's record when its offer is gone: the place is free, and the turn owed to the same stream."""
        lot = self.lots[offer.place.line].with_free(1)
        if offer.turn is not None:
            lot = replace(lot, turns=given_back(self.rules, lot.turns, offer.turn))
        self.put_lot(lot)
        return replace(child, offer=None)

    def may_let_out(self) -> None:
        """QuietTime when no place may be let out today."""
        if self.rules.is_quiet(self.today):
            raise QuietTime(day=self.today.isoformat())

    def next_for(self, place: Place) -> tuple[Child, str, Lot]:
        """Whose turn a free place is: the child, the stream of the turn, and the lot after it; NoFreePlace or NobodyReady."""
        lot = self.lot(place)
        if lot.free < 1:
            raise NoFreePlace(garden=place.garden, group=place.group)
        found = self.lines.ready(place.line).first(self.rules, lot.turns)
        if found is None:
            raise NobodyReady(garden=place.garden, group=place.group)
        key, stream, turns = found
        return self.child(self.register.named(key[1])), stream, replace(lot.with_free(-1), turns=turns)

    def last_day(self, named: date | None) -> date:
        """The last day of an offer that goes out today: the calendar's, or the one named; WrongDeadline when they differ."""
        due = named if self.due is None else self.due(self.today, self.rules.answer_days)
        if due is None or due < self.today or named not in (None, due):
            raise WrongDeadline(until=str(named), due=str(due))
        return due

    def group_of(self, born: date) -> str | None:
        """The age group of a child as ages are counted now."""
        return self.rules.group_at(born, self.counted_on or self.today)


def sane(*days: date) -> None:
    """BadDate for a year that no queue has seen."""
    for day in days:
        if day.year not in YEARS:
            raise BadDate(day=day.isoformat())


def due_child(named: str | None, due: Child) -> None:
    """NotTheirTurn when a record names another child than the rules do."""
    if named not in (None, due.id):
        raise NotTheirTurn(child=named, due=due.id)
