"""Proves a published placement from its files: feasible, no blocking pair, nothing wasted, reserves, cut-offs, explanations, record."""

import tempfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from maarif.kernel.errors import MaarifError
from maarif.kernel.placement import families, files, runs, stories
from maarif.kernel.placement.acceptance import choices
from maarif.kernel.placement.errors import BadFile, BadFiles
from maarif.kernel.placement.market import (
    CLOSED,
    OPEN,
    Ints,
    Market,
    Placement,
    by_programme,
    capacity,
    cutoffs,
    easiest,
    given_in,
    last,
    taken,
)
from maarif.kernel.placement.market_files import Given

PROPERTIES: Final = (
    "feasible",
    "quotas",
    "no blocking pair",
    "no seat wasted",
    "reserves",
    "families",
    "cut-offs",
    "explanations",
    "record",
)


class Violation(MaarifError):
    """A published placement is not what it must be; `params`: property (one of PROPERTIES), fault."""

    def __init__(self, kind: str, fault: str) -> None:
        super().__init__(f"{kind}: {fault}", property=kind, fault=fault)


def prove(given: Given, out: Path, folders: list[Path]) -> None:
    """Raises the first Violation, in the order of PROPERTIES. O(W log W)."""
    placement = read(given, out / stories.PLACEMENTS)
    prove_placement(given, placement)
    for fault in _families(given, placement, out):
        raise fault
    for fault in [*_cutoffs(given, placement, out), *_explanations(given, placement, out)]:
        raise fault
    for told in runs.faults(out, folders):
        raise Violation("record", told)


def prove_placement(given: Given, placement: Placement) -> None:
    """Raises the first Violation of what is proved of a placement alone, whatever was written of it."""
    for faults in (_seats, _quotas, _blocking, _reserves):
        for fault in faults(given, placement):
            raise fault


def read(given: Given, path: Path) -> Placement:
    """The published placement as numbers; a Violation names the first row that cannot be."""
    if not path.is_file():
        raise BadFiles([BadFile(path.name, 0, "", "there is no such file")])
    rows = pl.read_csv(path, infer_schema=False).with_row_index("line", offset=2)
    known = pl.DataFrame(
        {"applicant": given.applicants, "who": range(len(given.applicants))},
        schema={"applicant": pl.String, "who": pl.Int64},
    )
    rows = rows.join(known, on="applicant", how="left", maintain_order="left")
    for line, name in rows.filter(pl.col("who").is_null()).select("line", "applicant").iter_rows():
        raise _infeasible(path, line, f"{name} has no wishes")
    for line, name in rows.filter(~pl.col("who").is_first_distinct()).select("line", "applicant").iter_rows():
        raise _infeasible(path, line, f"{name} stands there twice")
    for name in known.join(rows, on="who", how="anti")["applicant"]:
        raise Violation("feasible", f"{path.name}: {name} is missing")
    wish = np.full(len(given.applicants), -1, dtype=np.int64)
    block = np.full(len(given.applicants), -1, dtype=np.int32)
    programme = {name: at for at, name in enumerate(given.programmes)}
    category = {name: at for at, name in enumerate(given.categories)}
    for line, who, place, kind, rank in rows.filter(pl.col("programme").is_not_null()).select(
        "line", "who", "programme", "category", "rank"
    ).iter_rows():  # fmt: skip
        at = wish_of(given, who, programme.get(place, -1), rank)
        if at < 0:
            raise _infeasible(path, line, f"{given.applicants[who]} has no wish {rank} for {place}")
        found = block_of(given.market, programme[place], category.get(kind, -1))
        if found < 0 or not int(given.market.members[who]) >> category[kind] & 1:
            raise _infeasible(path, line, f"{given.applicants[who]} cannot have a seat of {kind} in {place}")
        wish[who], block[who] = at, found
    return Placement(wish, block)


def _infeasible(path: Path, line: int, fault: str) -> Violation:
    return Violation("feasible", f"{path.name}, line {line}: {fault}")


def wish_of(given: Given, who: int, programme: int, rank: str | None) -> int:
    """The applicant's wish of that rank for a programme, -1 when there is none."""
    for wish in range(given.market.starts[who], given.market.starts[who + 1]):
        if given.market.programmes[wish] == programme and str(given.ranks[wish]) == rank:
            return int(wish)
    return -1


def block_of(market: Market, programme: int, category: int) -> int:
    """The programme's block of a category, -1 when there is none."""
    for block in range(market.block_starts[programme], market.block_starts[programme + 1]):
        if market.categories[block] == category:
            return int(block)
    return -1


def block_name(given: Given, block: Any) -> str:
    """Programme and category of a block."""
    return f"{given.programmes[given.market.owners[block]]} ({given.categories[given.market.categories[block]]})"


