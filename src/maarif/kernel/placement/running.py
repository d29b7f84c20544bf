"""One run from the files of a folder to the files of another, by stated rules."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from maarif.kernel.errors import MaarifError
from maarif.kernel.placement import acceptance, families, market_files, runs, stories
from maarif.kernel.placement.errors import BadFile, BadFiles
from maarif.kernel.placement.market import Placement
from maarif.kernel.placement.market_files import Given

MECHANISMS: Final = ("deferred-acceptance", "serial-dictatorship")
SIDES: Final = ("applicants", "programmes")
LOTTERIES: Final = ("single", "multiple")


class SeedMissing(MaarifError):
    """A lottery without a seed could not be repeated; a seed without a lottery decides nothing."""


@dataclass(frozen=True, slots=True)
class Rules:
    """By what a run is decided; an empty lottery means that keys must decide alone, `together` names the file of families in the folder.

    `shared_lot` names the file of siblings who draw one lot;
    `tie_prefers_wish_rank` names the key up to which keys must be equal for the higher wish to come first; empty, it never does.
    """

    mechanism: str = "deferred-acceptance"
    side: str = "applicants"
    lottery: str = ""
    seed: str = ""
    together: str = ""
    tie_prefers_wish_rank: str = ""
    shared_lot: str = ""

    def __post_init__(self) -> None:
        if self.shared_lot and self.lottery != "single":
            raise SeedMissing("--shared-lot needs --lottery single: siblings share the one lot that everybody draws")
        if bool(self.lottery) != bool(self.seed):
            raise SeedMissing("--lottery and --seed are given together or not at all")

    @property
    def files(self) -> tuple[str, ...]:
        """The files of the folder that the rules name."""
        return tuple(name for name in (self.together, self.shared_lot) if name)


def sources(folder: Path, named: Sequence[str] = ()) -> dict[str, Path]:
    """The files of a market by their usual names, those that must be there whether they are or not."""
    there = {path.name: path for path in market_files.paths(folder)}
    must = (market_files.PROGRAMMES, market_files.WISHES, *named)
    return {name: folder / name for name in must} | there


def given(places: dict[str, Path], rules: Rules) -> Given:
    """The market that the files and the lottery make, families asking for what they can have together."""
    market = market_files.read(
        places, lots=rules.lottery, seed=rules.seed, rank_after=rules.tie_prefers_wish_rank, shared_lot=rules.shared_lot
    )
    if not rules.together:
        return market
    asking = families.read(places[rules.together], market.applicants)
    return families.arranged(market, asking, lambda asked: decide(asked, rules))


def decide(market: Given, rules: Rules) -> Placement:
    """The placement by the rules; KeysDiffer names the applicant and the programme."""
    if rules.mechanism == "deferred-acceptance":
        return acceptance.deferred_acceptance(market.market, side=rules.side)
    try:
        return acceptance.serial_dictatorship(market.market)
    except acceptance.KeysDiffer as error:
        wish = int(str(error.params["wish"]))
        who = market.applicants[market.market.applicants[wish]]
        where = market.programmes[market.market.programmes[wish]]
        raise acceptance.KeysDiffer(
            f"serial dictatorship has one order of all: the keys of {who} for {where} differ from those for the first wish",
            applicant=who, programme=where,
        ) from error  # fmt: skip


def run(folder: Path, out: Path, rules: Rules) -> dict[str, Any]:
    """Reads, decides, writes the three files and run.json; returns the counts with `digest` and `seconds`."""
    began = time.perf_counter()
    places = sources(folder, rules.files)
    market = given(places, rules)
    placement = decide(market, rules)
    outputs = stories.write_all(market, placement, out)
    counted = stories.counts(market, placement)
    seconds = time.perf_counter() - began
    digest = runs.record(
        out, "place", inputs=places.values(), outputs=outputs, seconds=seconds, rules=asdict(rules), counts=counted
    )
    return counted | {"digest": digest, "seconds": round(seconds, 3)}


def rules_of(out: Path) -> Rules:
    """The rules that a published run was decided by, from its run.json."""
    said = runs.said(out, {"place": {"rules": dict}})["rules"]
    try:
        return Rules(**said)
    except TypeError as error:
        raise BadFiles([BadFile(runs.NAME, 0, "rules", "are not those of a placement")]) from error
