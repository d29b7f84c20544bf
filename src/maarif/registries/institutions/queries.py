"""Reads of the institutions room; everything here is public."""

from collections.abc import Iterable, Mapping

from maarif.kernel import names
from maarif.kernel.text import Text
from maarif.registries.institutions.models import Institution, Region
from maarif.registries.institutions.types import InstitutionCard, InstitutionKind, Ownership, RegionCard, named


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
    limit: int = 50,
) -> tuple[InstitutionCard, ...]:
    """Open institutions of a country whose name has a word that begins so, sorted by name."""
    rows = Institution.objects.select_related("region").filter(country=country, closed=None)
    wanted = [kind.value for kind in kinds]
    if wanted:
        rows = rows.filter(kind__in=wanted)
    if region is not None:
        rows = rows.filter(region_id=region)
    for word in names.fold(text).split():
        rows = rows.filter(search_key__contains=f" {word}")
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
