"""The reduced form of T-SEAT."""

from tests.proofs import seating


def test_seatings_keep_every_rule_and_no_planted_fault_goes_unseen() -> None:
    found = seating.prove(0)
    assert (found["wrong"], found["faults"], found["late_moved"]) == (0, 0, 0)
    assert found["rooms"] > 40
