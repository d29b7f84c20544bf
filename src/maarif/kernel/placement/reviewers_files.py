"""The files of reviewing: bids and conflicts in, an assignment and its proof by prices out, with the record and the check."""

import time
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any, Final

import numpy as np

from maarif.kernel.placement import files, reviewers, runs
from maarif.kernel.placement.reviewers import Mask, Prices, Question

INPUTS: Final = ("bids.csv", "conflicts.csv", "papers.csv")
OUTPUTS: Final = ("assignment.csv", "short.csv", "prices.csv")


def read(folder: Path, reviews: int, load: int) -> Question:
    """`bids.csv` (reviewer,paper,affinity), `conflicts.csv` (reviewer,paper) and `papers.csv` (paper), the last two if there. Raises BadFiles."""
    pair = {"reviewer": files.text, "paper": files.text}
    number = files.whole(0, reviewers.LARGEST)
    bids = files.table(folder / INPUTS[0], {**pair, "affinity": number}, key=list(pair))
    conflicts = files.table(folder / INPUTS[1], pair, key=list(pair), required=False)
    papers = files.table(folder / INPUTS[2], {"paper": files.text}, key=["paper"], required=False)
    if papers:
        files.known(INPUTS[0], bids, {"paper": {row["paper"] for _, row in papers}})
    return reviewers.question(
        {(row["reviewer"], row["paper"]): row["affinity"] for _, row in bids},
        {(row["reviewer"], row["paper"]) for _, row in conflicts},
        [row["paper"] for _, row in papers],
        reviews,
        load,
    )


def run(folder: Path, out: Path, *, reviews: int, load: int, fair: bool = False) -> dict[str, Any]:
    """Assigns; writes `assignment.csv`, `short.csv`, `prices.csv` and `run.json`; returns the run's facts."""
    began = time.perf_counter()
    asked = read(folder, reviews, load)
    level = reviewers.fair_level(asked) if fair else None
    allowed = _allowed(asked, level)
    chosen = reviewers.cheapest(asked, allowed)
    price = reviewers.prices(asked, chosen, allowed)
    out.mkdir(parents=True, exist_ok=True)
    pairs = np.flatnonzero(chosen)
    rows = [(asked.reviewers[asked.reviewer_of[at]], asked.papers[asked.paper_of[at]]) for at in pairs]
    triples = [(*row, int(asked.affinities[at])) for row, at in zip(rows, pairs, strict=True)]
    files.write(out / OUTPUTS[0], ["reviewer", "paper", "affinity"], triples)
    files.write(out / OUTPUTS[1], ["paper", "missing"], sorted(_short(asked, chosen).items()))
    told = [("reviewer", name, int(of)) for name, of in zip(asked.reviewers, price.reviewers, strict=True)]
    told += [("paper", name, int(of)) for name, of in zip(asked.papers, price.papers, strict=True)]
    files.write(out / OUTPUTS[2], ["kind", "name", "price"], told)
    facts = _facts(asked, chosen, allowed, price) | {"reviews": reviews, "load": load, "level": level}
    runs.record(
        out,
        "reviewers",
        inputs=[folder / name for name in INPUTS],
        outputs=[out / name for name in OUTPUTS],
        seconds=time.perf_counter() - began,
        **facts,
    )
    return facts


def _allowed(asked: Question, level: int | None) -> Mask:
    return reviewers.everything(asked) if level is None else reviewers.level_mask(asked, level)


def _short(asked: Question, chosen: Mask) -> dict[str, int]:
    """Reviews missing by paper, for the papers that have too few."""
    _, by_paper = reviewers.counts(asked, chosen)
    return {
        name: asked.reviews - int(has) for name, has in zip(asked.papers, by_paper, strict=True) if has < asked.reviews
    }