def _seats(given: Given, placement: Placement) -> Iterator[Violation]:
    market = given.market
    used = taken(market, placement)
    for over in (market.soft | market.hard) & (used > market.seats), used > capacity(market, placement):
        for block in np.flatnonzero(over):
            yield Violation(
                "feasible", f"{block_name(given, block)} has given {used[block]} seats, more than there are"
            )


def _quotas(given: Given, placement: Placement) -> Iterator[Violation]:
    """Quotas under which more seats were given than they allow."""
    used = given_in(given.market, placement)
    for quota in np.flatnonzero(used > given.market.most):
        yield Violation(
            "quotas",
            f"{used[quota]} seats were given under {given.quotas[quota]}, which allows {given.market.most[quota]}",
        )


def _blocking(given: Given, placement: Placement) -> Iterator[Violation]:
    """Wishes that are wished more than what came true, and for which a worse one holds a seat (first) or a seat is free."""
    market = given.market
    held = np.where(placement.wish >= 0, placement.wish, market.starts[1:])[market.applicants]
    block, cut = easiest(market, cutoffs(market, placement))
    more = np.arange(len(held)) < held
    lasts = last(market, placement)
    for wish in np.flatnonzero(more & (block >= 0) & (cut != OPEN) & (cut != CLOSED) & (market.orders < cut))[:1]:
        other = given.applicants[market.applicants[lasts[block[wish]]]]
        yield Violation(
            "no blocking pair",
            f"{_who(given, wish)} and comes before {other}, who has a seat of {block_name(given, block[wish])}",
        )
    for wish in np.flatnonzero(more & (block >= 0) & (cut == OPEN))[:1]:
        yield Violation(
            "no seat wasted", f"{_who(given, wish)}, where a seat of {block_name(given, block[wish])} is free"
        )


def _who(given: Given, wish: int) -> str:
    market = given.market
    return f"{given.applicants[market.applicants[wish]]} wished {given.programmes[market.programmes[wish]]} more than what came true"


def demand(market: Market, placement: Placement) -> Ints:
    """The last wish of each applicant that is at least as good as what came true, int64 (n)."""
    worst: Ints = np.where(placement.wish >= 0, placement.wish, market.starts[1:] - 1)
    return worst


def _reserves(given: Given, placement: Placement) -> Iterator[Violation]:
    """Whether every programme, choosing among all who want it at least as much, fills its blocks with these very people."""
    market = given.market
    should = choices(market, by_programme(market.programmes, market.orders), demand(market, placement))
    number = np.arange(len(should))
    does = np.where(placement.wish[market.applicants] == number, placement.block[market.applicants], -1)
    for wish in np.flatnonzero(should != does)[:1]:
        name = given.applicants[market.applicants[wish]]
        now, then = (block_name(given, at) if at >= 0 else "no seat there" for at in (does[wish], should[wish]))
        yield Violation("reserves", f"{name} has {now}; filled in their order the blocks give {then}")


def _families(given: Given, placement: Placement, out: Path) -> Iterator[Violation]:
    """Whether every family has what it was said to have together, as the rule gives it."""
    for at in families.broken(given, placement):
        family = given.families[at]
        yield Violation("families", f"{family.name} is not together in {given.programmes[family.programme]}")
    if given.families:
        header = ["family", "programme"]
        should = [",".join(header), *_lines(header, [list(row) for row in families.rows(given)])]
        yield from differing("families", out / families.FAMILIES, should)


def _cutoffs(given: Given, placement: Placement, out: Path) -> Iterator[Violation]:
    header = ["programme", "category", *given.key_names]
    should = [",".join(header), *_lines(header, stories.cutoff_rows(given, placement))]
    yield from differing("cut-offs", out / stories.CUTOFFS, should)


def _lines(header: list[str], rows: list[list[object]]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        files.write(Path(folder) / "rows.csv", header, rows)
        return (Path(folder) / "rows.csv").read_text(encoding="utf-8").splitlines()[1:]


def _explanations(given: Given, placement: Placement, out: Path) -> Iterator[Violation]:
    with tempfile.TemporaryDirectory() as folder:
        stories.write_all(given, placement, Path(folder))
        with (Path(folder) / stories.EXPLANATIONS).open(encoding="utf-8") as should:
            yield from differing("explanations", out / stories.EXPLANATIONS, (line.rstrip("\n") for line in should))


def differing(kind: str, path: Path, should: "Iterator[str] | list[str]") -> Iterator[Violation]:
    """The first line of a file that is not what it must be."""
    if not path.is_file():
        yield Violation(kind, f"{path.name}: there is no such file")
        return
    with path.open(encoding="utf-8") as opened:
        for line, (is_, must) in enumerate(zip_longest((text.rstrip("\n") for text in opened), should), start=1):
            if is_ != must:
                yield Violation(
                    kind, f"{path.name}, line {line}: says {is_ or 'nothing'!s} and must say {must or 'nothing'!s}"
                )
                return
