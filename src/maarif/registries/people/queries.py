"""Reads of the people room: cards for other rooms, gates for persons and officials, guardians and wards."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final, cast

from django.conf import settings
from django.db.models import Q, QuerySet

from maarif.kernel import clock, identifiers, names
from maarif.kernel.countries import active_country
from maarif.registries.people import rules, sealing
from maarif.registries.people.cards import card_of
from maarif.registries.people.errors import NotAnOfficial, PurposeMissing
from maarif.registries.people.models import DuplicateCandidate, FormerName, Guardianship, Merge, Person
from maarif.registries.people.types import (
    Candidate,
    CandidateStatus,
    FormerNameCard,
    GuardianshipCard,
    GuardianshipKind,
    MergeCard,
    PersonCard,
    PersonRecord,
)
from maarif.support.audit import operations as audit
from maarif.support.parties import queries as statements
from maarif.support.parties.types import Actor, Assurance

SECRETS: Final = ("number_hash", "number_cipher")
LONGEST_SEARCH: Final = 200
WHOLE_NAME: Final = 2
MOST_JUDGED: Final = 100
"""How many people of a name are looked at to find those of an office; with a birth date there are never so many."""
# An array of keys and not an OR: the planner then reads the few rows by their key, and not the whole register.
_HOUSEHOLD: Final = """
    SELECT party_id, sourced_id, country, family_name, given_name, patronymic, birth_date, sex, number_kind, number_tail,
        citizenship, region_code, language, death_date, departed_on FROM people_person WHERE merged_into_id IS NULL AND party_id = ANY(ARRAY(
        SELECT %s::bigint UNION ALL
        SELECT bond.ward_id FROM people_guardianship bond JOIN people_person ward ON ward.party_id = bond.ward_id
        WHERE bond.guardian_id = %s AND bond.period @> %s::date AND ward.birth_date > %s AND ward.death_date IS NULL))
"""
_WARDS: Final = """
    SELECT bond.id, bond.kind, lower(bond.period), upper(bond.period), party_id, ward.sourced_id, country, family_name, given_name,
        patronymic, birth_date, sex, number_kind, number_tail, citizenship, region_code, language, death_date, departed_on
    FROM people_guardianship bond JOIN people_person ward ON ward.party_id = bond.ward_id
    WHERE bond.guardian_id = %s AND bond.period @> %s::date AND ward.merged_into_id IS NULL AND ward.birth_date > %s
        AND ward.death_date IS NULL ORDER BY ward.birth_date, bond.id
"""
_GUARDIANS: Final = """
    SELECT bond.id, bond.kind, lower(bond.period), upper(bond.period), holder.party_id, holder.sourced_id, holder.country,
        holder.family_name, holder.given_name, holder.patronymic, holder.birth_date, holder.sex, holder.number_kind, holder.number_tail,
        holder.citizenship, holder.region_code, holder.language, holder.death_date, holder.departed_on
    FROM people_guardianship bond JOIN people_person ward ON ward.party_id = bond.ward_id
    JOIN people_person holder ON holder.party_id = bond.guardian_id
    WHERE bond.ward_id = %s AND bond.period @> %s::date AND holder.merged_into_id IS NULL AND ward.birth_date > %s
        AND ward.death_date IS NULL ORDER BY holder.sort_key, bond.id
"""
_CHILDREN: Final = """
    SELECT DISTINCT bond.ward_id FROM people_guardianship bond JOIN people_person ward ON ward.party_id = bond.ward_id
    WHERE bond.guardian_id = ANY(%s) AND bond.period @> %s::date AND ward.merged_into_id IS NULL AND ward.birth_date > %s
        AND ward.death_date IS NULL
"""
_NAMES: Final = "SELECT party_id, family_name, given_name, patronymic FROM people_person WHERE party_id = ANY(%s)"
_CARD_FIELDS: Final = [
    "party_id", "sourced_id", "country", "family_name", "given_name", "patronymic", "birth_date", "sex", "number_kind", "number_tail",
    "citizenship", "region_code", "language", "death_date", "departed_on",
]  # fmt: skip


@statements.asked_once
def person_card(person: int) -> PersonCard | None:
    """One person's card without a gate, for rooms and services; a merged record answers with the one that was kept."""
    known = statements.known_on_page("people")
    if person in known:
        return cast(PersonCard, known[person])
    row = Person.objects.defer(*SECRETS).select_related("merged_into").filter(pk=person).first()
    if row is None:
        return None
    return card_of(row.merged_into or row)


