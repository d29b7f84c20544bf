"""Reads of the institutions room; everything here is public."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from django.db.models import Q

from maarif.kernel import names
from maarif.kernel.text import Text
from maarif.registries.institutions.models import Institution, Region
from maarif.registries.institutions.types import InstitutionCard, InstitutionKind, Ownership, RegionCard, named

#: A search looks at so many words, each of which narrows it.
MOST_WORDS: Final = 8


def card(institution: int) -> InstitutionCard | None:
    """One institution's card, or None."""
    row = Institution.objects.select_related("region").filter(pk=institution).first()
    return None if row is None else _card(row)


def cards(institutions: Iterable[int]) -> Mapping[int, InstitutionCard]:
    """Cards of many institutions by number, in one statement; unknown numbers are absent."""
    rows = Institution.objects.select_related("region").filter(pk__in=set(institutions))
    return {row.pk: _card(row) for row in rows}


def by_sourced_id(sourced_id: str) -> InstitutionCard | None:
    """The institution that a bundle knows by this sourcedId, or None."""
    row = Institution.objects.select_related("region").filter(sourced_id=sourced_id).first()
    return None if row is None else _card(row)


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
    rows = Institution.objects.select_related("region").filter(country=country, closed=None)
    wanted = [kind.value for kind in kinds]
    if wanted:
        rows = rows.filter(kind__in=wanted)
    if region is not None:
        rows = rows.filter(region_id=region)
    if language is not None:
        rows = rows.filter(languages__contains=[language])
    for word in names.fold(text).split()[:MOST_WORDS]:
        spoken = {code for name, code in languages.items() if name.startswith(word)}
        rows = rows.filter(
            Q(search_key__contains=f" {word}")
            | Q(region_id__in=_regions_named(country, word))
            | (Q(languages__overlap=sorted(spoken)) if spoken else Q(pk=None))
        )
    return tuple(_card(row) for row in rows.order_by("sort_key", "pk")[:limit])


def names_of(parties: Iterable[int]) -> Mapping[int, Text]:
    """Names by number; numbers that are not institutions are absent."""
    rows = Institution.objects.filter(pk__in=set(parties)).values_list("pk", "name", "names")
    return {pk: named(name, others) for pk, name, others in rows}


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


def _card(row: Institution) -> InstitutionCard:
    return InstitutionCard(
        id=row.pk,
        sourced_id=row.sourced_id,
        country=row.country,
        kind=InstitutionKind(row.kind),
        name=named(row.name, row.names),
        region=row.region_id,
        region_name=Text.of(row.region.names) if row.region is not None else None,
        parent=row.parent_id,
        languages=tuple(row.languages),
        capacity=row.capacity,
        shifts=row.shifts,
        latitude=row.latitude,
        longitude=row.longitude,
        ownership=Ownership(row.ownership),
        address=row.address,
        phone=row.phone,
        email=row.email,
        opened=row.opened,
        closed=row.closed,
        accredited_until=row.accredited_until,
        metadata=row.metadata,
    )
