"""The gates that the policy table may name, and the pure rule that lets a visitor through one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from maarif.support.access.types import OFFICIAL_ROLES, Grant, Role, TokenScope, Visitor
from maarif.support.parties.types import Actor, Assurance, Channel


class Verdict(StrEnum):
    """What the door answers."""

    ADMIT = "admit"
    SIGN_IN = "sign in"
    STEP_UP = "sign in through the national provider"
    SECOND_FACTOR = "show the second factor"
    HIDE = "not found"
    CHALLENGE = "send a token"
    TOO_NARROW = "the token lacks the scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Who may pass: how surely known, in which roles, on a child's behalf or not, with which token."""

    name: str
    assurance: Assurance = Assurance.NONE
    roles: frozenset[Role] = frozenset()
    on_behalf: bool = False
    token: TokenScope | None = None

    @property
    def personal(self) -> bool:
        """Whether what lies behind concerns one person, and must not be kept by any cache."""
        return self.assurance is not Assurance.NONE or self.token is not None


def public() -> Gate:
    """Everybody, signed in or not."""
    return Gate(name="public")


def account() -> Gate:
    """Anybody signed in, also with an account of their own: nothing behind it concerns a person of the registers."""
    return Gate(name="account", assurance=Assurance.ACCOUNT)


def own() -> Gate:
    """Anybody signed in, and a guardian may act for a child: pages that show something to every account, more to a proven one."""
    return Gate(name="own", assurance=Assurance.ACCOUNT, on_behalf=True)


def national() -> Gate:
    """A person proven by the national provider (or at a desk), acting for themselves."""
    return Gate(name="national", assurance=Assurance.NATIONAL)


def acting() -> Gate:
    """As `national`, and a guardian may act for a child: `actor.subject` is the child then."""
    return Gate(name="acting", assurance=Assurance.NATIONAL, on_behalf=True)


def official(*roles: Role) -> Gate:
    """A person who holds one of these roles today (any official role when none is named), with a second factor."""
    return Gate(name="official", assurance=Assurance.OFFICIAL, roles=frozenset(roles or OFFICIAL_ROLES))


def token(scope: TokenScope) -> Gate:
    """A program with a token that carries this scope."""
    return Gate(name="token", assurance=Assurance.NATIONAL, token=scope)


def judge(
    gate: Gate, visitor: Visitor, grants: Sequence[Grant] = (), office: int | None = None
) -> tuple[Verdict, Actor]:
    """The door's answer and, when it is ADMIT, who is let in.

    `grants` are the roles that the visitor's party holds today (only read for official gates); `office` is the grant chosen
    by an official who holds several.
    """
    if gate.token is not None:
        return _judge_token(gate, visitor), _actor(gate, visitor)
    if visitor.token_scopes is not None and gate.personal:
        return Verdict.HIDE, _actor(gate, visitor)  # a token opens the API, no page
    if visitor.assurance < min(gate.assurance, Assurance.ACCOUNT):
        return Verdict.SIGN_IN, _actor(gate, visitor)
    if gate.roles:
        return _judge_official(gate, visitor, grants, office)
    if visitor.assurance < gate.assurance:
        return Verdict.STEP_UP, _actor(gate, visitor)
    return Verdict.ADMIT, _actor(gate, visitor)


def _judge_token(gate: Gate, visitor: Visitor) -> Verdict:
    if visitor.token_scopes is None:
        return Verdict.CHALLENGE
    return Verdict.ADMIT if gate.token in visitor.token_scopes else Verdict.TOO_NARROW


def _judge_official(gate: Gate, visitor: Visitor, grants: Sequence[Grant], office: int | None) -> tuple[Verdict, Actor]:
    fitting = [grant for grant in grants if grant.role in gate.roles and grant.party == visitor.party]
    actor = _actor(gate, visitor)
    if not fitting:
        return Verdict.HIDE, actor
    if visitor.assurance < Assurance.NATIONAL:
        return Verdict.STEP_UP, actor
    if not visitor.second_factor:
        return Verdict.SECOND_FACTOR, actor
    grant = next((one for one in fitting if one.id == office), fitting[0])
    return Verdict.ADMIT, replace(
        actor,
        role=grant.role.value,
        scope_kind=grant.scope_kind.value,
        scope=grant.scope,
        assurance=Assurance.OFFICIAL,
        channel=Channel.DESK,
    )


def _actor(gate: Gate, visitor: Visitor) -> Actor:
    """The visitor as an actor: without proof of identity an account has no person, and only some gates let act for a child."""
    anonymous = visitor.account is None and visitor.party is None
    proven = visitor.assurance >= Assurance.NATIONAL
    return Actor(
        party=visitor.party if proven else None,
        account=visitor.account,
        role="anonymous" if anonymous else Role.CITIZEN.value,
        acting_for=visitor.acting_for if gate.on_behalf and proven else None,
        assurance=visitor.assurance,
        channel=visitor.channel,
        language=visitor.language,
    )
