"""Interviews to panels and slots: nobody in two places, nobody heard by a relative, panels of a kind equally loaded.

A constraint model solved by OR-Tools CP-SAT with one worker and a fixed seed, limited by the solver's own deterministic time: the same
question gives the same answer on every machine. As many candidates as possible are heard, each in all interviews or in none;
then the differences of load among panels of a kind are the least. What could not be proved within the limit is said by its bound.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import numpy as np
from ortools.graph.python import min_cost_flow
from ortools.sat.python import cp_model

SEED: Final = 1


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


@dataclass
class _Model:
    asked: Question
    model: Any = field(default_factory=cp_model.CpModel)

    def __post_init__(self) -> None:
        asked, model = self.asked, self.model
        self.pairs = {
            (one, place): model.new_bool_var("")
            for one, interview in enumerate(asked.interviews)
            for place, slot in enumerate(asked.slots)
            if not asked.against(interview, slot)
        }
        self.by_interview: dict[int, list[tuple[int, Any]]] = defaultdict(list)
        self.by_slot: dict[int, list[Any]] = defaultdict(list)
        for (one, place), pair in self.pairs.items():
            self.by_interview[one].append((place, pair))
            self.by_slot[place].append(pair)
        for pairs in self.by_slot.values():
            model.add_at_most_one(pairs)
        for _, places in asked.crowds():
            model.add_at_most_one([pair for place in places for pair in self.by_slot[place]])
        self.heard = {candidate: self._candidate(steps) for candidate, steps in asked.steps.items()}

    def _candidate(self, steps: Sequence[int]) -> Any:
        """Whether a candidate is heard: then once in each step, each after the one before and the pause."""
        heard = self.model.new_bool_var("")
        for one in steps:
            self.model.add(sum(pair for _, pair in self.by_interview[one]) == heard)
        for before, after in pairwise(steps):
            ends = sum(self._minute(self.asked.slots[place].end) * pair for place, pair in self.by_interview[before])
            starts = sum(self._minute(self.asked.slots[place].start) * pair for place, pair in self.by_interview[after])
            self.model.add(starts - ends >= self.asked.pause * heard)
        return heard

    def _minute(self, moment: datetime) -> int:
        return int((moment - self.asked.slots[0].start).total_seconds()) // 60

    def spread(self) -> Any:
        """The sum over kinds of the largest load less the smallest."""
        total = 0
        for kind in self.asked.kinds():
            high, low = (self.model.new_int_var(0, len(self.asked.slots), "") for _ in range(2))
            for code in kind:
                places = [place for place, slot in enumerate(self.asked.slots) if slot.panel == code]
                load = sum(pair for place in places for pair in self.by_slot[place])
                self.model.add(load <= high)
                self.model.add(load >= low)
            total += high - low
        return total

    def solve(self, seconds: float) -> Any:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = SEED
        solver.parameters.max_deterministic_time = seconds
        status = solver.solve(self.model)
        return solver if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None

    def chosen(self, solver: Any) -> dict[int, int]:
        return {one: place for (one, place), pair in self.pairs.items() if solver.value(pair)}


def schedule(asked: Question, seconds: float = 60.0) -> Answer:
    """Interviews to slots; `seconds` (deterministic time of the solver) limit each of the two searches.

    Where a flow answers it exactly, that does (`by_flow`). First as many candidates as possible, then the least
    spread. Interviews and slots must be sorted for the same answer in any order.
    """
    if _is_flow(asked):
        return by_flow(asked)
    model = _Model(asked)
    model.model.maximize(sum(model.heard.values()))
    first = model.solve(seconds)
    slot_of = model.chosen(first) if first else {}
    heard = sum(steps[0] in slot_of for steps in asked.steps.values())
    heard_bound = round(first.best_objective_bound) if first else len(asked.steps)
    model.model.add(sum(model.heard.values()) >= heard)
    for key, pair in model.pairs.items():
        model.model.add_hint(pair, slot_of.get(key[0]) == key[1])
    model.model.minimize(model.spread())
    second = model.solve(seconds)
    if second:
        slot_of = model.chosen(second)
    least = round(second.best_objective_bound) if second else 0
    return Answer(slot_of, heard, heard_bound, sum(spread(asked, slot_of)), least)


def _is_flow(asked: Question) -> bool:
    """Whether everybody has one interview, no slots crowd each other and each interview suits panels of one kind only."""
    kind_of = {code: number for number, kind in enumerate(asked.kinds()) for code in kind}
    if any(len(steps) > 1 for steps in asked.steps.values()) or any(True for _ in asked.crowds()):
        return False
    return all(
        len({kind_of[slot.panel] for slot in asked.slots if not asked.against(interview, slot)}) <= 1
        for interview in asked.interviews
    )


def by_flow(asked: Question) -> Answer:
    """The exact answer to a question without steps and crowds: a maximum flow with the least sum of squared loads.

    The loads of all maximum flows are a discrete convex set, in which the least sum of squares has the least maximum and the
    greatest minimum at once (Frank and Murota 2018, decreasing minimization), so the least spread too. The n-th interview of a
    panel costs 2n - 1.
    """
    people, times, codes = len(asked.interviews), len(asked.slots), sorted(asked.panels)
    panel_of = {code: people + times + number for number, code in enumerate(codes)}
    source = people + times + len(codes)
    pairs = [
        (one, people + place, 0)
        for one, interview in enumerate(asked.interviews)
        for place, slot in enumerate(asked.slots)
        if not asked.against(interview, slot)
    ]
    arcs = pairs + [(source, one, 0) for one in range(people)]
    turns = dict.fromkeys(codes, 0)
    for place, slot in enumerate(asked.slots):
        turns[slot.panel] += 1
        arcs.append((people + place, panel_of[slot.panel], 0))
        arcs.append((panel_of[slot.panel], source + 1, 2 * turns[slot.panel] - 1))
    table = np.array(arcs, dtype=np.int64).reshape(-1, 3)
    flow = min_cost_flow.SimpleMinCostFlow()
    made = flow.add_arcs_with_capacity_and_unit_cost(
        table[:, 0].copy(), table[:, 1].copy(), np.ones(len(table), dtype=np.int64), table[:, 2].copy()
    )
    flow.set_nodes_supplies(np.array([source, source + 1]), np.array([people, -people]))
    if (status := flow.solve_max_flow_with_min_cost()) != flow.OPTIMAL:
        raise ArithmeticError(f"the flow was not solved: {status}")
    used = np.flatnonzero(flow.flows(made[: len(pairs)]))
    slot_of = {pairs[pair][0]: pairs[pair][1] - people for pair in used.tolist()}
    width = sum(spread(asked, slot_of))
    return Answer(slot_of, len(slot_of), len(slot_of), width, width)


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
