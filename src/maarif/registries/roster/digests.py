"""What was loaded last from each source: read as a frame, compared in one join, written a page at a time."""

from io import BytesIO
from typing import Final

import polars as pl
from django.db import connection

from maarif.registries.roster.models import LoadedRow, Source

_EMPTY: Final = {"sourcedId": pl.String, "known": pl.Int64}


def source_number(name: str) -> int:
    """The number of a source, made when it is new."""
    return int(Source.objects.get_or_create(name=name)[0].pk)


def known(source: int, file: str) -> pl.DataFrame:
    """Every row of a file as last taken in: `sourcedId` and its digest `known`."""
    buffer = BytesIO()
    sql = "COPY (SELECT sourced_id, digest FROM roster_loadedrow WHERE source_id = {} AND file = '{}') TO STDOUT (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(sql.format(int(source), file.replace("'", ""))) as copy:
        for block in copy:
            buffer.write(block)
    if not buffer.tell():
        return pl.DataFrame(schema=_EMPTY)
    buffer.seek(0)
    return pl.read_csv(buffer, has_header=False, new_columns=list(_EMPTY), schema_overrides=list(_EMPTY.values()))


def count(source: int, file: str) -> int:
    """How many rows of a file are known."""
    return LoadedRow.objects.filter(source_id=source, file=file).count()


def of(rows: pl.DataFrame) -> pl.Series:
    """The digest of each row. Another version of polars may compute others: then rows are compared in the database."""
    return rows.select(sorted(rows.columns)).hash_rows(seed=20_26).reinterpret(signed=True).alias("digest")


def remember(source: int, file: str, rows: pl.DataFrame, replaced: pl.Series) -> None:
    """Writes `sourcedId` and `digest` of rows that were taken in, in the place of those that they replace."""
    if len(replaced):
        forget(source, file, replaced)
    if rows.is_empty():
        return
    buffer = BytesIO()
    rows.select(pl.lit(source), pl.lit(file).alias("file"), "sourcedId", "digest").write_csv(
        buffer, include_header=False
    )
    sql = "COPY roster_loadedrow (source_id, file, sourced_id, digest) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        copy.write(buffer.getbuffer())


def forget(source: int, file: str, sourced_ids: pl.Series) -> None:
    """Removes rows that the source no longer gives, or gives anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM roster_loadedrow l USING unnest(%s::text[]) AS gone (sourced_id) "
            "WHERE l.source_id = %s AND l.file = %s AND l.sourced_id = gone.sourced_id",
            [sourced_ids.to_list(), source, file],
        )
