"""Writes of the people room: registering and correcting people, sealing their numbers, appointing guardians."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange

from maarif.kernel import clock, identifiers
from maarif.kernel.countries import country as country_of
from maarif.kernel.facts import typed
from maarif.registries.people import sealing
from maarif.registries.people.duplicates import decide_different, decide_same, find_duplicates, reopen
from maarif.registries.people.errors import GuardianshipRefused, NotWritable, NumberTaken, PersonUnknown
from maarif.registries.people.merging import merge, unmerge
from maarif.registries.people.models import Guardianship, Person
from maarif.registries.people.naming import NAMES, named_columns, rename
from maarif.registries.people.types import GuardianshipKind, PersonFact, Sex
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, make_party, refused_by_database
from maarif.support.parties.types import Actor, PartyKind

__all__ = [
    "appoint_guardian",
    "correct",
    "correct_fact",
    "decide_different",
    "decide_same",
    "end_guardianship",
    "find_duplicates",
    "give_number",
    "hold",
    "mark_deceased",
    "mark_departed",
    "mark_returned",
    "merge",
    "named_columns",
    "number_columns",
    "register",
    "rename",
    "reopen",
    "unmerge",
]

KINDS: Final[dict[PersonFact, type]] = {
    **dict.fromkeys(PersonFact, str),
    PersonFact.BIRTH_DATE: date,
    PersonFact.SEX: Sex,
}
"""The kind of value of each correctable fact."""
CORRECTABLE: Final = frozenset(
    {*NAMES, "birth_date", "death_date", "sex", "citizenship", "region_code", "language", "country", "metadata"}
)


def register(
    *,
    by: Actor,
    country: str,
    family_name: str,
    given_name: str,
    patronymic: str = "",
    birth_date: date | None = None,
    sex: Sex = Sex.UNSPECIFIED,
    number: str = "",
    citizenship: str = "",
    region_code: str = "",
    language: str = "",
    sourced_id: str = "",
) -> int:
    """Puts a person into the register and returns the party number.

    InvalidPersonalNumber, NumberTaken, NotWritable (its `constraint` names the rule).
    """
    columns: dict[str, Any] = named_columns(country, family_name, given_name, patronymic)
    columns |= number_columns(country, number) if number.strip() else {}
    columns |= {"sourced_id": sourced_id} if sourced_id else {}
    with acting(by), refused_by_database(NotWritable, person_number_once=NumberTaken):
        party = make_party(PartyKind.PERSON)
        Person.objects.create(
            party_id=party,
            country=country,
            birth_date=birth_date,
            sex=sex.value,
            citizenship=citizenship,
            region_code=region_code,
            language=language,
            **columns,
        )
        audit.record_write(by=by, verb="people.register", subjects=[party], detail={"country": country})
    return party


def correct(*, by: Actor, person: int, changes: Mapping[str, object], reason: str) -> None:
    """Corrects facts of a person (`CORRECTABLE` columns) for a reason; nothing is written when nothing differs.

    PersonUnknown, NotWritable. The history keeps what stood before, the ledger who changed which facts.
    """
    unknown = set(changes) - CORRECTABLE
    if unknown:
        raise NotWritable(constraint="person_fact_unknown", facts=sorted(unknown))
    with acting(by), refused_by_database(NotWritable):
        row = Person.objects.select_for_update().filter(pk=person).first()
        if row is None:
            raise PersonUnknown(person=person)
        new = dict(changes)
        if set(new) & {*NAMES, "country"}:
            given = {name: str(new.get(name, getattr(row, name))) for name in NAMES}
            new |= named_columns(str(new.get("country", row.country)), **given)
        differing = {name: value for name, value in new.items() if getattr(row, name) != value}
        if not differing:
            return
        Person.objects.filter(pk=person).update(**differing, changed_at=clock.now())
        detail = {"facts": sorted(set(differing) & CORRECTABLE), "reason": reason}
        audit.record_write(by=by, verb="people.correct", subjects=[person], detail=detail)


def correct_fact(*, by: Actor, person: int, fact: PersonFact, value: object, reason: str) -> None:
    """Corrects one fact of the closed list by a value of its kind or the text of one, such as a form gives.

    A name that was never right is corrected; one that changes from a day is `rename`. FactUnfit, PersonUnknown, NotWritable.
    """
    found = typed(fact.value, value, KINDS[fact])
    correct(by=by, person=person, changes={fact.value: found}, reason=reason)


def mark_deceased(*, by: Actor, person: int, on: date, reason: str, document: str = "") -> None:
    """Writes that a person died on a day: the record goes to the archive and nobody signs in by it. NotWritable."""
    _mark(by, "people.mark_deceased", person, {"death_date": on}, {"on": on, "document": document, "reason": reason})


def mark_departed(*, by: Actor, person: int, on: date, reason: str, document: str = "") -> None:
    """Writes that a person left the country for good on a day: the record goes to the archive. PersonUnknown."""
    _mark(by, "people.mark_departed", person, {"departed_on": on}, {"on": on, "document": document, "reason": reason})


def mark_returned(*, by: Actor, person: int, reason: str) -> None:
    """Takes the record of somebody who came back out of the archive. PersonUnknown."""
    _mark(by, "people.mark_returned", person, {"departed_on": None}, {"reason": reason})


def _mark(by: Actor, verb: str, person: int, facts: Mapping[str, object], detail: Mapping[str, object]) -> None:
    """Writes facts that the record did not have; the same once more changes nothing."""
    with acting(by), refused_by_database(NotWritable):
        row = Person.objects.select_for_update(no_key=True).filter(pk=person, merged_into=None).first()
        if row is None:
            raise PersonUnknown(person=person)
        if all(getattr(row, name) == fact for name, fact in facts.items()):
            return
        Person.objects.filter(pk=person).update(**facts, changed_at=clock.now())
        audit.record_write(by=by, verb=verb, subjects=[person], detail=detail)


def give_number(*, by: Actor, person: int, number: str, reason: str) -> None:
    """Seals a personal number into a person's row, in the place of an older one. NumberTaken when another bears it."""
    with acting(by), refused_by_database(NotWritable, person_number_once=NumberTaken):
        row = Person.objects.select_for_update().only("pk", "country").filter(pk=person).first()
        if row is None:
            raise PersonUnknown(person=person)
        Person.objects.filter(pk=person).update(**number_columns(row.country, number), changed_at=clock.now())
        audit.record_write(by=by, verb="people.give_number", subjects=[person], detail={"reason": reason})