def person_cards(persons: Iterable[int]) -> Mapping[int, PersonCard]:
    """Cards of many persons by number, in one statement; unknown numbers are absent."""
    rows = Person.objects.defer(*SECRETS).filter(pk__in=set(persons))
    found = {row.pk: (row.merged_into_id, card_of(row)) for row in rows}
    statements.known_on_page("people").update({pk: card for pk, (kept, card) in found.items() if kept is None})
    return {pk: card for pk, (_kept, card) in found.items()}


def person_for(viewer: Actor, person: int) -> PersonCard | None:
    """A person's card for oneself or for a guardian of the child; everybody else sees nobody.

    Officials come in by `record_for`, which asks why and writes the ledger.
    """
    if viewer.party is None:
        return None
    if person != viewer.party and not is_guardian(viewer.party, person):
        return None
    return person_card(person)


def record_for(viewer: Actor, person: int, *, purpose: str = "", case: str = "") -> PersonRecord | None:
    """All that this room knows of a person, for an official who says why; the look is written into the ledger first.

    Whether the office may see this very person (its school, its region) is for the caller's gate: this room is below
    schools. PurposeMissing, NotAnOfficial.
    """
    reason = _reason_of(viewer, purpose)
    row = Person.objects.defer(*SECRETS).filter(pk=person).first()
    if row is None:
        return None
    audit.record_read(by=viewer, subjects=[row.pk], what="people.record", purpose=reason, case=case)
    return PersonRecord(
        card=card_of(row),
        guardians=guardians(row.pk),
        wards=wards(row.pk),
        merged_from=tuple(Person.objects.filter(merged_into=row).order_by("pk").values_list("pk", flat=True)),
        changed_at=row.changed_at,
    )


def find_for(
    viewer: Actor,
    text: str = "",
    *,
    number: str = "",
    birth_date: date | None = None,
    purpose: str = "",
    case: str = "",
    limit: int = 20,
    within: Callable[[int], bool] | None = None,
    archive: bool = False,
) -> tuple[PersonCard, ...]:
    """People whose name begins so (in any of our scripts) or who bear this personal number, sorted by name.

    People are found by the names that they bore before, too. Who has died or left for good is in the archive and found only
    with `archive`, which the caller's gate allows. At most `limit`, of those whom `within` (what the official's office
    reaches) lets through; each one found is written into the ledger as looked at, nobody else is. PurposeMissing,
    NotAnOfficial.
    """
    reason = _reason_of(viewer, purpose)
    rows = _bearers(number) if number.strip() else _named(text[:LONGEST_SEARCH])
    if birth_date is not None:
        rows = rows.filter(birth_date=birth_date)
    if not archive:
        rows = rows.filter(death_date=None, departed_on=None)
    living = rows.filter(merged_into=None).order_by("sort_key", "pk")[: limit if within is None else MOST_JUDGED]
    found = tuple(card_of(row) for row in living if within is None or within(row.pk))[:limit]
    audit.record_read(by=viewer, subjects=[card.id for card in found], what="people.search", purpose=reason, case=case)
    return found


@statements.asked_once
def archived(country: str, full_name: str, born: date) -> PersonCard | None:
    """The one person in the archive of this birth date whose name (or a former one) begins so, family and given name at least.

    None when there is nobody or more than one. No gate: whoever shows it asks for its own and writes the ledger.
    """
    if len(names.fold(full_name[:LONGEST_SEARCH]).split()) < WHOLE_NAME:
        return None
    gone = Q(death_date__isnull=False) | Q(departed_on__isnull=False)
    rows = _named(full_name[:LONGEST_SEARCH]).filter(gone, country=country, birth_date=born, merged_into=None)
    found = list(rows[:2])
    return card_of(found[0]) if len(found) == 1 else None


def found_by(text: str, *, limit: int) -> tuple[int, ...]:
    """The numbers of people who bear this personal number, else of those whose name begins so, for a room with a gate of its own."""
    bearers = tuple(_bearers(text).values_list("pk", "merged_into"))
    if bearers:
        return tuple(kept or bearer for bearer, kept in bearers)
    return tuple(_named(text[:LONGEST_SEARCH]).values_list("pk", flat=True)[:limit])


