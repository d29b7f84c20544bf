"""The best schedule of interviews: flows first, and where their bounds prove nothing, a search that goes on from their answer.

The search is a constraint model solved by OR-Tools CP-SAT with one worker and a fixed seed, limited by the solver's own deterministic time:
the same question gives the same answer on every machine. What could not be proved within the limit is said by its bound.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from ortools.sat.python import cp_model

from maarif.kernel.placement import slot_flows
from maarif.kernel.placement.slots import Answer, Question, spread

SEED: Final = 1


@dataclass
class _Model:
    asked: Question
    model: Any = field(default_factory=cp_model.CpModel)

    def __post_init__(self) -> None:
        asked, model = self.asked, self.model
        self.pairs = {
            (one, place): model.new_bool_var("") for one, places in enumerate(asked.suiting) for place in places
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

    def begin(self, slot_of: Mapping[int, int]) -> None:
        """The schedule from which the search goes on."""
        self.model.clear_hints()
        for (one, place), pair in self.pairs.items():
            self.model.add_hint(pair, slot_of.get(one) == place)

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

    First as many candidates as possible, then the least spread. Interviews and slots must be sorted for the same answer in any order.
    """
    drafted = slot_flows.answer(asked)
    if (drafted.heard, drafted.spread) == (drafted.heard_bound, drafted.spread_bound):
        return drafted
    model, slot_of = _Model(asked), drafted.slot_of
    model.model.maximize(sum(model.heard.values()))
    model.begin(slot_of)
    if first := model.solve(seconds):
        slot_of = model.chosen(first)
    heard = sum(steps[0] in slot_of for steps in asked.steps.values())
    heard_bound = min(drafted.heard_bound, round(first.best_objective_bound)) if first else drafted.heard_bound
    model.model.add(sum(model.heard.values()) >= heard)
    model.begin(slot_of)
    model.model.minimize(model.spread())
    if second := model.solve(seconds):
        slot_of = model.chosen(second)
    least = round(second.best_objective_bound) if second else 0
    return Answer(slot_of, heard, heard_bound, sum(spread(asked, slot_of)), least)
