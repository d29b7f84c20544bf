"""Checks of rows, column by column: each is a condition that makes a row bad, with the field and the rule it breaks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from maarif.registries.roster.reading import CONTROL

_SECRET: Final = frozenset({"identifier"})
_DATE: Final = r"^\d{4}-\d{2}-\d{2}(T.*)?$"
REJECTS: Final = {"line": pl.Int64, "sourcedId": pl.String, "field": pl.String, "rule": pl.String, "value": pl.String}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A row is bad where `bad` is true."""

    field: str
    rule: str
    bad: pl.Expr


def day(column: str) -> pl.Expr:
    """A date; a moment of ISO 8601 counts as its day; nothing where there is no real date."""
    raw = pl.col(column)
    return pl.when(raw.str.contains(_DATE)).then(raw.str.slice(0, 10)).str.to_date("%Y-%m-%d", strict=False)


def integer(column: str) -> pl.Expr:
    """A whole number, or nothing."""
    return pl.when(pl.col(column).str.contains(r"^-?\d{1,9}$")).then(pl.col(column)).cast(pl.Int64, strict=False)


def decimal(column: str) -> pl.Expr:
    """A number with a decimal point, or nothing."""
    return (
        pl.when(pl.col(column).str.contains(r"^-?\d{1,9}(\.\d{1,9})?$"))
        .then(pl.col(column))
        .cast(pl.Float64, strict=False)
    )


def required(*columns: str) -> list[Check]:
    """These columns have a value."""
    return [Check(field=column, rule="missing", bad=pl.col(column).is_null()) for column in columns]


def dates(*columns: str) -> list[Check]:
    """These columns hold real dates from 1880 to 2200, where they hold anything."""
    return [
        Check(
            field=column,
            rule="date",
            bad=pl.col(column).is_not_null()
            & (day(column).is_null() | ~day(column).is_between(pl.date(1880, 1, 1), pl.date(2200, 1, 1))),
        )
        for column in columns
    ]


def ordered(begin: str, end: str) -> Check:
    """The end is not before the beginning."""
    return Check(field=end, rule="date_order", bad=day(end) < day(begin))


def integers(low: int, high: int, *columns: str) -> list[Check]:
    """These columns hold whole numbers between two bounds, where they hold anything."""
    return [
        Check(
            field=column,
            rule="number",
            bad=pl.col(column).is_not_null() & ~integer(column).is_between(low, high).fill_null(False),
        )
        for column in columns
    ]


def decimals(low: float, high: float, *columns: str) -> list[Check]:
    """The same for numbers with a decimal point."""
    return [
        Check(
            field=column,
            rule="number",
            bad=pl.col(column).is_not_null() & ~decimal(column).is_between(low, high).fill_null(False),
        )
        for column in columns
    ]


def one_of(column: str, allowed: Iterable[str]) -> Check:
    """The value is one of a list, where there is one."""
    return Check(
        field=column, rule="vocabulary", bad=pl.col(column).is_not_null() & ~pl.col(column).is_in(list(allowed))
    )


def language(column: str) -> Check:
    """A language is two small letters."""
    return Check(field=column, rule="language", bad=~pl.col(column).str.contains("^[a-z]{2}$"))


def json_list(column: str) -> Check:
    """A list in JSON, where there is anything."""
    return Check(field=column, rule="json", bad=~pl.col(column).str.contains(r"(?s)^\[.*\]$"))


def clean(columns: Sequence[str]) -> list[Check]:
    """No control characters; asked only of pages in which there are some."""
    return [Check(field=column, rule="control", bad=pl.col(column).str.contains(CONTROL)) for column in columns]


def completed(rows: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """The rows with an empty column for each that the file does not have."""
    absent = [pl.lit(None, pl.String).alias(column) for column in columns if column not in rows.columns]
    return rows.with_columns(absent)


def judged(rows: pl.DataFrame, checks: Sequence[Check]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The good rows, and what is wrong with the others: one line per broken rule, in the columns of `REJECTS`."""
    verdicts = rows.select(check.bad.fill_null(False).alias(str(n)) for n, check in enumerate(checks))
    bad = verdicts.select(pl.any_horizontal(pl.all()))[:, 0] if checks else pl.Series([False] * rows.height)
    if not bad.any():
        return rows, pl.DataFrame(schema=REJECTS)
    found = [
        rejects(rows.filter(verdicts[str(n)]), check.field, check.rule)
        for n, check in enumerate(checks)
        if verdicts[str(n)].any()
    ]
    return rows.filter(~bad), pl.concat(found).sort("line", maintain_order=True)


def rejects(rows: pl.DataFrame, field: str, rule: str) -> pl.DataFrame:
    """These rows as rejects of one rule; personal numbers are not told again."""
    value = pl.col(field) if field in rows.columns and field not in _SECRET else pl.lit("")
    return rows.select(
        "line",
        pl.col("sourcedId").fill_null(""),
        pl.lit(field).alias("field"),
        pl.lit(rule).alias("rule"),
        value.cast(pl.String).fill_null("").str.head(80).alias("value"),
    )


# --- shaping -------------------------------------------------------------------------------------------------------


def text(column: str) -> pl.Expr:
    """The value, or an empty text."""
    return pl.col(column).fill_null("")


def listed(column: str) -> pl.Expr:
    """A comma-separated list as an array of PostgreSQL."""
    plain = pl.col(column).str.replace_all(r'["\\{}]', "").str.replace_all(r"\s*,\s*", '","')
    return (
        pl.when(pl.col(column).is_null()).then(pl.lit("{}")).otherwise(pl.concat_str(pl.lit('{"'), plain, pl.lit('"}')))
    )


def json_object(columns: dict[str, str]) -> pl.Expr:
    """An object of JSON from key and column, without the empty ones."""
    if not columns:
        return pl.lit("{}")
    parts = [
        pl.when(pl.col(column).is_not_null()).then(
            pl.concat_str(
                pl.lit(f'"{key}":'), pl.struct(pl.col(column).alias("v")).struct.json_encode().str.slice(5).str.head(-1)
            )
        )
        for key, column in columns.items()
    ]
    return pl.concat_str(pl.lit("{"), pl.concat_str(parts, separator=",", ignore_nulls=True), pl.lit("}"))


def rest_of(rows: pl.DataFrame, used: Iterable[str]) -> pl.Expr:
    """Whatever a file says beyond the columns that are used, as the `metadata` of the register."""
    taken = {*used, "line", "digest", "known", "status", "dateLastModified"}
    columns = [column for column in rows.columns if column not in taken and rows[column].null_count() < rows.height]
    return json_object({column.removeprefix("metadata."): column for column in columns})
