"""Errors have a stable code, parameters, and an English sentence for the log."""

import pickle

from maarif.kernel.errors import MaarifError, Refusal


class SeatsAreGone(Refusal):
    """A refusal of this test."""


class WithACodeOfItsOwn(MaarifError):
    """An error that states its code."""

    default_code = "seats.gone"


def test_the_code_is_made_of_the_class_name() -> None:
    assert SeatsAreGone().code == "seats_are_gone"


def test_a_class_may_state_its_code() -> None:
    assert WithACodeOfItsOwn().code == "seats.gone"


def test_one_error_may_state_its_code() -> None:
    assert SeatsAreGone(code="seats.frozen").code == "seats.frozen"


def test_without_a_message_the_log_reads_code_and_parameters() -> None:
    assert str(SeatsAreGone(school=7, left=0)) == "seats_are_gone: school=7, left=0"


def test_a_message_is_what_the_log_reads() -> None:
    error = SeatsAreGone("No seat is left in school 7.", school=7)
    assert str(error) == "No seat is left in school 7."
    assert error.params == {"school": 7}


def test_an_error_travels_between_processes() -> None:
    error = pickle.loads(pickle.dumps(SeatsAreGone(school=7)))
    assert (type(error), error.code, error.params, str(error)) == (
        SeatsAreGone,
        "seats_are_gone",
        {"school": 7},
        "seats_are_gone: school=7",
    )
