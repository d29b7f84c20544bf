"""The reduced form of T-SEND."""

import pytest

from tests.proofs import notices


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_failing_providers_and_killed_workers_lose_nothing_double_no_text_and_rename_no_letter() -> None:
    held = notices.prove(notices.LEAST, notices.LEAST_KILLS)
    assert (held["texts_lost"], held["texts_doubled"], held["letters_lost"], held["letters_of_several_names"]) == (
        0,
        0,
        0,
        0,
    )
    assert held["attempts"] > 2 * notices.LEAST
