"""Writes of the access room: giving and ending roles, issuing and revoking tokens, switching between self and child."""

import base64
import secrets
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpRequest

from maarif.kernel import clock
from maarif.kernel.errors import Refusal
from maarif.kernel.text import Text
from maarif.support.access import queries, relations, words
from maarif.support.access.models import ApiToken, Consent, RoleAssignment, StandIn
from maarif.support.access.types import Grant, IssuedToken, RecordPart, Role, ScopeKind, TokenScope
from maarif.support.audit.operations import record_write
from maarif.support.notices import operations as notices
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor, Assurance, PartyKind

ACTING_FOR = "acting_for"
OFFICE = "office"
LONGEST_TOKEN = timedelta(days=366)
PREFIX = "maarif_"
LEADERS = (Role.HEAD, Role.REGION_OFFICER, Role.MINISTRY_OFFICER)


class RoleAlreadyHeld(Refusal):
    """The party holds this role in this scope for a part of the period already."""


class NotYourGuardian(Refusal):
    """The guardianship by which one would act for this person is not in force."""


class NotYourOffice(Refusal):
    """The role chosen is not held today."""


class StandInNotAllowed(Refusal):
    """A stand-in is another person, for a colleague of one's own office, from one day to a later one."""


class ConsentNotAllowed(Refusal):
    """A consent is for somebody else, names a purpose and at least one part, and ends no sooner than today."""


class NotYourConsent(Refusal):
    """The actor has given no such consent."""


class TokenNotAllowed(Refusal):
    """A token may be issued by a person proven by the national provider, for at most a year, with at least one scope."""


def grant_role(
    *, by: Actor, party: int, role: Role, scope_kind: ScopeKind, scope: str, since: date, until: date | None = None
) -> int:
    """Entrusts a role in one scope from a day on (`until`, when known, is the first day without it); returns its number."""
    with acting(by):
        try:
            with transaction.atomic():
                row = RoleAssignment.objects.create(
                    party_id=party,
                    role=role.value,
                    scope_kind=scope_kind.value,
                    scope=scope,
                    period=DateRange(since, until),
                )
        except IntegrityError as error:
            if "role_once_at_a_time" not in str(error):
                raise
            raise RoleAlreadyHeld(party=party, role=role.value, scope=scope) from None
        detail = {"role": role.value, "scope_kind": scope_kind.value, "scope": scope, "since": since.isoformat()}
        record_write(by=by, verb="access.grant_role", subjects=[party], detail=detail)
        return row.pk


def end_role(*, by: Actor, assignment: int, on: date) -> None:
    """Ends a role: `on` is the first day without it; a role that had not begun is taken away whole."""
    with acting(by):
        row = RoleAssignment.objects.select_for_update().get(pk=assignment)
        if on <= row.period.lower:
            row.delete()
        else:
            row.period = DateRange(row.period.lower, on)
            row.save(update_fields=["period"])
        detail = {"role": row.role, "scope": row.scope, "until": on.isoformat()}
        record_write(by=by, verb="access.end_role", subjects=[row.party_id], detail=detail)


def appoint_stand_in(*, by: Actor, absent: int, stand_in: int, since: date, until: date) -> int:
    """Lets somebody do an absent colleague's work in the actor's own office (`until` is the first day back); its number.

    The colleague must hold a role there; the stand-in is given the same for the time, unless they hold it. Who leads the office
    may (a head; in a region or the ministry any officer), and everybody for their own absence, who then names one of the office.
    Nobody gives by it a role above the one they act in, nor for longer than they and the colleague hold theirs: who stands in does
    not stay by naming others. NotYourOffice, StandInNotAllowed.
    """
    if by.scope_kind is None or by.scope is None or by.assurance < Assurance.OFFICIAL:
        raise NotYourOffice(party=by.party)
    if by.role not in LEADERS and (absent != by.party or not _roles_here(by, stand_in, since)):
        raise NotYourOffice(party=by.party)
    role = _to_give(by, absent, since, until)
    if role is None or absent == stand_in or until <= since:
        raise StandInNotAllowed(absent=absent, stand_in=stand_in)
    with acting(by):
        held = {(each.role, each.scope_kind, each.scope) for each in queries.roles_of(stand_in, since)}
        if (role.role, role.scope_kind, role.scope) not in held:
            grant_role(
                by=by,
                party=stand_in,
                role=role.role,
                scope_kind=role.scope_kind,
                scope=role.scope,
                since=since,
                until=until,
            )
        row = StandIn.objects.create(
            absent_id=absent,
            stand_in_id=stand_in,
            role=role.role.value,
            scope_kind=role.scope_kind.value,
            scope=role.scope,
            period=DateRange(since, until),
        )
        detail = {"absent": absent, "since": since.isoformat(), "until": until.isoformat()}
        record_write(by=by, verb="access.appoint_stand_in", subjects=[stand_in], detail=detail)
        return row.pk


