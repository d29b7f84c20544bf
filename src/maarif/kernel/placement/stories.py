"""What a placement says of every wish: placed, below the cut-off and by how much, a better wish came true, or not eligible."""

from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from maarif.kernel.placement import families
from maarif.kernel.placement.files import digest, write
from maarif.kernel.placement.market import CLOSED, Ints, Market, Placement, cutoffs, easiest, last, taken
from maarif.kernel.placement.market_files import Given

PLACEMENTS, CUTOFFS, EXPLANATIONS = "placements.csv", "cutoffs.csv", "explanations.csv"


class Outcome(IntEnum):
    """How a wish ended."""

    PLACED = 0
    BETTER_WISH = 1
    BELOW_CUT_OFF = 2
    NO_SEATS = 3
    NOT_ELIGIBLE = 4
    TOGETHER = 5
    """A place less wished was taken, so that the family is together."""
    FREE = 6
    """Only in a placement that is wrong: a seat was free, or the keys were good enough."""


WORDS: Final = ("placed", "better-wish", "below-cut-off", "no-seats", "not-eligible", "together", "free")


def outcomes(market: Market, placement: Placement) -> tuple[Ints, Ints, Ints]:
    """For each wish its Outcome, uint8 (W), the easiest block, int32 (W), and the block's cut-off, int64 (W)."""
    block, cut = easiest(market, cutoffs(market, placement))
    held = placement.wish[market.applicants]
    number = np.arange(len(market.programmes))
    found = np.full(len(number), Outcome.FREE, dtype=np.uint8)
    found[market.orders > cut] = Outcome.BELOW_CUT_OFF
    found[cut == CLOSED] = Outcome.NO_SEATS
    found[(held >= 0) & (number > held)] = Outcome.BETTER_WISH
    found[block < 0] = Outcome.NOT_ELIGIBLE
    found[held == number] = Outcome.PLACED
    return found, block, cut


def told(given: Given, placement: Placement) -> tuple[Ints, Ints, Ints]:
    """As `outcomes`, with TOGETHER for what the members of a family had wished more than the programme that all of them got."""
    found, block, cut = outcomes(given.market, placement)
    for family in given.families:
        for who in family.members if family.programme != families.SEPARATE else ():
            begin, end = given.market.starts[who], given.market.starts[who + 1]
            more = given.ranks[begin:end] < given.ranks[begin]
            found[begin:end][more & (found[begin:end] == Outcome.BETTER_WISH)] = Outcome.TOGETHER
    return found, block, cut


def differences(keys: Ints, other: Ints) -> tuple[Ints, Ints]:
    """The first key of each row, (W, K), that differs from the other's, and by how much it is higher, both int64 (W)."""
    if not keys.shape[1]:
        return np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
    apart = keys - other
    first = (apart != 0).argmax(axis=1)
    return first, np.take_along_axis(apart, first[:, None], axis=1)[:, 0]


def write_all(given: Given, placement: Placement, out: Path) -> list[Path]:
    """Writes the three files, rows by applicant and rank, or by programme and category; the same market gives the same bytes."""
    out.mkdir(parents=True, exist_ok=True)
    market = given.market
    wish, block = placement.wish, placement.block
    placed = wish >= 0
    _write(
        out / PLACEMENTS,
        applicant=pl.Series(given.applicants, dtype=pl.String),
        programme=_names(given.programmes, market.programmes[wish] if len(market.programmes) else wish, placed),
        category=_names(given.categories, market.categories[block] if len(market.categories) else block, placed),
        rank=_whole(given.ranks[wish] if len(given.ranks) else wish, placed),
    )
    write(out / CUTOFFS, ["programme", "category", *given.key_names], cutoff_rows(given, placement))
    _write_explanations(given, placement, out / EXPLANATIONS)
    written = [out / PLACEMENTS, out / CUTOFFS, out / EXPLANATIONS]
    if given.families:
        write(out / families.FAMILIES, ["family", "programme"], families.rows(given))
        written.append(out / families.FAMILIES)
    return written


