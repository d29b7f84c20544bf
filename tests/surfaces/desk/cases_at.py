"""The trial service at a desk: its offices, an applicant with a canary in the answers, clients of its officers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.test import Client
from tests.engine import campus, desks

from maarif.support.access import queries as access
from maarif.support.parties.types import Actor, Assurance

SECRET = "Kanareyka ünvanı dəyişib"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Offices with clients of their officers, who sign in when a test first asks for them, and an applicant with a sent case."""

    where: desks.Offices
    applicant: Actor
    number: str
    sign: Callable[..., Client]

    @cached_property
    def registrar(self) -> Client:
        return self._client(self.where.registrar)

    @cached_property
    def head(self) -> Client:
        return self._client(self.where.head)

    @cached_property
    def district(self) -> Client:
        return self._client(self.where.district)

    @cached_property
    def other_district(self) -> Client:
        return self._client(self.where.other_district)

    @cached_property
    def stranger(self) -> Client:
        return self._client(self.where.stranger)

    def _client(self, by: Actor) -> Client:
        grant = access.roles_of(by.party or 0)[0]
        return self.sign(by.party, assurance=Assurance.OFFICIAL, office=grant.id)


def built(sign: Callable[..., Client]) -> Desk:
    """One case on the registrar's desk."""
    where = desks.offices()
    applicant = campus.actor(campus.person(family="Quliyeva", given="Nərmin"))
    return Desk(where=where, applicant=applicant, number=desks.sent(applicant, where, why=SECRET), sign=sign)


def another(desk: Desk, *, family: str = "Babayeva", key: str = "another-key-0001") -> str:
    """A second case in the same office, of somebody else."""
    return desks.sent(campus.actor(campus.person(family=family)), desk.where, key=key)
