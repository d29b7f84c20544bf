"""Mistakes put into a bundle on purpose: rows that a loader must refuse, and people entered twice under another spelling."""

from collections import Counter
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from simulators.synth.bundle import Bundle

_OTHER_SPELLING: Final = str.maketrans(
    "əıöüğşçƏÖÜĞŞÇİәіңғүұқөһӘІҢҒҮҰҚӨҺё",
    "eioougcEOUGSCIаингуукохАИНГУУКОХе".replace("eioougc", "eiougsc"),
)
_SPOILT: Final = {
    "users": ("givenName", "", "identifier", "12?"),
    "demographics": ("birthDate", "31.02.2015", "sex", "unknown!"),
    "enrollments": ("userSourcedId", "nobody", "endDate", "1999-01-01"),
    "maarif_employments": ("postSourcedId", "no-such-post", "share", "-5"),
}


class DirtyBundle(Bundle):
    """A bundle in which a share of the rows is spoilt and a share of the people comes a second time."""

    def __init__(self, folder: Path, *, rate: float, seed: int) -> None:
        super().__init__(folder)
        self._rate = rate
        self._rng = np.random.default_rng([seed, 0xD127])
        self._twins: list[str] = []
        self.planted: Counter[str] = Counter()

    def write(self, name: str, rows: pl.DataFrame) -> None:
        """Spoils some rows, then writes."""
        if name == "users":
            twins = self._twin(rows)
            self._twins = twins["sourcedId"].str.strip_suffix("-twin").to_list()
            rows = pl.concat([self._spoil(name, rows), twins], how="diagonal")
        elif name == "demographics":
            twins = rows.filter(pl.col("sourcedId").is_in(self._twins))
            rows = pl.concat(
                [self._spoil(name, rows), twins.with_columns(pl.format("{}-twin", "sourcedId").alias("sourcedId"))]
            )
        elif name in _SPOILT:
            rows = self._spoil(name, rows)
        super().write(name, rows)

    def _spoil(self, name: str, rows: pl.DataFrame) -> pl.DataFrame:
        first, first_value, second, second_value = _SPOILT[name]
        drawn = self._rng.random(rows.height)
        for column, value, low in ((first, first_value, 0.0), (second, second_value, 0.5)):
            hit = (drawn >= low * self._rate) & (drawn < (low + 0.5) * self._rate)
            if column in rows.columns:
                rows = rows.with_columns(
                    pl.when(pl.Series(hit)).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
                )
                self.planted[f"{name}.{column}"] += int(hit.sum())
        return rows

    def _twin(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The same people once more: another spelling, no personal number, no guardians."""
        hit = pl.Series(self._rng.random(rows.height) < self._rate)
        respelt = [
            pl.col(column).map_elements(lambda text: text.translate(_OTHER_SPELLING), return_dtype=pl.String)
            for column in ("givenName", "familyName", "middleName")
        ]
        twins = rows.filter(hit).with_columns(
            pl.format("{}-twin", "sourcedId").alias("sourcedId"), pl.lit("").alias("identifier"), *respelt
        )
        agents = [column for column in twins.columns if "gent" in column]
        self.planted["twins"] += twins.height
        return twins.with_columns(pl.lit("").alias(column) for column in agents)
