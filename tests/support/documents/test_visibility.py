"""Who sees which document, and what is written about it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from tests.support.documents.papers import BODY, FACTS, order

from maarif.support.access import resolvers
from maarif.support.audit import queries as audit
from maarif.support.documents import operations, queries
from maarif.support.documents.types import DocumentNotFound, Issued, RevocationReason, Status
from maarif.support.keys.queries import Ring
from maarif.support.parties.operations import make_party, part_again, take_into
from maarif.support.parties.types import ANONYMOUS, SYSTEM, Actor, Assurance, PartyKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def guardians(monkeypatch: pytest.MonkeyPatch) -> set[tuple[int, int]]:
    """Pairs of guardian and ward, as the registers would answer."""
    pairs: set[tuple[int, int]] = set()
    monkeypatch.setitem(resolvers._RESOLVERS, "guardian_of", lambda who, whose: (who, whose) in pairs)
    return pairs


@pytest.fixture
def issued(holder: int, institution: int) -> Issued:
    return operations.issue_many(by=SYSTEM, orders=(order(holder, institution=institution),))[0]


def citizen(party: int, **changes: object) -> Actor:
    return replace(Actor(party=party, assurance=Assurance.NATIONAL), **changes)  # type: ignore[arg-type]


def officer(role: str, kind: str, scope: object) -> Actor:
    return Actor(
        party=make_party(PartyKind.PERSON),
        role=role,
        scope_kind=kind,
        scope=str(scope),
        assurance=Assurance.OFFICIAL,
        purpose="service",
    )


def seen(viewer: Actor, issued: Issued, holder: int) -> bool:
    """Whether a viewer sees the document; all doors must agree."""
    listed = issued.public_id in {card.public_id for card in queries.documents_of(viewer, holder)}
    doors: list[Callable[[], object]] = [
        lambda: queries.document_for(viewer, issued.public_id),
        lambda: queries.twin_for(viewer, issued.public_id),
        lambda: queries.credential_for(viewer, issued.public_id),
        lambda: queries.pdf_for(viewer, issued.public_id, "az"),
    ]
    opened = []
    for door in doors:
        try:
            door()
            opened.append(True)
        except DocumentNotFound:
            opened.append(False)
    assert set(opened) == {listed}
    return listed


def test_the_holder_sees_it_whole(issued: Issued, holder: int, institution: int) -> None:
    found = queries.document_for(citizen(holder), issued.public_id)
    assert (found.holder, found.institution, found.holder_birth_date) == (holder, institution, date(2005, 3, 8))
    assert (found.body, found.facts) == (BODY, FACTS)
    assert found.check_url == f"https://maarif.example/check/t/{issued.token}"
    assert found.card.status is Status.VALID


def test_nobody_else_does(issued: Issued, holder: int) -> None:
    stranger = make_party(PartyKind.PERSON)
    assert not seen(citizen(stranger), issued, holder)
    assert not seen(ANONYMOUS, issued, holder)
    assert not seen(citizen(holder, assurance=Assurance.ACCOUNT), issued, holder)
    assert not seen(officer("teacher", "institution", 1), issued, holder)
    assert not seen(officer("auditor", "country", "az"), issued, holder)


def test_absent_and_forbidden_are_told_in_the_same_words(issued: Issued, holder: int) -> None:
    stranger = citizen(make_party(PartyKind.PERSON))
    absent = "0000-0000-0000-0000-0000-0000-000"
    told = []
    for public_id in (issued.public_id, absent):
        with pytest.raises(DocumentNotFound) as refused:
            queries.document_for(stranger, public_id)
        told.append((type(refused.value), str(refused.value).replace(public_id, "X"), set(refused.value.params)))
    assert told[0] == told[1]


def test_a_guardian_sees_the_childs_and_after_the_guardianship_no_more(
    issued: Issued, holder: int, guardians: set[tuple[int, int]]
) -> None:
    guardian = make_party(PartyKind.PERSON)
    guardians.add((guardian, holder))
    assert seen(citizen(guardian), issued, holder)
    assert seen(citizen(guardian, acting_for=holder), issued, holder)
    guardians.clear()
    assert not seen(citizen(guardian), issued, holder)


def test_an_officer_sees_what_the_own_institution_issued_and_the_look_is_in_the_ledger(
    issued: Issued, holder: int, institution: int
) -> None:
    registrar = officer("registrar", "institution", institution)
    assert queries.document_for(registrar, issued.public_id).card.number == issued.number
    (look,) = audit.looks_at(holder)
    assert (look.what, look.role, look.purpose) == ("documents.read", "registrar", "service")
    assert not seen(officer("registrar", "institution", institution + 1), issued, holder)
    assert not seen(replace(registrar, assurance=Assurance.NATIONAL), issued, holder)


def test_the_ministry_sees_its_own_country_only(issued: Issued, holder: int) -> None:
    assert seen(officer("ministry_officer", "country", "az"), issued, holder)
    assert not seen(officer("ministry_officer", "country", "kg"), issued, holder)
    assert not seen(officer("ministry_officer", "region", "az"), issued, holder)


def test_ones_own_look_is_not_written_and_a_list_of_nothing_neither(issued: Issued, holder: int) -> None:
    queries.document_for(citizen(holder), issued.public_id)
    queries.documents_of(citizen(holder), holder)
    queries.documents_of(officer("registrar", "institution", 12345), holder)
    assert audit.looks_at(holder) == ()


def test_documents_are_listed_newest_first_with_their_state(issued: Issued, holder: int) -> None:
    newer = operations.issue_many(
        by=SYSTEM, orders=(order(holder, replaces=issued.public_id, valid_until=None, case_number="AR-2026-000124"),)
    )[0]
    operations.revoke(
        by=officer("ministry_officer", "country", "az"), public_id=issued.public_id, reason=RevocationReason.SUPERSEDED
    )
    cards = queries.documents_of(citizen(holder), holder)
    assert [(card.number, card.status, card.revoked_on) for card in cards] == [
        (newer.number, Status.VALID, None),
        (issued.number, Status.REVOKED, date(2026, 11, 23)),
    ]
    old = queries.document_for(citizen(holder), issued.public_id)
    assert (old.replaced_by, old.revocation_code) == (newer.public_id, RevocationReason.SUPERSEDED)
    assert queries.document_for(citizen(holder), newer.public_id).replaces == issued.public_id
    by_case = queries.documents_by_case(["AR-2026-000124", "AR-2026-999999"])
    assert {case: [card.number for card in found] for case, found in by_case.items()} == {
        "AR-2026-000124": [newer.number]
    }


def test_the_credential_is_a_verifiable_credential_and_an_open_badge(
    issued: Issued, holder: int, demo_ring: Ring
) -> None:
    from joserfc import jws
    from joserfc.jwk import ECKey

    from maarif.support.keys.published import published

    text = queries.credential_for(citizen(holder), issued.public_id)
    key_id = jws.extract_compact(text.encode()).headers()["kid"]
    (jwk,) = [one for one in published(demo_ring)["keys"] if one["kid"] == key_id]  # type: ignore[attr-defined]
    found = jws.deserialize_compact(text, ECKey.import_key({name: jwk[name] for name in ("kty", "crv", "x", "y")}))
    assert found.headers()["typ"] == "vc+jwt"
    claims = json.loads(found.payload)
    assert claims["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert (claims["validFrom"], claims["validUntil"]) == ("2026-11-23T08:00:00+00:00", "2027-02-21T19:59:59+00:00")
    achievement = claims["credentialSubject"]["achievement"]
    assert (achievement["name"], achievement["inLanguage"]) == ("Təhsil alması barədə arayış", "az")
    described = {one["id"]: one["name"] for one in achievement["resultDescription"]}
    results = [(described[one["resultDescription"]], one["value"]) for one in claims["credentialSubject"]["result"]]
    assert results == [("İxtisas", "Kompüter elmləri"), ("Kurs", "3")]


def test_published_keys_and_signing_keys_are_those_of_the_house(demo_ring: Ring) -> None:
    assert {jwk["kid"] for jwk in queries.published_keys()["keys"]} == set(demo_ring.keys)  # type: ignore[attr-defined]
    assert {key.id for key in queries.signing_keys()} == set(demo_ring.keys)


def test_a_paper_of_a_record_that_was_merged_is_seen_by_the_record_that_was_kept(issued: Issued, holder: int) -> None:
    kept = make_party(PartyKind.PERSON)
    assert not seen(citizen(kept), issued, kept)
    take_into(kept=kept, merged=holder)
    assert seen(citizen(kept), issued, kept)
    assert not seen(citizen(make_party(PartyKind.PERSON)), issued, kept)
    part_again(merged=holder)
    assert not seen(citizen(kept), issued, kept)