def _reason_of(viewer: Actor, purpose: str) -> str:
    """The stated purpose; refuses whoever holds no office or states none."""
    if viewer.assurance < Assurance.OFFICIAL or viewer.party is None:
        raise NotAnOfficial
    reason = (purpose or viewer.purpose).strip()
    if not reason:
        raise PurposeMissing
    return reason


def _named(text: str) -> QuerySet[Person]:
    """People whose search key begins with the text, the family name written first or last."""
    words = names.fold(text).split()
    if not words:
        return Person.objects.none()
    begins = Q(search_key__startswith=" ".join(words))
    if len(words) > 1:
        begins |= Q(search_key__startswith=" ".join([words[-1], *words[:-1]]))
        begins |= Q(search_key__startswith=" ".join([*words[1:], words[0]]))
    # Numbers and not a subquery: the planner then joins two index scans, and does not read the whole register.
    renamed = list(FormerName.objects.filter(begins).values_list("person", flat=True)[:MOST_JUDGED])
    return Person.objects.defer(*SECRETS).filter(begins | Q(pk__in=renamed) if renamed else begins)


def _bearers(number: str) -> QuerySet[Person]:
    """The person who bears a number of the country served, if it is one at all."""
    checked = identifiers.check(settings.COUNTRY, number)
    if not checked.valid:
        return Person.objects.none()
    hashed = sealing.number_hash(settings.INDEX_KEY, settings.COUNTRY, checked.number)
    return Person.objects.defer(*SECRETS).filter(number_hash=hashed)


def by_number(country: str, number: str, birth_date: date) -> int | None:
    """The party that bears this number and was born on this day; both must fit, and nobody signs in as one who has died."""
    checked = identifiers.check(country, number)
    if not checked.valid:
        return None
    hashed = sealing.number_hash(settings.INDEX_KEY, country, checked.number)
    living = Person.objects.filter(number_hash=hashed, birth_date=birth_date, death_date=None)
    row = living.values_list("pk", "merged_into").first()
    return None if row is None else row[1] or row[0]


def number_for(viewer: Actor, person: int) -> str | None:
    """A person's own number in clear, for that person (or the child's guardian) alone."""
    if person_for(viewer, person) is None:
        return None
    sealed = Person.objects.filter(pk=person).values_list("number_cipher", "number_hash").first()
    if sealed is None or sealed[0] is None or sealed[1] is None:
        return None
    return sealing.open_number(settings.DATA_KEY, bytes(sealed[0]), bytes(sealed[1]))


def wards(guardian: int, on: date | None = None) -> tuple[GuardianshipCard, ...]:
    """The minors for whom a person stands on a day (today), eldest first."""
    day = on or _today()
    return _bonds(statements.rows(_WARDS, [guardian, day, rules.years_before(day, rules.ADULT_AGE)]))


def _bonds(found: Iterable[tuple[Any, ...]]) -> tuple[GuardianshipCard, ...]:
    """Bonds as the statements above read them: the bond, and behind it the card of its other side."""
    return tuple(
        GuardianshipCard(
            id=pk,
            person=card_of(Person(**dict(zip(_CARD_FIELDS, person, strict=True)))),
            kind=GuardianshipKind(kind),
            since=since,
            until=until,
        )
        for pk, kind, since, until, *person in found
    )


def children_of(guardians: Iterable[int], on: date | None = None) -> frozenset[int]:
    """The numbers of the minors for whom any of these people stands on a day (today), in one statement."""
    day, wanted = on or _today(), sorted(set(guardians))
    found = statements.rows(_CHILDREN, [wanted, day, rules.years_before(day, rules.ADULT_AGE)]) if wanted else []
    return frozenset(ward for (ward,) in found)


def household_of(guardian: int) -> tuple[PersonCard, ...]:
    """A person and the minors for whom they stand today, in one statement: the person first, then the children, eldest first."""
    day = _today()
    found = statements.rows(_HOUSEHOLD, [guardian, guardian, day, rules.years_before(day, rules.ADULT_AGE)])
    people = (Person(**dict(zip(_CARD_FIELDS, row, strict=True))) for row in found)
    return tuple(sorted(map(card_of, people), key=lambda card: (card.id != guardian, card.birth_date or day, card.id)))


