"""What was loaded last from each source: pages of digests, read as one frame and compared in one join.

A page is a compressed frame of `sourcedId` and `digest`, written in the transaction of the rows that it remembers. A later page
speaks over an earlier one; a row without digest is forgotten.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

import polars as pl
from django.db import transaction

from maarif.registries.roster.models import LoadedPage, Source

_EMPTY: Final = {"sourcedId": pl.String, "known": pl.Int64}
_PAGE: Final = 100_000
_PATIENCE: Final = 64
"""Pages that speak over earlier ones, before all of a file are written anew."""


def source_number(name: str) -> int:
    """The number of a source, made when it is new."""
    return int(Source.objects.get_or_create(name=name)[0].pk)


def known(source: int, file: str) -> pl.DataFrame:
    """Every row of a file as last taken in: `sourcedId` and its digest `known`."""
    pages = LoadedPage.objects.filter(source_id=source, file=file).order_by("pk").values_list("rows", "replaces")
    parts = [pl.DataFrame(schema=_EMPTY)]
    over = False
    for rows, replaces in pages.iterator(chunk_size=1):
        parts.append(pl.read_ipc(BytesIO(rows)).rename({"digest": "known"}))
        over = over or replaces
    found = pl.concat(parts)
    if over:
        found = found.unique("sourcedId", keep="last", maintain_order=True).drop_nulls("known")
    return found


def of(rows: pl.DataFrame) -> pl.Series:
    """The digest of each row. Another version of polars may compute others: then rows are compared in the database."""
    return rows.select(sorted(rows.columns)).hash_rows(seed=20_26).reinterpret(signed=True).alias("digest")


def remember(source: int, file: str, rows: pl.DataFrame, *, replaces: bool) -> None:
    """Writes `sourcedId` and `digest` of rows that were taken in; `replaces` when earlier pages may hold some of them."""
    if rows.is_empty():
        return
    buffer = BytesIO()
    rows.select("sourcedId", "digest").write_ipc(buffer, compression="zstd")
    LoadedPage.objects.create(source_id=source, file=file, rows=buffer.getvalue(), replaces=replaces)


def forget(source: int, file: str, sourced_ids: pl.Series) -> None:
    """Forgets rows that the source no longer gives."""
    rows = pl.DataFrame({"sourcedId": sourced_ids}).with_columns(digest=pl.lit(None, pl.Int64))
    remember(source, file, rows, replaces=True)


def tidy(source: int) -> None:
    """Writes the pages of a file anew once many speak over others, so that years of small changes stay quick to read."""
    for file in _untidy(source):
        rows = known(source, file).rename({"known": "digest"})
        with transaction.atomic():
            LoadedPage.objects.filter(source_id=source, file=file).delete()
            for page in rows.iter_slices(_PAGE):
                remember(source, file, page, replaces=False)


def _untidy(source: int) -> Iterator[str]:
    pages = LoadedPage.objects.filter(source_id=source, replaces=True).values_list("file", flat=True)
    names = list(pages)
    yield from (name for name in sorted(set(names)) if names.count(name) >= _PATIENCE)
