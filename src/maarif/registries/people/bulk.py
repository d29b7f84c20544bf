"""The bulk door of the people room: people and guardianships, a page of rows at a time; the SQL of their tables stands here only."""

import hmac
import os
from collections.abc import Callable
from typing import Final

import polars as pl
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from maarif.kernel import identifiers, names
from maarif.kernel.countries import country as country_of
from maarif.support.parties import bulk
from maarif.support.parties.bulk import Conflict, Merged, Reference, Target
from maarif.support.parties.types import PartyKind

_ISSUED: Final = {"fin": r"^[0-9A-HJ-NP-Z]{7}$"}
"""Numbers without a check digit, already written as they are kept: nothing more is to be asked of them."""

_NONCE: Final = 12

_PEOPLE: Final = Target(
    table="people_person",
    identity="party_id",
    party=PartyKind.PERSON,
    columns={
        "country": "text",
        "family_name": "text",
        "given_name": "text",
        "patronymic": "text",
        "sort_key": "text",
        "search_key": "text",
        "death_date": "date",
        "number_kind": "text",
        "number_hash": "bytea",
        "number_cipher": "bytea",
        "number_tail": "text",
        "citizenship": "text",
        "region_code": "text",
        "language": "text",
        "metadata": "jsonb",
    },
    helpers={"birth_date": "date", "sex": "text", "has_demographics": "boolean"},
    computed={
        "birth_date": "CASE WHEN s.has_demographics THEN s.birth_date ELSE t.birth_date END",
        "sex": "CASE WHEN s.has_demographics THEN s.sex ELSE coalesce(t.sex, '') END",
        "number_cipher": "CASE WHEN t.number_hash = s.number_hash THEN t.number_cipher ELSE s.number_cipher END",
    },
    silent=frozenset({"number_cipher"}),
    conflicts=(
        Conflict(
            rule="number_taken",
            field="identifier",
            sql="SELECT r.row FROM resolved r JOIN people_person p ON p.number_hash = r.number_hash "
            "WHERE p.sourced_id <> r.sourced_id AND NOT EXISTS (SELECT 1 FROM resolved o "
            "WHERE o.was = p.party_id AND o.number_hash IS DISTINCT FROM p.number_hash)",
        ),
    ),
)

_DEMOGRAPHICS: Final = Target(
    table="people_person",
    identity="party_id",
    columns={"birth_date": "date", "sex": "text"},
    conflicts=(
        Conflict(rule="unknown_reference", field="sourced_id", sql="SELECT row FROM resolved WHERE was IS NULL"),
    ),
)

_GUARDIANSHIPS: Final = Target(
    table="people_guardianship",
    columns={"kind": "text"},
    helpers={"begins": "date", "ends": "date"},
    references=(
        Reference(column="ward_id", given="ward", table="people_person", identity="party_id"),
        Reference(column="guardian_id", given="guardian", table="people_person", identity="party_id"),
    ),
    computed={"period": "daterange(s.begins, s.ends, '[]')"},
    conflicts=(
        Conflict(rule="guardian_self", field="guardian", sql="SELECT row FROM resolved WHERE guardian_id = ward_id"),
    ),
)


def merge_people(rows: pl.DataFrame) -> Merged:
    """Writes people; columns as `sealed` and `named` give them, with `has_demographics` where birth date and sex are known."""
    return bulk.merge(_PEOPLE, rows)


def merge_demographics(rows: pl.DataFrame) -> Merged:
    """Writes `birth_date` and `sex` of people who are there already."""
    return bulk.merge(_DEMOGRAPHICS, rows)


def merge_guardianships(rows: pl.DataFrame) -> Merged:
    """Writes bonds: `ward` and `guardian` (their sourcedIds), `kind`, `begins`, `ends` (the last day, or nothing)."""
    return bulk.merge(_GUARDIANSHIPS, rows)


def end_guardianships(sourced_ids: pl.Series) -> int:
    """Ends as of yesterday the running bonds of these sourcedIds; one that began today stays for its one day."""
    return bulk.end_missing(
        """
        UPDATE people_guardianship g SET changed_at = now(),
            period = daterange(lower(g.period), greatest(CURRENT_DATE, lower(g.period) + 1), '[)')
        FROM named n WHERE n.sourced_id = g.sourced_id AND upper_inf(g.period)
        """,
        pl.DataFrame({"sourced_id": sourced_ids}),
    )


