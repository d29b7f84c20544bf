"""The same market under other rules: who gains and who loses, by the applicants' own wishes."""

from dataclasses import replace
from pathlib import Path

import polars as pl

from maarif.kernel.errors import MaarifError
from maarif.kernel.placement import running
from maarif.kernel.placement.market import Placement
from maarif.kernel.placement.market_files import Given
from maarif.kernel.placement.running import Rules

OPTIONS = {
    "mechanism": running.MECHANISMS,
    "side": running.SIDES,
    "lottery": ("", *running.LOTTERIES),
    "seed": None,
    "together": None,
    "tie_prefers_wish_rank": None,
    "shared_lot": None,
}


class NoSuchRules(MaarifError):
    """Rules are neither a folder nor options of a run; `params`: rules."""


def other(folder: Path, rules: Rules, said: str) -> tuple[dict[str, Path], Rules]:
    """The files and rules of a replay: a folder's files replace those of the same name, options (`side=programmes,...`) those of the rules."""
    places = running.sources(folder, rules.files)
    if Path(said).is_dir():
        there = {name: path for name, path in running.sources(Path(said), rules.files).items() if path.is_file()}
        return places | there, rules
    given = dict(part.split("=", 1) for part in said.split(",") if "=" in part)
    options = {name.replace("-", "_"): value for name, value in given.items()}
    known = all(
        name in OPTIONS and (OPTIONS[name] is None or value in (OPTIONS[name] or ())) for name, value in options.items()
    )
    if not options or not known or len(options) != said.count(",") + 1:
        raise NoSuchRules(
            f"{said} is neither a folder nor options such as side=programmes,lottery=single,seed=1", rules=said
        )
    changed = replace(rules, **options)
    return running.sources(folder, changed.files), changed


def compare(base: Given, before: Placement, given: Given, after: Placement) -> pl.DataFrame:
    """Rows (applicant, before, after, change) of the applicants of `base`; a change is gains, loses or same.

    A place is as good as its rank among the wishes in `base`; a programme that is not among them counts as no place. O(W).
    """
    wishes = pl.DataFrame(
        {
            "applicant": pl.Series(base.applicants, dtype=pl.String).gather(
                pl.Series(base.market.applicants, dtype=pl.UInt32)
            ),
            "programme": pl.Series(base.programmes, dtype=pl.String).gather(
                pl.Series(base.market.programmes, dtype=pl.UInt32)
            ),
            "rank": pl.Series(base.ranks, dtype=pl.Int64),
        }
    )
    told = pl.DataFrame({"applicant": pl.Series(base.applicants, dtype=pl.String)})
    for name, market, placement in (("before", base, before), ("after", given, after)):
        had = _results(market, placement).join(wishes, on=["applicant", "programme"], how="inner")
        told = told.join(
            had.select("applicant", pl.col("programme").alias(name), pl.col("rank").alias(f"{name}_rank")),
            on="applicant", how="left", maintain_order="left",
        )  # fmt: skip
    was, is_ = (pl.col(f"{name}_rank").fill_null(2**62) for name in ("before", "after"))
    change = pl.when(is_ < was).then(pl.lit("gains")).when(is_ > was).then(pl.lit("loses")).otherwise(pl.lit("same"))
    return told.select("applicant", "before", "after", change.alias("change"))


def _results(given: Given, placement: Placement) -> pl.DataFrame:
    placed = (placement.wish >= 0).nonzero()[0]
    return pl.DataFrame(
        {
            "applicant": pl.Series([given.applicants[who] for who in placed], dtype=pl.String),
            "programme": pl.Series(
                [given.programmes[given.market.programmes[placement.wish[who]]] for who in placed], dtype=pl.String
            ),
        }
    )
