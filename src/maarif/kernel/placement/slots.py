"""Interviews to panels and slots: what is asked, what is answered, and what is wrong with a schedule.

Nobody is in two places, nobody is heard by a relative. As many candidates as possible are heard, each in all interviews or in none; then
the differences of load among panels of a kind are the least.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, order=True)
class Interview:
    """One interview of a candidate: steps come in their order, in a subject and (unless empty) a language."""

    candidate: str
    step: int
    subject: str
    language: str = ""


@dataclass(frozen=True, order=True)
class Slot:
    """A time at which a panel can hear one candidate in a room; starts are local, without a zone."""

    code: str
    panel: str
    start: datetime
    minutes: int
    room: str

    @property
    def end(self) -> datetime:
        """When the room and the panel are free again."""
        return self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Panel:
    """Who sits there, the subjects of which a member is an expert, and the languages in which it can hear."""

    members: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Question:
    """Who is to be heard and when that can be; `conflicts` are (candidate, member); no slot before `earliest`; `pause` in minutes."""

    interviews: Sequence[Interview]
    slots: Sequence[Slot]
    panels: Mapping[str, Panel]
    conflicts: Set[tuple[str, str]] = frozenset()
    earliest: datetime = datetime.min
    pause: int = 0

    @cached_property
    def steps(self) -> dict[str, list[int]]:
        """For each candidate the places of his interviews, in the order of steps."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, one in sorted(enumerate(self.interviews), key=lambda pair: pair[1]):
            found[one.candidate].append(place)
        return dict(found)

    def against(self, interview: Interview, slot: Slot) -> str:
        """Why an interview cannot be in a slot; empty when it can."""
        panel = self.panels[slot.panel]
        if slot.start < self.earliest:
            return "is earlier than the notice allows"
        if interview.subject not in panel.subjects:
            return f"has no expert of {interview.subject} in its panel"
        if interview.language and interview.language not in panel.languages:
            return f"is not held in {interview.language}"
        if any((interview.candidate, member) in self.conflicts for member in panel.members):
            return f"has a member in conflict with {interview.candidate}"
        return ""

    @cached_property
    def suiting(self) -> list[list[int]]:
        """For each interview the places of the slots that suit it."""
        by_panel: dict[str, list[int]] = defaultdict(list)
        for place, slot in enumerate(self.slots):
            if slot.start >= self.earliest:
                by_panel[slot.panel].append(place)
        return [
            [place for own in by_panel.values() if not self.against(interview, self.slots[own[0]]) for place in own]
            for interview in self.interviews
        ]

    def crowds(self) -> Iterator[tuple[str, list[int]]]:
        """Slots of which one at the most can be used: (why, places), for each panel, room and member at each start."""
        holders: dict[str, list[int]] = defaultdict(list)
        for place, slot in enumerate(self.slots):
            holders[f"panel {slot.panel}"].append(place)
            if slot.room:
                holders[f"room {slot.room}"].append(place)
            for member in self.panels[slot.panel].members:
                holders[f"member {member}"].append(place)
        for holder, places in sorted(holders.items()):
            for start in sorted({self.slots[place].start for place in places}):
                there = [place for place in places if self.slots[place].start <= start < self.slots[place].end]
                if len(there) > 1:
                    yield holder, there

    def kinds(self) -> list[list[str]]:
        """Panels with slots, those together that are experts of the same subjects in the same languages."""
        found: dict[tuple[tuple[str, ...], ...], list[str]] = defaultdict(list)
        for code in sorted({slot.panel for slot in self.slots}):
            panel = self.panels[code]
            found[tuple(sorted(panel.subjects)), tuple(sorted(panel.languages))].append(code)
        return [found[kind] for kind in sorted(found)]


@dataclass(frozen=True)
class Answer:
    """Slot by interview (places); `heard` candidates of at most `heard_bound`, `spread` of at least `spread_bound`.

    The spread is the sum over kinds of the largest load less the smallest.
    """

    slot_of: Mapping[int, int]
    heard: int
    heard_bound: int
    spread: int
    spread_bound: int


def spread(asked: Question, slot_of: Mapping[int, int]) -> list[int]:
    """The largest load less the smallest, by kind."""
    loads = dict.fromkeys((slot.panel for slot in asked.slots), 0)
    for place in slot_of.values():
        loads[asked.slots[place].panel] += 1
    return [max(loads[code] for code in kind) - min(loads[code] for code in kind) for kind in asked.kinds()]


def violations(asked: Question, slot_of: Mapping[int, int]) -> Iterator[str]:
    """What is wrong with a schedule, whoever made it."""
    taken: dict[int, str] = {}
    for one, place in sorted(slot_of.items()):
        interview, slot = asked.interviews[one], asked.slots[place]
        if why := asked.against(interview, slot):
            yield f"{interview.candidate}, step {interview.step}: slot {slot.code} {why}"
        if place in taken:
            yield f"slot {slot.code} is given to {taken[place]} and to {interview.candidate}"
        taken[place] = interview.candidate
    for holder, places in asked.crowds():
        used = [asked.slots[place].code for place in places if place in taken]
        if len(used) > 1:
            yield f"{holder} is in slots {used[0]} and {used[1]} at the same time"
    for candidate, steps in asked.steps.items():
        yield from _steps(asked, candidate, [slot_of.get(one) for one in steps])


def _steps(asked: Question, candidate: str, places: Sequence[int | None]) -> Iterator[str]:
    there = [asked.slots[place] for place in places if place is not None]
    if there and len(there) < len(places):
        yield f"{candidate} is heard in {len(there)} of {len(places)} interviews"
    for before, after in pairwise(there):
        if after.start < before.end + timedelta(minutes=asked.pause):
            yield f"{candidate}: slot {after.code} begins before slot {before.code} and the pause are over"


def sorted_question(interviews: Iterable[Interview], slots: Iterable[Slot], **rest: Any) -> Question:
    """A question in the order of names, so that the order of rows in files never matters."""
    return Question(sorted(interviews), sorted(slots), **rest)