def named(rows: pl.DataFrame, country: str) -> pl.DataFrame:
    """Adds the keys by which people are sorted and found; each different name is folded once, not each person's."""
    language = country_of(country).default_language
    parts = ("family_name", "given_name", "patronymic")
    sort = [_mapped(part, lambda name: names.sort_key(name, language)) for part in parts]
    search = [_mapped(part, names.fold) for part in parts]
    joined = [
        pl.concat_str(keys, separator=" ").str.strip_chars(" ").str.replace_all("  +", " ").alias(key)
        for key, keys in (("sort_key", sort), ("search_key", search))
    ]
    return rows.with_columns(joined)


def _mapped(column: str, key: Callable[[str], str]) -> pl.Expr:
    """A column through a function, which is called once for each different value."""

    def through(values: pl.Series) -> pl.Series:
        different = values.unique()
        return values.replace_strict(different, pl.Series([key(value) for value in different], dtype=pl.String))

    return pl.col(column).map_batches(through, return_dtype=pl.String)


def checked(numbers: pl.Series, country: str) -> pl.DataFrame:
    """What the country's rule says of raw numbers: `number` (normalised), `reason`, `number_birth`, `number_sex`; null where none."""
    pattern = _ISSUED.get(country_of(country).number_kind)
    if pattern is not None and bool(numbers.drop_nulls().str.contains(pattern).all()):
        none = pl.Series([None], dtype=pl.String).new_from_index(0, len(numbers))
        dates = none.cast(pl.Date)
        return pl.DataFrame({"number": numbers, "reason": none, "number_birth": dates, "number_sex": none})
    found = [None if raw is None else identifiers.check(country, raw) for raw in numbers]
    return pl.DataFrame(
        {
            "number": [one.number if one else None for one in found],
            "reason": [one.reason if one else None for one in found],
            "number_birth": [one.birth_date if one else None for one in found],
            "number_sex": [one.sex if one else None for one in found],
        },
        schema={"number": pl.String, "reason": pl.String, "number_birth": pl.Date, "number_sex": pl.String},
    )


def sealed(numbers: pl.Series, country: str) -> pl.DataFrame:
    """The four columns that keep a number: as `sealing` makes them, in one loop with the keys at hand."""
    keyed, box = hmac.new(settings.INDEX_KEY, f"{country}:".encode(), "sha256"), AESGCM(settings.DATA_KEY)
    random = os.urandom(_NONCE * len(numbers))
    hashes: list[bytes | None] = []
    ciphers: list[bytes | None] = []
    for n, number in enumerate(numbers.to_list()):
        if number is None:
            hashes.append(None)
            ciphers.append(None)
            continue
        own = keyed.copy()
        plain = number.encode()
        own.update(plain)
        hashed = own.digest()
        nonce = random[_NONCE * n : _NONCE * (n + 1)]
        hashes.append(hashed)
        ciphers.append(nonce + box.encrypt(nonce, plain, hashed))
    there = numbers.is_not_null()
    binary = {"number_hash": pl.Binary, "number_cipher": pl.Binary}
    frame = pl.DataFrame({"number": numbers, "number_hash": hashes, "number_cipher": ciphers}, schema_overrides=binary)
    frame = frame.with_columns(
        number_hash=pl.lit("\\x") + pl.col("number_hash").bin.encode("hex"),
        number_cipher=pl.lit("\\x01") + pl.col("number_cipher").bin.encode("hex"),
    )
    kind = country_of(country).number_kind
    masked = pl.concat_str(
        pl.col("number").str.head(3),
        pl.lit("•").repeat_by(pl.col("number").str.len_chars().cast(pl.Int64) - 4).list.join(""),
        pl.col("number").str.tail(1),
    )
    return frame.with_columns(
        number_kind=pl.when(there).then(pl.lit(kind)).otherwise(pl.lit("")),
        number_tail=masked.fill_null(""),
    )