def give_consent(
    *, by: Actor, subject: int, body: int, purpose: str, parts: frozenset[RecordPart], until: date, case: str = ""
) -> int:
    """Lets another see parts of a record from today to `until` (the last day); returns its number. ConsentNotAllowed."""
    since = queries.today()
    if subject == body or until < since or not parts or not purpose.strip():
        raise ConsentNotAllowed(subject=subject, until=until.isoformat())
    with acting(by):
        row = Consent.objects.create(
            subject_id=subject,
            body_id=body,
            purpose=purpose.strip(),
            parts=sorted(part.value for part in parts),
            period=DateRange(since, until, bounds="[]"),
            case=case,
        )
        detail = {"consent": row.pk, "body": body, "parts": row.parts, "until": until.isoformat()}
        record_write(by=by, verb="access.give_consent", subjects=[subject], detail=detail)
        return row.pk


def revoke_consent(*, by: Actor, consent: int) -> None:
    """Takes a consent of the actor's own (or of the child acted for) back at once and tells whoever could look by it. NotYourConsent."""
    with acting(by):
        row = Consent.objects.select_for_update().filter(pk=consent, subject_id=by.subject).first()
        if row is None or by.subject is None:
            raise NotYourConsent(consent=consent)
        if row.revoked_at is None:
            row.revoked_at = clock.now()
            row.save(update_fields=["revoked_at"])
            record_write(by=by, verb="access.revoke_consent", subjects=[by.subject], detail={"consent": consent})
            _tell_taken_back(by, row)


def _tell_taken_back(by: Actor, row: Consent) -> None:
    """Tells the person named, or the people of the institution named, that they may look no more."""
    person = row.body.kind == PartyKind.PERSON
    notices.send_many(
        by=by,
        to=queries.readers_of(row.body_id, person=person),
        soon=True,
        topic="record.consent",
        subject=words.TAKEN_BACK,
        body=words.TAKEN_BACK_BODY.filled(purpose=Text.same(row.purpose), case=Text.same(row.case or "-")),
        link="/cabinet/shown/" if person else "/desk/shown/",
        key=f"consent {row.pk} taken back",
    )


def end_stand_in(*, by: Actor, stand_in: int, on: date) -> None:
    """Ends a standing-in and the role that was given for it: `on` is the first day without it, the first of all undoes it whole.

    Who leads the office may, and whoever is stood in for. NotYourOffice; one that has ended already stays as it is.
    """
    with acting(by):
        row = StandIn.objects.select_for_update().filter(pk=stand_in, scope_kind=by.scope_kind, scope=by.scope).first()
        allowed = row is not None and (by.role in LEADERS or row.absent_id == by.party)
        if row is None or not allowed or by.assurance < Assurance.OFFICIAL:
            raise NotYourOffice(stand_in=stand_in)
        if on >= row.period.upper:
            return
        for given in RoleAssignment.objects.filter(
            party=row.stand_in_id, role=row.role, scope_kind=row.scope_kind, scope=row.scope, period=row.period
        ):
            end_role(by=by, assignment=given.pk, on=on)
        if on <= row.period.lower:
            row.delete()
        else:
            row.period = DateRange(row.period.lower, on)
            row.save(update_fields=["period"])
        detail = {"absent": row.absent_id, "until": on.isoformat()}
        record_write(by=by, verb="access.end_stand_in", subjects=[row.stand_in_id], detail=detail)