def hold(*, person: int) -> None:
    """Makes writers about one person wait for each other until the transaction ends; called by rooms above before they write.

    So they never deadlock, and nothing is written to a record while it merges into another. PersonUnknown when there is no
    such person or the record lives on in another.
    """
    held = Person.objects.select_for_update(no_key=True).filter(pk=person, merged_into=None)
    if held.values_list("pk", flat=True).first() is None:
        raise PersonUnknown(person=person)


def appoint_guardian(
    *, by: Actor, guardian: int, ward: int, kind: GuardianshipKind, since: date, until: date | None = None
) -> int:
    """Writes that somebody stands for a child from a day on (`until`: the last day). GuardianshipRefused."""
    with acting(by), refused_by_database(GuardianshipRefused):
        bond = Guardianship.objects.create(
            guardian_id=guardian, ward_id=ward, kind=kind.value, period=DateRange(since, until, bounds="[]")
        )
        detail = {"kind": kind.value, "since": since, "until": until}
        audit.record_write(by=by, verb="people.appoint_guardian", subjects=[guardian, ward], detail=detail)
    return int(bond.pk)


def end_guardianship(*, by: Actor, guardianship: int, last_day: date, reason: str) -> None:
    """Ends a bond; its last day is `last_day`. GuardianshipRefused when that is before its first."""
    with acting(by), refused_by_database(GuardianshipRefused):
        bond = Guardianship.objects.select_for_update().filter(pk=guardianship).first()
        if bond is None or last_day < bond.period.lower:
            raise GuardianshipRefused(constraint="guardianship_ends_after_it_begins")
        period = DateRange(bond.period.lower, last_day, bounds="[]")
        Guardianship.objects.filter(pk=guardianship).update(period=period, changed_at=clock.now())
        audit.record_write(
            by=by,
            verb="people.end_guardianship",
            subjects=[bond.guardian_id, bond.ward_id],
            detail={"last_day": last_day, "reason": reason},
        )


def number_columns(country: str, number: str) -> dict[str, Any]:
    """The columns that hold a personal number: sealed, found by hash, shown masked. InvalidPersonalNumber."""
    parsed = identifiers.parse(country, number)
    hashed = sealing.number_hash(settings.INDEX_KEY, country, parsed.number)
    return {
        "number_kind": country_of(country).number_kind,
        "number_hash": hashed,
        "number_cipher": sealing.seal_number(settings.DATA_KEY, parsed.number, hashed),
        "number_tail": identifiers.mask(parsed.number),
    }