def _facts(asked: Question, chosen: Mask, allowed: Mask, price: Prices) -> dict[str, Any]:
    return {
        "reviewers": len(asked.reviewers),
        "papers": len(asked.papers),
        "assigned": int(chosen.sum()),
        "short": len(_short(asked, chosen)),
        "affinity": int(asked.affinities[chosen].sum()),
        "lowest": int(asked.affinities[chosen].min(initial=reviewers.LARGEST)) if chosen.any() else 0,
        "bonus": asked.bonus,
        "worth": reviewers.worth(asked, chosen),
        "bound": reviewers.bound(asked, price, allowed),
    }


def violations(folder: Path, out: Path) -> Iterator[str]:
    """What is wrong with a published assignment: rules, then the proof by the published prices, which no solver made true."""
    told = runs.said(out, {"reviewers": {"reviews": int, "load": int, "level": (int, NoneType)}})
    yield from runs.faults(out, [folder])
    asked = read(folder, told["reviews"], told["load"])
    pair = {"reviewer": files.text, "paper": files.text}
    rows = files.table(out / OUTPUTS[0], {**pair, "affinity": files.whole(0)}, key=list(pair))
    at = {
        (asked.reviewers[who], asked.papers[what]): place
        for place, (who, what) in enumerate(zip(asked.reviewer_of.tolist(), asked.paper_of.tolist(), strict=True))
    }
    allowed, chosen = _allowed(asked, told["level"]), np.zeros(len(asked.affinities), np.bool_)
    for line, row in rows:
        place = at.get((row["reviewer"], row["paper"]))
        if place is None:
            yield f"{OUTPUTS[0]}, line {line}: {row['reviewer']} may not review {row['paper']}"
            continue
        chosen[place] = True
        if row["affinity"] != asked.affinities[place]:
            yield f"{OUTPUTS[0]}, line {line}: the affinity is {asked.affinities[place]}"
        if not allowed[place]:
            yield f"{OUTPUTS[0]}, line {line}: is below the level {told['level']}"
    by_reviewer, by_paper = reviewers.counts(asked, chosen)
    for name, has in zip(asked.reviewers, by_reviewer, strict=True):
        if has > asked.load:
            yield f"{name} has {has} papers, more than {asked.load}"
    for name, has in zip(asked.papers, by_paper, strict=True):
        if has > asked.reviews:
            yield f"{name} has {has} reviews, more than {asked.reviews}"
    yield from _proof(asked, chosen, allowed, out, told)


def _proof(asked: Question, chosen: Mask, allowed: Mask, out: Path, told: dict[str, Any]) -> Iterator[str]:
    kinds = {"kind": files.one_of("reviewer", "paper"), "name": files.text, "price": files.whole(0)}
    of = {(row["kind"], row["name"]): row["price"] for _, row in files.table(out / OUTPUTS[2], kinds)}
    price = Prices(
        np.array([of.get(("reviewer", name), 0) for name in asked.reviewers], dtype=np.int64),
        np.array([of.get(("paper", name), 0) for name in asked.papers], dtype=np.int64),
    )
    missing = files.table(out / OUTPUTS[1], {"paper": files.text, "missing": files.whole(1)}, key=["paper"])
    if {row["paper"]: row["missing"] for _, row in missing} != _short(asked, chosen):
        yield f"{OUTPUTS[1]}: does not name exactly the papers with too few reviews"
    facts = _facts(asked, chosen, allowed, price)
    if facts["worth"] < facts["bound"]:
        yield f"the assignment is worth {facts['worth']} and its prices prove only that none is above {facts['bound']}"
    for name, value in facts.items():
        if told.get(name) != value:
            yield f"{runs.NAME}: {name} is {value}"
    if told["level"] is not None:
        if told["level"] != (level := reviewers.fair_level(asked)):
            yield f"the level is {told['level']} where {level} is possible"
        if facts["assigned"] < (can := reviewers.most(asked, reviewers.everything(asked))):
            yield f"{facts['assigned']} reviews are assigned where {can} are possible"
