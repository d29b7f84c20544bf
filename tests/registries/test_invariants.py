"""The reduced form of T-INV for the registers, with its planted faults; `maarif prove --only registers` runs it in full."""

import pytest

from tests.proofs import registers


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_racing_writers_break_no_promise_of_the_registers_and_check_then_insert_is_caught() -> None:
    counts = registers.prove(rounds=4, attempts=96, naive_rounds=5, crews=(32, 8), seed=20261123)
    assert counts["violations"] == 0
    assert counts["rounds"] == 24
    assert counts["naive_enrolments_caught"] >= 1
    assert counts["naive_posts_caught"] >= 1
    assert counts["naive_places_caught"] >= 1


@pytest.mark.django_db(transaction=True)
def test_a_refused_attempt_is_refused_for_a_reason_and_the_oracle_would_know() -> None:
    one = registers.Attempt(number=0, first=0, last=9, share=60)
    other = registers.Attempt(number=1, first=9, last=12, share=50)
    later = registers.Attempt(number=2, first=10, last=12, share=50)
    assert registers.days_taken_twice([one, other]) == 1
    assert registers.days_taken_twice([one, later]) == 0
    assert registers.worst_day([one, other, later]) == 110
    assert registers.worst_day([one, later]) == 60
