"""What the report says of a proof that broke."""

from maarif.config.cli.prove import _fault

LOG = "2026-11-27 08:09:30 WARNING worker job 441 was left by a dead worker and is given back\n" * 50


def test_a_broken_proof_is_reported_by_its_exception_and_not_by_the_log_behind_it() -> None:
    """The log of the servers follows the words of the assertion."""
    said = f"Traceback (most recent call last):\n  File ...\nAssertionError: ({{'undone': 3}}, {LOG})"
    assert _fault(said).startswith("AssertionError: ({'undone': 3}, 2026-11-27")
    assert len(_fault(said)) == 400


def test_the_last_of_several_exceptions_is_named() -> None:
    """The cause stands first, what came of it last."""
    said = "KeyError: 'a'\n\nDuring handling of the above exception, another one occurred:\n\npsycopg.errors.OperationalError: gone\n"
    assert _fault(said).startswith("psycopg.errors.OperationalError: gone")


def test_what_died_without_an_exception_is_reported_by_its_last_words() -> None:
    """Killed by the kernel, say."""
    assert _fault("Killed") == "Killed"