def cutoff_rows(given: Given, placement: Placement) -> list[list[Any]]:
    """The keys of the last one placed in each filled block, or in the exhausted quota that binds it; empty keys where a block has no seat at all."""
    market = given.market
    cuts, lasts = cutoffs(market, placement), last(market, placement)
    rows: list[list[Any]] = []
    for at, owner in enumerate(market.owners):
        names = [given.programmes[owner], given.categories[market.categories[at]]]
        if cuts[at] == CLOSED:
            rows.append([*names, *[""] * len(given.key_names)])
        elif lasts[at] >= 0 and cuts[at] == market.orders[lasts[at]]:
            rows.append([*names, *map(int, given.keys[lasts[at]])])
    return sorted(rows, key=lambda row: row[:2])


def _write_explanations(given: Given, placement: Placement, path: Path) -> str:
    market = given.market
    found, block, _ = told(given, placement)
    below = found == Outcome.BELOW_CUT_OFF
    lasts = last(market, placement)[block[below]]
    key, apart = np.zeros(len(found), dtype=np.int64), np.zeros(len(found), dtype=np.int64)
    key[below], apart[below] = differences(given.keys[below], given.keys[lasts])
    shows = below | (found == Outcome.PLACED)
    shown = np.where(found == Outcome.PLACED, placement.block[market.applicants], block)
    return _write(
        path,
        applicant=_names(given.applicants, market.applicants, np.ones(len(found), dtype=bool)),
        rank=pl.Series(given.ranks, dtype=pl.Int64),
        programme=_names(given.programmes, market.programmes, np.ones(len(found), dtype=bool)),
        outcome=_names(WORDS, found, np.ones(len(found), dtype=bool)),
        category=_names(given.categories, market.categories[shown] if len(market.categories) else shown, shows),
        key=_names(given.key_names, key, below),
        difference=_whole(apart, below),
        by=np.lexsort((given.ranks, market.applicants)) if given.families else None,
    )


def _names(names: Sequence[str], at: Ints, where: Ints) -> pl.Series:
    """The names at the numbers, nothing where there is none."""
    number = pl.Series(np.where(where, at, 0), dtype=pl.UInt32).to_frame("at")
    known = pl.Series("name", list(names), dtype=pl.String)
    found = number.select(pl.lit(known).gather(pl.col("at")).alias("name"))["name"] if len(known) else known
    return pl.DataFrame({"name": found, "where": pl.Series(where, dtype=pl.Boolean)}).select(
        pl.when("where").then("name")
    ).to_series()  # fmt: skip


def _whole(numbers: Ints, where: Ints) -> pl.Series:
    return pl.DataFrame(
        {"number": pl.Series(numbers, dtype=pl.Int64), "where": pl.Series(where, dtype=pl.Boolean)}
    ).select(pl.when("where").then("number")).to_series()  # fmt: skip


def _write(path: Path, *, by: Ints | None = None, **columns: pl.Series) -> str:
    """Writes the columns, the rows in the order `by` where one is given."""
    frame = pl.DataFrame(columns)
    (frame if by is None else frame[by]).write_csv(path)
    return digest(path)


def counts(given: Given, placement: Placement) -> dict[str, int]:
    """What a run counts: people, wishes, seats, who got a wish and who the first."""
    market, placed = given.market, placement.wish >= 0
    best = np.minimum.reduceat(given.ranks, market.starts[:-1]) if len(given.ranks) else given.ranks
    whole = sum(family.programme != families.SEPARATE for family in given.families)
    return {
        "applicants": len(given.applicants),
        "wishes": len(given.ranks),
        "programmes": len(given.programmes),
        "seats": int(market.seats.sum()),
        "placed": int(placed.sum()),
        "first_wish": int((given.ranks[placement.wish[placed]] == best[placed]).sum()),
        "idle_seats": int(market.seats.sum() - taken(market, placement).sum()),
        **({"quotas": len(given.quotas)} if given.quotas else {}),
        **({"families": len(given.families), "families_together": whole} if given.families else {}),
    }
