"""Gives the people of the demonstration their accounts and roles, through the doors that a ministry would use."""

from datetime import date
from typing import Final

import click
from django.conf import settings

from maarif.registries.institutions import queries as institutions
from maarif.registries.people import queries as people
from maarif.support.access import operations as access
from maarif.support.access.types import Role, ScopeKind
from maarif.support.identity import demonstration
from maarif.support.parties.types import SYSTEM
from simulators.personas import Grant, Persona, personas

SINCE: Final = date(2025, 9, 1)


def grant(country: str) -> tuple[int, int]:
    """Accounts for all personas and roles for the officials; may be run again. Returns (accounts, roles newly granted)."""
    if not settings.DEMO:
        raise click.ClickException("Only a demonstration (MAARIF_DEMO=1) has such people.")
    cast = personas(country)
    granted = 0
    for persona in cast:
        party = party_of(persona)
        demonstration.open_account(
            by=SYSTEM,
            party=party,
            name=persona.full_name,
            email=persona.email,
            phone=persona.phone,
            language=persona.language,
            official=bool(persona.roles),
        )
        granted += sum(_grant(party, role) for role in persona.roles)
    return len(cast), granted


def party_of(persona: Persona) -> int:
    """The party of a persona; ClickException while the country is not loaded."""
    party = people.by_number(persona.country, persona.personal_number, persona.birth_date)
    if party is None:
        raise click.ClickException(
            f"{persona.full_name} is not in the registers; load the bundle of `maarif synth` first."
        )
    return party


def _grant(party: int, role: Grant) -> int:
    scope = role.scope
    if role.scope_kind == ScopeKind.INSTITUTION:
        card = institutions.by_sourced_id(role.scope)
        if card is None:
            raise click.ClickException(f"The institution {role.scope} is not in the registers.")
        scope = str(card.id)
    try:
        access.grant_role(
            by=SYSTEM,
            party=party,
            role=Role(role.role),
            scope_kind=ScopeKind(role.scope_kind),
            scope=scope,
            since=SINCE,
        )
    except access.RoleAlreadyHeld:
        return 0
    return 1
