"""Who passes which gate: the whole table of visitors and gates, without a browser."""

from datetime import date

import pytest

from maarif.support.access import gates
from maarif.support.access.gates import Gate, Verdict, judge
from maarif.support.access.types import Grant, Role, ScopeKind, TokenScope, Visitor
from maarif.support.parties.types import Assurance, Channel

STRANGER = Visitor()
OWN = Visitor(account=1, assurance=Assurance.ACCOUNT)
TIED = Visitor(account=1, party=10, assurance=Assurance.ACCOUNT)
PERSON = Visitor(account=1, party=10, assurance=Assurance.NATIONAL)
GUARDIAN = Visitor(account=1, party=10, assurance=Assurance.NATIONAL, acting_for=11)
PROVEN = Visitor(account=1, party=10, assurance=Assurance.OFFICIAL, second_factor=True)
PASSWORD_AND_CODE = Visitor(account=1, party=10, assurance=Assurance.ACCOUNT, second_factor=True)
PROGRAM = Visitor(
    account=1,
    party=10,
    assurance=Assurance.NATIONAL,
    channel=Channel.API,
    token_scopes=frozenset({TokenScope.CASES_READ}),
)
REGISTRAR = Grant(
    id=5,
    party=10,
    role=Role.REGISTRAR,
    scope_kind=ScopeKind.INSTITUTION,
    scope="77",
    since=date(2026, 1, 1),
    until=None,
)
MINISTRY = Grant(
    id=6,
    party=10,
    role=Role.MINISTRY_OFFICER,
    scope_kind=ScopeKind.COUNTRY,
    scope="az",
    since=date(2026, 1, 1),
    until=None,
)

A, S, U, F, H, C, N = (
    Verdict.ADMIT,
    Verdict.SIGN_IN,
    Verdict.STEP_UP,
    Verdict.SECOND_FACTOR,
    Verdict.HIDE,
    Verdict.CHALLENGE,
    Verdict.TOO_NARROW,
)
VISITORS = (STRANGER, OWN, TIED, PERSON, GUARDIAN, PROVEN, PROGRAM)


@pytest.mark.parametrize(
    ("gate", "verdicts"),
    [
        (gates.public(), (A, A, A, A, A, A, A)),
        (gates.account(), (S, A, A, A, A, A, H)),
        (gates.own(), (S, A, A, A, A, A, H)),
        (gates.national(), (S, U, U, A, A, A, H)),
        (gates.acting(), (S, U, U, A, A, A, H)),
        (gates.official(Role.REGISTRAR), (S, H, H, H, H, H, H)),
        (gates.token(TokenScope.CASES_READ), (C, C, C, C, C, C, A)),
        (gates.token(TokenScope.DOCUMENTS_READ), (C, C, C, C, C, C, N)),
    ],
    ids=lambda value: value.name if isinstance(value, Gate) else "",
)
def test_every_visitor_at_every_gate(gate: Gate, verdicts: tuple[Verdict, ...]) -> None:
    assert tuple(judge(gate, visitor)[0] for visitor in VISITORS) == verdicts


@pytest.mark.parametrize(
    ("visitor", "verdict"),
    [(TIED, U), (PASSWORD_AND_CODE, U), (PERSON, F), (PROVEN, A), (PROGRAM, H), (STRANGER, S)],
)
def test_an_officials_door_asks_for_the_provider_and_then_for_the_second_factor(
    visitor: Visitor, verdict: Verdict
) -> None:
    assert judge(gates.official(Role.REGISTRAR), visitor, [REGISTRAR])[0] is verdict


def test_another_role_does_not_open_the_door() -> None:
    assert judge(gates.official(Role.AUDITOR), PROVEN, [REGISTRAR])[0] is Verdict.HIDE


def test_a_grant_of_somebody_else_does_not_open_the_door() -> None:
    other = Grant(**{**{name: getattr(REGISTRAR, name) for name in Grant.__slots__}, "party": 99})
    assert judge(gates.official(), PROVEN, [other])[0] is Verdict.HIDE


def test_an_official_is_let_in_with_role_and_scope_and_never_for_a_child() -> None:
    acting = Visitor(account=1, party=10, assurance=Assurance.OFFICIAL, second_factor=True, acting_for=11)
    _, actor = judge(gates.official(), acting, [REGISTRAR])
    assert (actor.role, actor.scope_kind, actor.scope, actor.acting_for) == ("registrar", "institution", "77", None)
    assert (actor.assurance, actor.channel) == (Assurance.OFFICIAL, Channel.DESK)


def test_an_official_with_two_roles_works_in_the_chosen_one_and_a_foreign_choice_is_ignored() -> None:
    both = [REGISTRAR, MINISTRY]
    assert judge(gates.official(), PROVEN, both, office=6)[1].role == "ministry_officer"
    assert judge(gates.official(), PROVEN, both, office=404)[1].role == "registrar"
    assert judge(gates.official(Role.REGISTRAR), PROVEN, both, office=6)[1].role == "registrar"


def test_only_gates_that_say_so_let_act_for_a_child() -> None:
    admitted = {gate.name: judge(gate, GUARDIAN)[1].subject for gate in (gates.acting(), gates.own(), gates.national())}
    assert admitted == {"acting": 11, "own": 11, "national": 10}


def test_an_account_entered_by_password_alone_has_no_person_behind_it() -> None:
    """Whatever concerns a person needs the national provider, also where a page is open to every account."""
    acting = Visitor(account=1, party=10, assurance=Assurance.ACCOUNT, acting_for=11)
    for gate in (gates.public(), gates.account(), gates.own()):
        actor = judge(gate, acting)[1]
        assert (actor.account, actor.party, actor.acting_for, actor.subject) == (1, None, None, None)


def test_a_strangers_role_is_none() -> None:
    assert judge(gates.public(), STRANGER)[1].role == "anonymous"
    assert judge(gates.public(), OWN)[1].role == "citizen"


def test_what_is_personal_is_not_kept_by_caches() -> None:
    assert not gates.public().personal
    personal = (gates.account(), gates.own(), gates.national(), gates.acting(), gates.official())
    assert all(gate.personal for gate in personal)
    assert gates.token(TokenScope.CASES_READ).personal
