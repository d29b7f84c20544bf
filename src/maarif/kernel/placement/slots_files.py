"""The files of interviews: who is to be heard by whom and when in, a schedule out, with the record of the run and its check."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from maarif.kernel.placement import files, runs, slot_search, slots
from maarif.kernel.placement.slots import Interview, Panel, Question, Slot

INPUTS: Final = ("interviews.csv", "members.csv", "languages.csv", "slots.csv", "conflicts.csv")
OUTPUTS: Final = ("schedule.csv", "unheard.csv")
DAY: Final = 24 * 60
YEARS: Final = range(1970, 2200)
"""Slots outside are slips of the pen."""

FACTS: Final = {"announced": str} | dict.fromkeys(
    ("notice", "pause", "heard", "heard_bound", "spread", "spread_bound"), int
)


def moment(cell: str) -> datetime:
    """A local date and time, 2026-06-25T09:00."""
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"{cell!r} is not a time like 2026-06-25T09:00") from None
    if found.tzinfo or found.second or found.microsecond or "T" not in cell or found.year not in YEARS:
        raise ValueError(f"{cell!r} is not a local time like 2026-06-25T09:00")
    return found


def read(folder: Path, announced: date | None = None, notice: int = 0, pause: int = 0) -> Question:
    """The question of a folder, in the order of names. Raises BadFiles.

    `interviews.csv`: candidate, step, subject, language (may be missing). `members.csv`: panel, member, subject (empty: no expert).
    `languages.csv`: panel, language (may be missing). `slots.csv`: slot, panel, start, minutes, room. `conflicts.csv`:
    candidate, member (may be missing). No slot is earlier than `notice` days after the day of announcement.
    """
    word, optional = files.text, (files.text, "")
    told = files.table(
        folder / INPUTS[0],
        {"candidate": word, "step": files.whole(1), "subject": word},
        optional={"language": optional},
        key=["candidate", "step"],
    )
    panels = _panels(folder)
    times = files.table(
        folder / INPUTS[3],
        {"slot": word, "panel": word, "start": moment, "minutes": files.whole(1, DAY)},
        optional={"room": optional},
        key=["slot"],
    )
    files.known(INPUTS[3], times, {"panel": panels})
    pair = {"candidate": word, "member": word}
    against = files.table(folder / INPUTS[4], pair, key=list(pair), required=False)
    return slots.sorted_question(
        [Interview(**row) for _, row in told],
        [Slot(row["slot"], row["panel"], row["start"], row["minutes"], row["room"]) for _, row in times],
        panels=panels,
        conflicts={(row["candidate"], row["member"]) for _, row in against},
        earliest=datetime.combine(announced + timedelta(days=notice), datetime.min.time())
        if announced
        else datetime.min,
        pause=pause,
    )


def _panels(folder: Path) -> dict[str, Panel]:
    """Panels by code: who sits there, subjects with an expert, languages."""
    word, optional = files.text, (files.text, "")
    columns = {"panel": word, "member": word}
    members = files.table(folder / INPUTS[1], columns, optional={"subject": optional}, key=[*columns, "subject"])
    codes = {row["panel"] for _, row in members}
    pair = {"panel": word, "language": word}
    languages = files.table(folder / INPUTS[2], pair, key=list(pair), required=False)
    files.known(INPUTS[2], languages, {"panel": codes})
    return {
        code: Panel(
            frozenset(row["member"] for _, row in members if row["panel"] == code),
            frozenset(row["subject"] for _, row in members if row["panel"] == code and row["subject"]),
            frozenset(row["language"] for _, row in languages if row["panel"] == code),
        )
        for code in codes
    }


def run(
    folder: Path, out: Path, *, announced: date | None = None, notice: int = 0, pause: int = 0, seconds: float = 60.0
) -> dict[str, Any]:
    """Schedules; writes `schedule.csv`, `unheard.csv` and `run.json`; returns the run's facts."""
    began = time.perf_counter()
    asked = read(folder, announced, notice, pause)
    answer = slot_search.schedule(asked, seconds)
    out.mkdir(parents=True, exist_ok=True)
    rows = [
        (asked.interviews[one].candidate, asked.interviews[one].step, asked.slots[place].code)
        for one, place in sorted(answer.slot_of.items())
    ]
    files.write(out / OUTPUTS[0], ["candidate", "step", "slot"], rows)
    files.write(out / OUTPUTS[1], ["candidate", "reason"], _unheard(asked, answer.slot_of).items())
    facts = _facts(asked, answer.slot_of) | {
        "solver": f"ortools {version('ortools')}",
        "heard_bound": answer.heard_bound,
        "spread_bound": answer.spread_bound,
        "announced": announced.isoformat() if announced else "",
        "notice": notice,
        "pause": pause,
    }
    runs.record(
        out,
        "slots",
        inputs=[folder / name for name in INPUTS],
        outputs=[out / name for name in OUTPUTS],
        seconds=time.perf_counter() - began,
        **facts,
    )
    return facts