def _roles_here(by: Actor, party: int, on: date) -> list[Grant]:
    """What somebody holds in the actor's office on a day."""
    held = queries.roles_of(party, on)
    return [each for each in held if (each.scope_kind, each.scope) == (by.scope_kind, by.scope)]


def _to_give(by: Actor, absent: int, since: date, until: date) -> Grant | None:
    """The colleague's role that the actor may lend for the time: not above their own, and both are held so long."""
    order = list(Role)
    own = [each for each in _roles_here(by, by.party or 0, queries.today()) if each.role == by.role]
    held = _roles_here(by, absent, since)
    fit = [each for each in held if absent == by.party or order.index(each.role) <= order.index(Role(by.role))]
    lasting = all(each.until is None or each.until >= until for each in (*own[-1:], *fit[-1:]))
    return fit[-1] if own and fit and lasting else None


def issue_token(
    *, by: Actor, name: str, scopes: frozenset[TokenScope], lasts: timedelta = timedelta(days=90)
) -> IssuedToken:
    """Issues a token to the actor's own programs; its secret is returned once and not kept."""
    allowed = by.assurance >= Assurance.NATIONAL and scopes and timedelta(0) < lasts <= LONGEST_TOKEN and name.strip()
    if by.party is None or by.account is None or not allowed:
        raise TokenNotAllowed(party=by.party, days=lasts.days)
    secret = PREFIX + base64.b32encode(secrets.token_bytes(20)).decode().lower()
    with acting(by):
        row = ApiToken.objects.create(
            party_id=by.party,
            account=by.account,
            name=name.strip()[:80],
            hint=secret[: len(PREFIX) + 4],
            digest=queries.digest(secret),
            scopes=sorted(scope.value for scope in scopes),
            language=by.language,
            expires_at=clock.now() + lasts,
        )
        row.refresh_from_db(fields=["issued_at"])
        detail = {"token": row.pk, "scopes": row.scopes, "expires_at": row.expires_at.isoformat()}
        record_write(by=by, verb="access.issue_token", subjects=[by.party], detail=detail)
    return IssuedToken(card=queries.card_of(row), secret=secret)


def revoke_token(*, by: Actor, token: int) -> bool:
    """Ends one of the actor's own tokens at once; False when there is no such token."""
    if by.party is None:
        return False
    with acting(by):
        ended = ApiToken.objects.filter(pk=token, party_id=by.party, revoked_at=None).update(revoked_at=clock.now())
        if ended:
            record_write(by=by, verb="access.revoke_token", subjects=[by.party], detail={"token": token})
    return bool(ended)


def act_for(request: HttpRequest, *, by: Actor, ward: int) -> None:
    """Lets a guardian act for a child from the next request on; NotYourGuardian when the guardianship is not in force."""
    if by.assurance < Assurance.NATIONAL or not relations.holds(by, "guardian_of", ward):
        raise NotYourGuardian(ward=ward)
    with acting(by):
        record_write(by=by, verb="access.act_for", subjects=[ward], detail={"guardian": by.party})
    request.session[ACTING_FOR] = ward


def act_for_self(request: HttpRequest, *, by: Actor) -> None:
    """Switches back to oneself."""
    ward = request.session.pop(ACTING_FOR, None)
    if ward is not None:
        with acting(by):
            record_write(by=by, verb="access.act_for_self", subjects=[ward], detail={"guardian": by.party})


def choose_office(request: HttpRequest, *, by: Actor, assignment: int) -> None:
    """Lets an official who holds several roles work in one of them; NotYourOffice when it is not held today."""
    if by.party is None or assignment not in {grant.id for grant in queries.roles_of(by.party)}:
        raise NotYourOffice(assignment=assignment)
    request.session[OFFICE] = assignment
