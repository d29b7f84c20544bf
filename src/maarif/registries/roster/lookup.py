"""Rows found by `sourcedId`, a page at a time, among a million: sorted hashes are made once, where a join would hash all rows for each page."""

import numpy as np
import polars as pl


class Lookup:
    """A frame with a column `sourcedId`, and where each of its rows is (16 bytes a row)."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self.rows = rows
        hashes = rows["sourcedId"].hash(7).to_numpy()
        self._order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[self._order]

    def of(self, sourced_ids: pl.Series) -> pl.DataFrame:
        """The rows whose `sourcedId` is one of these, in the order of the frame; O(n log N)."""
        if self.rows.is_empty():
            return self.rows
        hashes = np.unique(sourced_ids.drop_nulls().hash(7).to_numpy())
        first = np.searchsorted(self._hashes, hashes, side="left")
        many = np.searchsorted(self._hashes, hashes, side="right") - first
        spread = np.repeat(first - np.concatenate([[0], np.cumsum(many)[:-1]]), many) + np.arange(many.sum())
        likely = self.rows[np.sort(self._order[spread])]
        return likely.filter(pl.col("sourcedId").is_in(sourced_ids.implode()))

    def beside(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with the columns of what is found of each, or nothing there."""
        return rows.join(self.of(rows["sourcedId"]), on="sourcedId", how="left", maintain_order="left")
