"""The bulk door of the institutions room: institutions, a page of rows at a time."""

from typing import Final

import polars as pl

from maarif.support.parties import bulk
from maarif.support.parties.bulk import Merged, Reference, Target
from maarif.support.parties.types import PartyKind

_INSTITUTIONS: Final = Target(
    table="institutions_institution",
    identity="party_id",
    party=PartyKind.INSTITUTION,
    columns={
        "country": "text",
        "kind": "text",
        "name": "text",
        "names": "jsonb",
        "sort_key": "text",
        "search_key": "text",
        "languages": "text[]",
        "capacity": "integer",
        "shifts": "smallint",
        "latitude": "double precision",
        "longitude": "double precision",
        "ownership": "text",
        "registration_number": "text",
        "opened": "date",
        "closed": "date",
        "accredited_until": "date",
        "metadata": "jsonb",
    },
    computed={"languages": "s.languages::varchar(2)[]"},
    references=(
        Reference(column="region_id", given="region", table="institutions_region", identity="code", key="code"),
        Reference(column="parent_id", given="parent", table="institutions_institution", identity="party_id"),
    ),
)


def merge_institutions(rows: pl.DataFrame) -> Merged:
    """Writes institutions: `region` is a code, `parent` a sourcedId; a parent stands in an earlier page or in the register."""
    return bulk.merge(_INSTITUTIONS, rows)
