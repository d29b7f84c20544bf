"""Several rounds from files to files: who was recommended what in each, who confirmed, which seats that left, and who is next.

`confirmations.csv` (`round,applicant`) says who confirmed what a round had recommended. Rounds are played as long as somebody has confirmed, and
one more, whose recommendations nobody has answered yet. `participants.csv` (`round,applicant`) may say who takes part in a round; where
it names nobody for a round, everybody takes part who has not confirmed (and, with `lapsed_leave`, has let nothing lapse).
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from maarif.kernel.placement import files, proving, rounds, running, runs
from maarif.kernel.placement.errors import BadFile, BadFiles
from maarif.kernel.placement.market import Ints, Placement
from maarif.kernel.placement.market_files import Given
from maarif.kernel.placement.rounds import Rounds
from maarif.kernel.placement.running import Rules

COMMAND: Final = "place rounds"
CONFIRMATIONS, PARTICIPANTS = "confirmations.csv", "participants.csv"
ROUNDS, SEATS, EXTRA = "rounds.csv", "seats.csv", "extra.csv"
MOST_ROUNDS: Final = 1_000

Said = dict[int, dict[int, int]]
"""For each round the applicants named for it, with the line."""


@dataclass(frozen=True, slots=True)
class Played:
    """One round: who took part, what was recommended, who confirmed, both bool (n), and how the rounds stand after it."""

    taking: Ints
    recommended: Placement
    confirmed: Ints
    after: Rounds


def sources(folder: Path, rules: Rules) -> dict[str, Path]:
    """The files of the rounds by name."""
    there = {name: folder / name for name in (PARTICIPANTS,) if (folder / name).is_file()}
    return running.sources(folder, (*rules.files, CONFIRMATIONS)) | there


def run(folder: Path, out: Path, rules: Rules, *, lapsed_leave: bool = False) -> dict[str, Any]:
    """Reads, plays, writes the three files and run.json; returns the counts with `digest` and `seconds`."""
    began = time.perf_counter()
    places = sources(folder, rules)
    given = running.given(places, rules)
    told = played(given, places, lapsed_leave=lapsed_leave)
    outputs = write(given, told, out)
    counted = {
        "applicants": len(given.applicants),
        "rounds": len(told),
        "confirmed": int((told[-1].after.held.wish >= 0).sum()),
        "recommended": int((told[-1].recommended.wish >= 0).sum()),
        "open": int(rounds.open_seats(told[-1].after).sum()),
    }
    said = {
        "lottery": rules.lottery, "seed": rules.seed, "shared_lot": rules.shared_lot,
        "tie_prefers_wish_rank": rules.tie_prefers_wish_rank, "lapsed_leave": lapsed_leave,
    }  # fmt: skip
    seconds = time.perf_counter() - began
    digest = runs.record(
        out, COMMAND, inputs=places.values(), outputs=outputs, seconds=seconds, rules=said, counts=counted
    )
    return counted | {"digest": digest, "seconds": round(seconds, 3)}


def rules_of(out: Path) -> tuple[Rules, bool]:
    """The rules of published rounds, and whether whoever let a place lapse was out."""
    said = dict(runs.said(out, {COMMAND: {"rules": dict}})["rules"])
    leave = said.pop("lapsed_leave", False)
    try:
        return Rules(**said), bool(leave)
    except TypeError as error:
        raise BadFiles([BadFile(runs.NAME, 0, "rules", "are not those of rounds")]) from error


def played(given: Given, places: dict[str, Path], *, lapsed_leave: bool) -> list[Played]:
    """Every round in turn; BadFiles names the first line that confirms, or takes part with, what cannot be."""
    confirmed = _said(places[CONFIRMATIONS], given)
    named = _said(places[PARTICIPANTS], given) if PARTICIPANTS in places else {}
    state, told = rounds.begin(given.market), list[Played]()
    out = np.zeros(len(given.applicants), dtype=bool)
    for number in range(1, max(confirmed, default=0) + 2):
        taking = _taking(given, state, out, named.get(number, {}), number)
        recommended = rounds.recommend(state, taking)
        answers = _answers(given, recommended, confirmed.get(number, {}), number)
        state = rounds.confirm(state, recommended, answers)
        told.append(Played(taking, recommended, answers, state))
        if lapsed_leave:
            out |= (recommended.wish >= 0) & ~answers
    return told


def _said(path: Path, given: Given) -> Said:
    rows = files.table(
        path, {"round": files.whole(1, MOST_ROUNDS), "applicant": files.text}, key=("round", "applicant")
    )
    number = {name: at for at, name in enumerate(given.applicants)}
    faults = [
        BadFile(path.name, line, "applicant", f"{row['applicant']} has no wishes")
        for line, row in rows
        if row["applicant"] not in number
    ]
    if faults:
        raise BadFiles(faults[: files.MOST_FAULTS])
    found: Said = {}
    for line, row in rows:
        found.setdefault(row["round"], {})[number[row["applicant"]]] = line
    return found


def _taking(given: Given, state: Rounds, out: Ints, named: dict[int, int], number: int) -> Ints:
    free: Ints = (state.held.wish < 0) & ~out
    if not named:
        return free
    faults = [
        BadFile(
            PARTICIPANTS, line, "applicant",
            f"{given.applicants[who]} takes part in round {number}, having "
            + ("confirmed a place" if state.held.wish[who] >= 0 else "let one lapse"),
        )
        for who, line in named.items()
        if not free[who]
    ]  # fmt: skip
    if faults:
        raise BadFiles(sorted(faults, key=lambda fault: int(str(fault.params["line"])))[: files.MOST_FAULTS])
    taking = np.zeros(len(free), dtype=bool)
    taking[list(named)] = True
    return taking


def _answers(given: Given, recommended: Placement, said: dict[int, int], number: int) -> Ints:
    faults = [
        BadFile(
            CONFIRMATIONS, line, "applicant", f"nothing was recommended to {given.applicants[who]} in round {number}"
        )
        for who, line in said.items()
        if recommended.wish[who] < 0
    ]
    if faults:
        raise BadFiles(sorted(faults, key=lambda fault: int(str(fault.params["line"])))[: files.MOST_FAULTS])
    answers = np.zeros(len(recommended.wish), dtype=bool)
    answers[list(said)] = True
    return answers


def write(given: Given, told: list[Played], out: Path) -> list[Path]:
    """Writes what was recommended, the seats after each round, and who is next; the same rounds give the same bytes."""
    out.mkdir(parents=True, exist_ok=True)
    header = ["round", "applicant", "programme", "category", "rank", "answer"]
    files.write(out / ROUNDS, header, list(_recommended(given, told)))
    files.write(
        out / SEATS, ["round", "programme", "category", "seats", "confirmed", "open"], list(_seats(given, told))
    )
    files.write(out / EXTRA, ["programme", "turn", "applicant"], list(_extra(given, told[-1])))
    return [out / ROUNDS, out / SEATS, out / EXTRA]


def _recommended(given: Given, told: list[Played]) -> Iterator[list[Any]]:
    market = given.market
    for number, one in enumerate(told, start=1):
        last = number == len(told)
        for who in np.flatnonzero(one.recommended.wish >= 0).tolist():
            wish, block = int(one.recommended.wish[who]), int(one.recommended.block[who])
            place = given.programmes[market.programmes[wish]], given.categories[market.categories[block]]
            answer = "open" if last else "confirmed" if one.confirmed[who] else "lapsed"
            yield [number, given.applicants[who], *place, int(given.ranks[wish]), answer]


def _seats(given: Given, told: list[Played]) -> Iterator[list[Any]]:
    market = given.market
    for number, one in enumerate(told[:-1], start=1):
        held = one.after.held.block
        confirmed, left = np.bincount(held[held >= 0], minlength=len(market.seats)), rounds.open_seats(one.after)
        for block in sorted(
            range(len(left)), key=lambda at: (given.programmes[market.owners[at]], market.categories[at])
        ):
            names = given.programmes[market.owners[block]], given.categories[market.categories[block]]
            yield [number, *names, int(market.seats[block]), int(confirmed[block]), int(left[block])]


def _extra(given: Given, last: Played) -> Iterator[list[Any]]:
    """For each programme, in order, who has confirmed nothing and is recommended nothing there or better."""
    market, held = given.market, last.recommended.wish
    for programme, name in enumerate(given.programmes):
        turn = 0
        for wish in rounds.extra_list(last.after, programme).tolist():
            who = int(market.applicants[wish])
            if held[who] < 0 or held[who] > wish:
                turn += 1
                yield [name, turn, given.applicants[who]]


def prove(folder: Path, out: Path) -> int:
    """How many rounds were proved: each stable among those who took part, in the seats that were open, and all files what they must be."""
    rules, leave = rules_of(out)
    places = sources(folder, rules)
    given = running.given(places, rules)
    told = played(given, places, lapsed_leave=leave)
    state = rounds.begin(given.market)
    for number, (one, published) in enumerate(zip(told, _published(given, out, len(told)), strict=True), start=1):
        market, wishes = rounds.of_round(state, one.taking)
        asked = replace(given, market=market, keys=given.keys[wishes], ranks=given.ranks[wishes])
        place = np.full(len(given.market.programmes), -1, dtype=np.int64)
        place[wishes] = np.arange(len(wishes))
        _of_takers(given, published, one.taking, number)
        here = np.where(published.wish >= 0, place[published.wish], -1)
        try:
            proving.prove_placement(asked, Placement(here, published.block))
        except proving.Violation as found:
            raise proving.Violation(
                str(found.params["property"]), f"round {number}: {found.params['fault']}"
            ) from found
        state = one.after
    with tempfile.TemporaryDirectory() as again:
        for path in write(given, told, Path(again)):
            for fault in proving.differing("rounds", out / path.name, path.read_text(encoding="utf-8").splitlines()):
                raise fault
    for changed in runs.faults(out, [folder]):
        raise proving.Violation("record", changed)
    return len(told)


def _of_takers(given: Given, published: Placement, taking: Ints, number: int) -> None:
    for who in np.flatnonzero((published.wish >= 0) & ~taking)[:1]:
        raise proving.Violation("feasible", f"round {number}: {given.applicants[who]} takes no part in it")


def _published(given: Given, out: Path, count: int) -> list[Placement]:
    """What the published file says was recommended in each round; a Violation names the first row that cannot be."""
    rows = files.table(
        out / ROUNDS,
        {
            "round": files.whole(1, MOST_ROUNDS), "applicant": files.text, "programme": files.text, "category": files.text,
            "rank": files.whole(1),
        },
        key=("round", "applicant"),
    )  # fmt: skip
    who_is, programme, category = (
        {name: at for at, name in enumerate(names)} for names in (given.applicants, given.programmes, given.categories)
    )
    found = [(np.full(len(who_is), -1, dtype=np.int64), np.full(len(who_is), -1, dtype=np.int32)) for _ in range(count)]
    for line, row in rows:
        who, place = who_is.get(row["applicant"], -1), programme.get(row["programme"], -1)
        wish = proving.wish_of(given, who, place, str(row["rank"])) if min(who, place) >= 0 else -1
        block = proving.block_of(given.market, place, category.get(row["category"], -1)) if wish >= 0 else -1
        fits = block >= 0 and int(given.market.members[who]) >> category[row["category"]] & 1
        if row["round"] > count or not fits:
            raise proving.Violation("feasible", f"{ROUNDS}, line {line}: {row['applicant']} cannot be recommended that")
        found[row["round"] - 1][0][who], found[row["round"] - 1][1][who] = wish, block
    return [Placement(*one) for one in found]
