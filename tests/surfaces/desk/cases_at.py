"""The trial service at a desk: its offices, an applicant with a canary in the answers, clients of its officers."""

from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client
from tests.engine import campus, desks

from maarif.support.access import queries as access
from maarif.support.parties.types import Actor, Assurance

SECRET = "Kanareyka ünvanı dəyişib"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Offices with clients of their officers, and an applicant with a sent case."""

    where: desks.Offices
    applicant: Actor
    number: str
    registrar: Client
    head: Client
    district: Client
    other_district: Client
    stranger: Client


def built(sign: Callable[..., Client]) -> Desk:
    """One case on the registrar's desk."""
    where = desks.offices()
    applicant = campus.actor(campus.person(family="Quliyeva", given="Nərmin"))
    number = desks.sent(applicant, where, why=SECRET)

    def client(by: Actor) -> Client:
        grant = access.roles_of(by.party or 0)[0]
        return sign(by.party, assurance=Assurance.OFFICIAL, office=grant.id)

    return Desk(
        where=where,
        applicant=applicant,
        number=number,
        registrar=client(where.registrar),
        head=client(where.head),
        district=client(where.district),
        other_district=client(where.other_district),
        stranger=client(where.stranger),
    )


def another(desk: Desk, *, family: str = "Babayeva", key: str = "another-key-0001") -> str:
    """A second case in the same office, of somebody else."""
    return desks.sent(campus.actor(campus.person(family=family)), desk.where, key=key)