def guardians(ward: int, on: date | None = None) -> tuple[GuardianshipCard, ...]:
    """Who stands for a minor on a day (today); nobody stands for an adult, of whom nothing is asked where a page has read them."""
    day = on or _today()
    known = statements.known_on_page("people").get(ward)
    if (
        isinstance(known, PersonCard)
        and known.birth_date
        and known.birth_date <= rules.years_before(day, rules.ADULT_AGE)
    ):
        return ()
    return _bonds(statements.rows_of_page(_GUARDIANS, [ward, day, rules.years_before(day, rules.ADULT_AGE)]))


def is_guardian(guardian: int, ward: int, on: date | None = None) -> bool:
    """Whether a person stands for this minor on a day (today): the answer behind every act for a child."""
    day = on or _today()
    return Guardianship.objects.filter(
        _minor_on(day), guardian=guardian, ward=ward, period__contains=day, guardian__death_date=None
    ).exists()


def _minor_on(day: date) -> Q:
    """The ward is under age on a day, and lives."""
    return Q(ward__birth_date__gt=rules.years_before(day, rules.ADULT_AGE), ward__death_date=None)


def _today() -> date:
    return clock.today(active_country().time_zone)


def former_names(person: int) -> tuple[FormerNameCard, ...]:
    """The names that a person bore before, the latest first."""
    rows = FormerName.objects.filter(person=person).order_by("-until")
    return tuple(
        FormerNameCard(
            family_name=row.family_name,
            given_name=row.given_name,
            patronymic=row.patronymic,
            until=row.until,
            document=row.document,
            reason=row.reason,
        )
        for row in rows
    )


def names_of(parties: Iterable[int]) -> Mapping[int, str]:
    """Full names by number, plain SQL, for most acts and lists ask; numbers that are not persons are absent."""
    wanted = list(set(parties))
    found = statements.rows(_NAMES, [wanted]) if wanted else []
    return {pk: names.full_name(family, given, patronymic) for pk, family, given, patronymic in found}


def candidates(
    *, status: CandidateStatus = CandidateStatus.OPEN, after: int | None = None, limit: int = 50
) -> tuple[Candidate, ...]:
    """Pairs that may be one person, the likeliest first; `after` is the last pair of the page before."""
    rows = _pairs().filter(_waiting() if status is CandidateStatus.OPEN else Q(status=status.value))
    if after is not None:
        last = DuplicateCandidate.objects.filter(pk=after).values_list("score", flat=True).first()
        if last is not None:
            rows = rows.filter(Q(score__lt=last) | Q(score=last, pk__gt=after))
    return tuple(_candidate(row) for row in rows.order_by("-score", "pk")[:limit])


def candidate_for(viewer: Actor, candidate: int, *, purpose: str = "") -> Candidate | None:
    """One pair side by side for the official who decides; both persons are written into the ledger as looked at."""
    reason = _reason_of(viewer, purpose)
    row = _pairs().filter(pk=candidate).first()
    if row is None:
        return None
    audit.record_read(by=viewer, subjects=[row.first.pk, row.second.pk], what="people.duplicates", purpose=reason)
    return _candidate(row)


def open_candidates() -> int:
    """How many pairs wait for a decision."""
    return DuplicateCandidate.objects.filter(_waiting()).count()


def _waiting() -> Q:
    """Open pairs of which neither record went into another meanwhile."""
    return Q(status=CandidateStatus.OPEN.value, first__merged_into=None, second__merged_into=None)


def _pairs() -> QuerySet[DuplicateCandidate]:
    secrets = [f"{side}__{secret}" for side in ("first", "second") for secret in SECRETS]
    return DuplicateCandidate.objects.select_related("first", "second").defer(*secrets)


def _candidate(row: DuplicateCandidate) -> Candidate:
    return Candidate(
        id=row.pk,
        first=card_of(row.first),
        second=card_of(row.second),
        score=row.score,
        reasons=tuple(row.reasons),
        status=CandidateStatus(row.status),
        found_at=row.found_at,
        decided_at=row.decided_at,
        note=row.note,
    )


def merges_of(person: int) -> tuple[MergeCard, ...]:
    """The merges into or of a record, newest first."""
    rows = Merge.objects.filter(Q(kept=person) | Q(merged=person)).order_by("-pk")
    return tuple(
        MergeCard(
            id=row.pk,
            kept=row.kept_id,
            merged=row.merged_id,
            reason=row.reason,
            merged_at=row.merged_at,
            undone_at=row.undone_at,
            repointed=sum(len(step.get("rows", ())) for step in row.snapshot),
        )
        for row in rows
    )
