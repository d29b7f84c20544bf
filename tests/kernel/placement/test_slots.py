"""Interviews: as many heard and as even as trying everything allows, and the check catches what is wrong."""

import itertools
import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.placement.test_distribution import reseal

from maarif.config.cli.slots import command
from maarif.kernel.placement import slot_flows, slot_search, slots, slots_files
from maarif.kernel.placement.errors import BadFiles
from maarif.kernel.placement.slots import Interview, Panel, Question, Slot

NINE = datetime(2026, 6, 25, 9, 0)
FILES = {
    "interviews.csv": "candidate,step,subject,language\nAida,1,language,en\nAida,2,law,\nBolat,1,law,\nChinara,1,law,\n",
    "members.csv": "panel,member,subject\nL,Mr L,language\nP,Ms P,law\nP,Ms Q,\nR,Mr R,law\n",
    "languages.csv": "panel,language\nL,en\n",
    "slots.csv": (
        "slot,panel,start,minutes,room\n"
        "l1,L,2026-06-25T09:00,30,1\nl2,L,2026-06-26T09:00,30,1\n"
        "p2,P,2026-06-26T09:30,30,2\np3,P,2026-06-26T10:00,30,2\np4,P,2026-06-26T10:30,30,2\n"
        "r2,R,2026-06-26T10:30,30,2\n"
    ),
    "conflicts.csv": "candidate,member\nBolat,Mr R\nChinara,Ms Q\n",
}
RULES = {"announced": date(2026, 6, 20), "notice": 6, "pause": 15}


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content)
    return folder


def random_question(dice: random.Random) -> Question:
    """Up to three candidates, two panels of one kind that may share a member, four slots."""
    interviews = [
        Interview(f"c{who}", step, "law")
        for who in range(dice.randint(1, 3))
        for step in range(1, dice.choice([1, 1, 2]) + 1)
    ]
    shared = frozenset({"m"}) if dice.random() < 0.3 else frozenset()
    panels = {code: Panel(frozenset({code}) | shared, frozenset({"law"})) for code in ("A", "B")}
    times = [
        Slot(
            f"s{n}",
            dice.choice("AB"),
            NINE + timedelta(minutes=20 * dice.randint(0, 3)),
            dice.choice([20, 40]),
            dice.choice("12"),
        )
        for n in range(4)
    ]
    conflicts = {(f"c{who}", code) for who in range(3) for code in "AB" if dice.random() < 0.2}
    earliest = NINE + timedelta(minutes=dice.choice([0, 0, 20]))
    return slots.sorted_question(
        interviews, times, panels=panels, conflicts=conflicts, earliest=earliest, pause=dice.choice([0, 20])
    )


def right(asked: Question, slot_of: Mapping[int, int]) -> bool:
    """Every rule, said once more and slowly."""
    used = [(asked.interviews[one], asked.slots[place]) for one, place in slot_of.items()]
    for one, slot in used:
        panel = asked.panels[slot.panel]
        if slot.start < asked.earliest or any((one.candidate, member) in asked.conflicts for member in panel.members):
            return False
    for (one, slot), (other, then) in itertools.combinations(used, 2):
        together = slot.start < then.end and then.start < slot.end
        members = asked.panels[slot.panel].members & asked.panels[then.panel].members
        if slot == then or (together and (members or slot.room == then.room)):
            return False
        if one.candidate == other.candidate:
            first, second = (slot, then) if one.step < other.step else (then, slot)
            if second.start < first.end + timedelta(minutes=asked.pause):
                return False
    counts = {candidate: sum(one in slot_of for one in steps) for candidate, steps in asked.steps.items()}
    return all(count in (0, len(asked.steps[candidate])) for candidate, count in counts.items())


def best(asked: Question) -> tuple[int, int]:
    """Candidates heard (negative) and spread of the best schedule, by trying everything."""
    found = []
    for choice in itertools.product([None, *range(len(asked.slots))], repeat=len(asked.interviews)):
        slot_of = {one: place for one, place in enumerate(choice) if place is not None}
        if len(set(slot_of.values())) == len(slot_of) and right(asked, slot_of):
            found.append(
                (-sum(steps[0] in slot_of for steps in asked.steps.values()), sum(slots.spread(asked, slot_of)))
            )
    return min(found)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9))
