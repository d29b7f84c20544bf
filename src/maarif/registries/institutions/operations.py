"""Writes of the institutions room."""

from collections.abc import Mapping
from datetime import date

from maarif.kernel import clock, names
from maarif.kernel import countries as lands
from maarif.registries.institutions.errors import InstitutionRefused
from maarif.registries.institutions.models import Institution, Region
from maarif.registries.institutions.types import InstitutionKind, Ownership, search_key
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, make_party, refused_by_database
from maarif.support.parties.types import Actor, PartyKind


def establish_regions(*, by: Actor, country: str) -> int:
    """Brings the table of regions in line with the country's data, parents first; returns how many there are.

    Safe to repeat. A region that the data no longer has stays: institutions and people may point to it.
    """
    regions = sorted(lands.regions(country), key=lambda region: (region.parent is not None, region.code))
    rows = [
        Region(
            code=region.code, country=country, parent_id=region.parent, kind=region.kind, names=region.name.as_dict()
        )
        for region in regions
    ]
    with acting(by):
        Region.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["country", "parent", "kind", "names"],
        )
        audit.record_write(by=by, verb="institutions.establish_regions", subjects=[], detail={"country": country})
    return len(rows)


def establish(
    *,
    by: Actor,
    country: str,
    kind: InstitutionKind,
    name: str,
    names_by_language: Mapping[str, str] | None = None,
    region: str | None = None,
    parent: int | None = None,
    languages: tuple[str, ...] = (),
    ownership: Ownership = Ownership.UNKNOWN,
    opened: date | None = None,
    **facts: object,
) -> int:
    """Puts a new institution into the register and returns its party number; InstitutionRefused names a broken rule.

    `facts` are further columns: capacity, shifts, latitude, longitude, address, phone, email, registration_number,
    accredited_until, sourced_id, metadata.
    """
    official = names.clean(name)
    others = {language: names.clean(words) for language, words in (names_by_language or {}).items()}
    with acting(by), refused_by_database(InstitutionRefused):
        party = make_party(PartyKind.INSTITUTION)
        Institution.objects.create(
            party_id=party,
            country=country,
            kind=kind.value,
            name=official,
            names=others,
            sort_key=names.sort_key(official, _alphabet(country)),
            search_key=search_key(official, others),
            region_id=region,
            parent_id=parent,
            languages=list(languages),
            ownership=ownership.value,
            opened=opened,
            **facts,
        )
        audit.record_write(by=by, verb="institutions.establish", subjects=[party], detail={"kind": kind.value})
    return party


def _alphabet(country: str) -> str:
    """The language by whose alphabet a name sorts: the country's own, English for a foreign university."""
    return lands.country(country).default_language if country in lands.codes() else "en"


def close(*, by: Actor, institution: int, on: date, reason: str) -> None:
    """Closes an institution from a day on; InstitutionRefused when it would close before it opened."""
    with acting(by), refused_by_database(InstitutionRefused):
        changed = Institution.objects.filter(pk=institution).update(closed=on, changed_at=clock.now())
        if changed != 1:
            raise InstitutionRefused(constraint="institution_unknown")
        audit.record_write(
            by=by, verb="institutions.close", subjects=[institution], detail={"on": on.isoformat(), "reason": reason}
        )