def _facts(asked: Question, slot_of: dict[int, int] | Any) -> dict[str, Any]:
    kinds = slots.spread(asked, slot_of)
    return {
        "candidates": len(asked.steps),
        "interviews": len(asked.interviews),
        "slots": len(asked.slots),
        "heard": sum(steps[0] in slot_of for steps in asked.steps.values()),
        "spread": sum(kinds),
        "widest": max(kinds, default=0),
    }


def _unheard(asked: Question, slot_of: Any) -> dict[str, str]:
    """Why candidates are not heard, by candidate: a step that no slot suits, or else too few slots."""
    found = {}
    for candidate, steps in asked.steps.items():
        if all(one in slot_of for one in steps):
            continue
        alone = (
            asked.interviews[one].step
            for one in steps
            if all(asked.against(asked.interviews[one], slot) for slot in asked.slots)
        )
        step = next(alone, None)
        found[candidate] = f"no slot suits step {step}" if step else "the slots that suit do not suffice"
    return found


def violations(folder: Path, out: Path) -> Iterator[str]:
    """What is wrong with a published schedule; its rules of notice and pause are believed, its counts are not.

    That no other schedule hears more, or is more even, is only as sure as the solver's bounds in `run.json`.
    """
    told = runs.said(out, {"slots": FACTS})
    yield from runs.faults(out, [folder])
    announced = date.fromisoformat(told["announced"]) if told["announced"] else None
    asked = read(folder, announced, told["notice"], told["pause"])
    rows = files.table(
        out / OUTPUTS[0],
        {"candidate": files.text, "step": files.whole(1), "slot": files.text},
        key=["candidate", "step"],
    )
    interviews = {(one.candidate, one.step): place for place, one in enumerate(asked.interviews)}
    places = {slot.code: place for place, slot in enumerate(asked.slots)}
    files.known(OUTPUTS[0], rows, {"slot": places})
    slot_of = {}
    for line, row in rows:
        one = interviews.get((row["candidate"], row["step"]))
        if one is None:
            yield f"{OUTPUTS[0]}, line {line}: {row['candidate']} has no step {row['step']}"
        else:
            slot_of[one] = places[row["slot"]]
    yield from slots.violations(asked, slot_of)
    named = files.table(out / OUTPUTS[1], {"candidate": files.text}, key=["candidate"])
    if {row["candidate"] for _, row in named} != _unheard(asked, slot_of).keys():
        yield f"{OUTPUTS[1]}: does not name exactly those who are not heard"
    for name, value in _facts(asked, slot_of).items():
        if told.get(name) != value:
            yield f"{runs.NAME}: {name} is {value}"
    if told["heard"] > told["heard_bound"] or told["spread"] < told["spread_bound"]:
        yield f"{runs.NAME}: a bound is better than what was reached"
