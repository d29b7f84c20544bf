"""The rules decide, the outcome follows, the paper says what the texts say, and it is valid no longer than it may be."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from maarif.catalogue.certificates import samples
from maarif.catalogue.certificates.studies import Studies
from maarif.catalogue.higher.study_certificate.service import SERVICE
from maarif.engine.decisions import Certificates, NoOutcome, NotFilled, ValidDays, decide, order_of, reason_of
from maarif.engine.declare import Asking, Filled, Granted
from maarif.kernel.text import Language, Text
from maarif.support.parties.types import Actor

FACTS = Studies(holder=samples.person(), here=(samples.student(),))
NINETY = Certificates(valid_days=(ValidDays(kind=SERVICE.code, days=90),))
PAPER = SERVICE.outcomes[0].paper
assert PAPER is not None


def granted(**answers: str) -> Granted[Studies]:
    asking = Asking(actor=Actor(party=1), subject=1, country="az", on=date(2026, 11, 23), language=Language.AZ)
    return Granted(
        asking=asking,
        number="AR-2026-000001",
        facts=FACTS,
        answers={"enrolment": "101", "paper_language": "az", "presented_to": None, **answers},
    )


def with_paper(**changes: Any) -> Any:
    """The paper of the service, filled in otherwise."""

    def filled(case: Granted[Studies]) -> Filled:
        return replace(PAPER.filled_by(case), **changes)  # type: ignore[union-attr]

    return replace(PAPER, filled_by=filled)  # type: ignore[type-var]


def test_all_rules_hold_so_it_is_granted_and_one_fails_so_it_is_refused_with_that_rule() -> None:
    assert decide(SERVICE, FACTS, {}).outcome.code == "granted"
    refused = decide(SERVICE, replace(FACTS, here=()), {})
    assert (refused.outcome.code, [rule.code for rule in refused.failing]) == ("refused", ["studies_now"])


def test_a_stage_that_decides_by_itself_must_name_one_of_its_outcomes() -> None:
    stage = replace(SERVICE.stages[0], decide=lambda facts, answers: "lost")
    with pytest.raises(NoOutcome):
        decide(replace(SERVICE, stages=(stage,)), FACTS, {})


def test_the_reason_has_words_law_and_help_that_the_country_really_runs() -> None:
    rule = SERVICE.rule("studies_now")
    assert rule is not None
    reason = reason_of(SERVICE, rule, "kz", date(2026, 11, 23))
    assert reason.reason.kk == "Білім алушылар тізілімінде қазіргі оқу туралы жазба жоқ."
    assert reason.law is not None
    assert reason.instead == ("higher.graduation_certificate",)


def test_the_paper_is_valid_as_its_kind_says_and_no_longer_than_what_it_tells() -> None:
    ends = [
        order_of(SERVICE, with_paper(not_after=not_after), granted(), "az.x", rules).valid_until
        for not_after in (None, date(2026, 12, 1), date(2030, 1, 1))
        for rules in (NINETY, Certificates(valid_days=()))
    ]
    assert ends == [date(2027, 2, 21), None, date(2026, 12, 1), date(2026, 12, 1), date(2027, 2, 21), date(2030, 1, 1)]


def test_lines_stand_in_the_order_of_the_declaration_and_empty_ones_are_left_out() -> None:
    facts = {"presented_to": Text.same("Bank"), "institution": samples.NAME, "programme": None, "form": ""}
    order = order_of(SERVICE, with_paper(facts=facts), granted(), "az.x", NINETY)
    assert [fact.code for fact in order.facts] == ["institution", "presented_to"]


def test_a_line_that_the_paper_does_not_declare_is_refused() -> None:
    with pytest.raises(NotFilled):
        order_of(SERVICE, with_paper(facts={"salary": "100"}), granted(), "az.x", NINETY)


def test_the_body_names_the_holder_in_every_language() -> None:
    body = order_of(SERVICE, PAPER, granted(), "az.x", NINETY).body  # type: ignore[arg-type]
    assert all("Quliyeva Nərmin Samir qızı" in words for _, words in body.items())


def test_a_name_with_braces_is_printed_and_not_interpreted() -> None:
    order = order_of(SERVICE, with_paper(holder_name="{0.__class__} {holder}"), granted(), "az.x", NINETY)
    assert "{0.__class__} {holder}" in order.body.en
