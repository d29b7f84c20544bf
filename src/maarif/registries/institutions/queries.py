"""Reads of the institutions room; everything here is public."""

import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, cast

from django.db import connection

from maarif.kernel import names
from maarif.kernel.text import Text
from maarif.registries.institutions.models import Region
from maarif.registries.institutions.types import InstitutionCard, InstitutionKind, Ownership, RegionCard, named
from maarif.support.parties.queries import known_on_page, rows_of_page

_COLUMNS: Final = (
    "id", "sourced_id", "country", "kind", "name", "names", "region", "region_names", "parent", "languages", "capacity", "shifts",
    "latitude", "longitude", "ownership", "address", "phone", "email", "opened", "closed", "accredited_until", "metadata",
)  # fmt: skip
_CARDS: Final = """
    SELECT i.party_id, i.sourced_id, i.country, i.kind, i.name, i.names, i.region_id, r.names, i.parent_id, i.languages, i.capacity,
        i.shifts, i.latitude, i.longitude, i.ownership, i.address, i.phone, i.email, i.opened, i.closed, i.accredited_until, i.metadata
    FROM institutions_institution i LEFT JOIN institutions_region r ON r.code = i.region_id WHERE """
_NAMES: Final = "SELECT party_id, name, names FROM institutions_institution WHERE party_id = ANY(%s)"
#: A search looks at so many words, each of which narrows it.
MOST_WORDS: Final = 8


def card(institution: int) -> InstitutionCard | None:
    """One institution's card, or None."""
    known = known_on_page("institutions")
    if institution in known:
        return cast(InstitutionCard, known[institution])
    return next(iter(_read("i.party_id = %s", [institution])), None)


def cards(institutions: Iterable[int]) -> Mapping[int, InstitutionCard]:
    """Cards of many institutions by number, in one statement; unknown numbers are absent."""
    wanted = list(set(institutions))
    return {card.id: card for card in _read("i.party_id = ANY(%s)", [wanted])} if wanted else {}


def by_sourced_id(sourced_id: str) -> InstitutionCard | None:
    """The institution that a bundle knows by this sourcedId, or None."""
    return next(iter(_read("i.sourced_id = %s", [sourced_id])), None)


def search(
    text: str = "",
    *,
    country: str,
    kinds: Iterable[InstitutionKind] = (),
    region: str | None = None,
    language: str | None = None,
    languages: Mapping[str, str] = MappingProxyType({}),
    limit: int = 50,
) -> tuple[InstitutionCard, ...]:
    """Open institutions of a country where every word of the text begins a word of the name or of the region, sorted by name.

    `language` is one they teach in. `languages` maps folded words to the language that they name: such a word also finds the
    institutions that teach in it.
    """
    where, values = "i.country = %s AND i.closed IS NULL", list[object]([country])
    if wanted := [kind.value for kind in kinds]:
        where, values = f"{where} AND i.kind = ANY(%s)", [*values, wanted]
    if region is not None:
        where, values = f"{where} AND i.region_id = %s", [*values, region]
    if language is not None:
        where, values = f"{where} AND i.languages @> %s::varchar[]", [*values, [language]]
    for word in names.fold(text).split()[:MOST_WORDS]:
        spoken = sorted({code for name, code in languages.items() if name.startswith(word)})
        begins = f"%{connection.ops.prep_for_like_query(f' {word}')}%"
        where += " AND (i.search_key LIKE %s OR i.region_id = ANY(%s) OR i.languages && %s::varchar[])"
        values += [begins, list(_regions_named(country, word)), spoken]
    return _read(f"{where} ORDER BY i.sort_key, i.party_id LIMIT %s", [*values, limit])


def names_of(parties: Iterable[int]) -> Mapping[int, Text]:
    """Names by number; numbers that are not institutions are absent."""
    known, asked = known_on_page("institutions"), set(parties)
    wanted = sorted(asked - known.keys())
    found = (
        {pk: named(name, json.loads(others)) for pk, name, others in rows_of_page(_NAMES, [wanted])} if wanted else {}
    )
    return found | {each: known[each].name for each in asked & known.keys()}


def region(code: str) -> RegionCard | None:
    """One region by its ISO 3166-2 code, or None."""
    row = Region.objects.filter(pk=code).first()
    return None if row is None else _region(row)


def regions(country: str) -> tuple[RegionCard, ...]:
    """The regions of a country by code."""
    return tuple(_region(row) for row in Region.objects.filter(country=country).order_by("code"))


def _regions_named(country: str, beginning: str) -> tuple[str, ...]:
    """The regions one of whose names has a word with this beginning."""
    return tuple(
        row.code
        for row in regions(country)
        if any(word.startswith(beginning) for _, name in row.name.items() for word in names.fold(name).split())
    )


def _region(row: Region) -> RegionCard:
    return RegionCard(code=row.code, country=row.country, parent=row.parent_id, kind=row.kind, name=Text.of(row.names))


def _read(where: str, values: Sequence[object]) -> tuple[InstitutionCard, ...]:
    """The cards of the institutions (`i`) for which our own condition holds, by a plain statement: every form and list asks."""
    found = tuple(_card(dict(zip(_COLUMNS, row, strict=True))) for row in rows_of_page(_CARDS + where, values))
    known_on_page("institutions").update({card.id: card for card in found})
    return found


def _card(row: dict[str, Any]) -> InstitutionCard:
    region_names = row.pop("region_names")
    return InstitutionCard(
        **row
        | {
            "kind": InstitutionKind(row["kind"]),
            "name": named(row["name"], json.loads(row.pop("names"))),
            "region_name": Text.of(json.loads(region_names)) if region_names is not None else None,
            "languages": tuple(row["languages"]),
            "ownership": Ownership(row["ownership"]),
            "metadata": json.loads(row["metadata"]),
        }
    )