def test_as_many_are_heard_and_as_evenly_as_can_be(seed: int) -> None:
    asked = random_question(random.Random(seed))
    answer = slot_search.schedule(asked)
    assert right(asked, answer.slot_of)
    assert not list(slots.violations(asked, answer.slot_of))
    assert (-answer.heard, answer.spread) == best(asked)
    assert (answer.heard_bound, answer.spread_bound) == (answer.heard, answer.spread)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**9))
def test_a_flow_answers_as_well_as_trying_everything(seed: int) -> None:
    dice = random.Random(seed)
    times = [Slot(f"s{n}", code := "ABC"[n % 3], NINE + timedelta(hours=n), 20, code) for n in range(5)]
    panels = {code: Panel(frozenset({code}), frozenset({"law"})) for code in "ABC"}
    conflicts = {(f"c{who}", code) for who in range(4) for code in "ABC" if dice.random() < 0.35}
    interviews = [Interview(f"c{who}", 1, "law") for who in range(dice.randint(1, 4))]
    asked = slots.sorted_question(interviews, times, panels=panels, conflicts=conflicts)
    answer = slot_flows.answer(asked)
    assert slot_search.schedule(asked) == answer
    assert right(asked, answer.slot_of)
    assert (-answer.heard, answer.spread) == best(asked)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9))
def test_the_check_finds_exactly_the_wrong_schedules(seed: int) -> None:
    dice = random.Random(seed)
    asked = random_question(dice)
    slot_of = {one: dice.randrange(4) for one in range(len(asked.interviews)) if dice.random() < 0.6}
    assert right(asked, slot_of) is not bool(list(slots.violations(asked, slot_of)))


@pytest.mark.parametrize(("people", "widest"), [(6, 0), (7, 1)])
def test_the_loads_of_equal_panels_differ_by_one_at_the_most(people: int, widest: int) -> None:
    times = [
        Slot(f"{code}{n}", code, NINE + timedelta(minutes=20 * n), 20, code)
        for code in ("A", "B", "C")
        for n in range(5)
    ]
    panels = {code: Panel(frozenset(), frozenset({"law"})) for code in ("A", "B", "C")}
    asked = slots.sorted_question([Interview(f"c{n}", 1, "law") for n in range(people)], times, panels=panels)
    answer = slot_search.schedule(asked)
    assert (answer.heard, answer.spread, answer.spread_bound) == (people, widest, widest)


def test_everybody_is_heard_in_three_steps_and_the_bounds_prove_it() -> None:
    """Sixty candidates, language, philosophy, then law; five panels whose slots run through the same two days."""
    kinds = {"L": "language", "P": "philosophy", "A": "law", "B": "law", "C": "law"}
    panels = {code: Panel(frozenset({f"m{code}"}), frozenset({subject})) for code, subject in kinds.items()}
    times = [
        Slot(f"{code}{n:03}", code, NINE + timedelta(minutes=10 * n), 10, code) for code in panels for n in range(90)
    ]
    subjects = ("language", "philosophy", "law")
    interviews = [Interview(f"c{n:02}", step, subject) for n in range(61) for step, subject in enumerate(subjects, 1)]
    conflicts = {(f"c{n:02}", f"m{'ABC'[n % 3]}") for n in range(20)}
    asked = slots.sorted_question(interviews, times, panels=panels, conflicts=conflicts, pause=20)
    answer = slot_search.schedule(asked, seconds=0)
    assert right(asked, answer.slot_of)
    assert (answer.heard, answer.heard_bound, answer.spread, answer.spread_bound) == (61, 61, 1, 1)


def test_panels_that_share_a_room_take_it_by_turns() -> None:
    times = [Slot(f"{code}{n}", code, NINE + timedelta(minutes=20 * n), 20, "1") for code in "AB" for n in range(6)]
    panels = {code: Panel(frozenset(), frozenset({"law"})) for code in "AB"}
    asked = slots.sorted_question([Interview(f"c{n}", 1, "law") for n in range(6)], times, panels=panels)
    answer = slot_search.schedule(asked, seconds=0)
    assert (answer.heard, answer.spread, answer.spread_bound) == (6, 0, 0)


def test_the_worked_example(asked: Path, tmp_path: Path) -> None:
    facts = slots_files.run(asked, tmp_path / "out", **RULES)
    told = (tmp_path / "out" / "schedule.csv").read_text()
    assert told == "candidate,step,slot\nAida,1,l2\nAida,2,p3\nBolat,1,p2\nChinara,1,r2\n"
    assert (facts["heard"], facts["heard_bound"], facts["spread"], facts["spread_bound"]) == (3, 3, 1, 1)
    assert not list(slots_files.violations(asked, tmp_path / "out"))


def test_no_order_of_rows_matters(asked: Path, tmp_path: Path) -> None:
    slots_files.run(asked, tmp_path / "one", **RULES)
    for name, content in FILES.items():
        header, *rows = content.splitlines()
        (asked / name).write_text("\n".join([header, *reversed(rows)]) + "\n")
    slots_files.run(asked, tmp_path / "two", **RULES)
    for name in slots_files.OUTPUTS:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize(
    ("was", "forged", "fault"),
    [
        ("Aida,1,l2", "Aida,1,l1", "slot l1 is earlier than the notice allows"),
        ("Aida,1,l2", "Aida,1,p2", "slot p2 has no expert of language in its panel"),
        ("Bolat,1,p2", "Bolat,1,r2", "slot r2 has a member in conflict with Bolat"),
        ("Bolat,1,p2", "Bolat,1,p3", "slot p3 is given to Aida and to Bolat"),
        ("Bolat,1,p2", "Bolat,1,p4", "room 2 is in slots p4 and r2 at the same time"),
        ("Aida,2,p3\nBolat,1,p2", "Aida,2,p2\nBolat,1,p3", "slot p2 begins before slot l2 and the pause are over"),
        ("Aida,2,p3\n", "", "Aida is heard in 1 of 2 interviews"),
        ("Chinara,1,r2\n", "", "does not name exactly those who are not heard"),
        ("Chinara,1,r2", "Chinara,2,r2", "Chinara has no step 2"),
    ],
)
def test_the_check_names_what_was_forged(asked: Path, tmp_path: Path, was: str, forged: str, fault: str) -> None:
    out = tmp_path / "out"
    slots_files.run(asked, out, **RULES)
    path = out / "schedule.csv"
    assert was in path.read_text()
    path.write_text(path.read_text().replace(was, forged))
    assert next(slots_files.violations(asked, out)) == "schedule.csv: is not the file that the run wrote"
    reseal(out)
    assert fault in next(slots_files.violations(asked, out))


def test_who_cannot_be_heard_is_named_with_the_reason(asked: Path, tmp_path: Path) -> None:
    (asked / "interviews.csv").write_text(
        "candidate,step,subject,language\nAida,1,language,fr\nBolat,1,language,en\nChinara,1,language,en\nDana,1,language,en\n"
    )
    out = tmp_path / "out"
    done = CliRunner().invoke(command, [str(asked), "-o", str(out)])
    assert done.exit_code == 1
    assert "2 of 4 candidates are heard (at most 2)" in done.output
    told = (out / "unheard.csv").read_text().splitlines()
    assert told[1] == "Aida,no slot suits step 1"
    assert len(told) == 3
    assert told[2].endswith(",the slots that suit do not suffice")
    assert CliRunner().invoke(command, ["check", str(asked), str(out)]).output == "No violation.\n"


def test_bad_files_are_named_and_nobody_has_an_answer(asked: Path, tmp_path: Path) -> None:
    (asked / "slots.csv").write_text("slot,panel,start,minutes\na,L,tomorrow,30\nb,L,2026-06-25T09:00,0\n")
    with pytest.raises(BadFiles, match=r"line 2, start: 'tomorrow' is not a time(.|\n)*line 3, minutes: 0 is not"):
        slots_files.run(asked, tmp_path / "out")
    (asked / "slots.csv").write_text("slot,panel,start,minutes\na,Z,2026-06-25T09:00,30\n")
    with pytest.raises(BadFiles, match=r"slots.csv, line 2, panel: there is no panel Z"):
        slots_files.run(asked, tmp_path / "out")
    (asked / "slots.csv").write_text("slot,panel,start,minutes\n")
    facts = slots_files.run(asked, tmp_path / "out")
    assert (facts["heard"], facts["heard_bound"], facts["spread"]) == (0, 0, 0)
    (asked / "interviews.csv").write_text("candidate,step,subject\n")
    assert slots_files.run(asked, tmp_path / "out")["candidates"] == 0
