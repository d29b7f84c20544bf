"""The reduced form of T-WALK: two of the ten walks are tests of their own, the planted pages are here."""

import pytest

from tests.proofs import walks
from tests.surfaces.browser import CHROMIUM, EVERY_WALK, FIRST_WALKS


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser")
def test_every_planted_fault_of_a_page_is_named_and_a_sound_page_has_none() -> None:
    assert walks.planted() == len(walks.FAULTS)


def test_ten_walks_are_five_languages_on_two_windows_and_begin_with_those_of_make_test() -> None:
    assert len({(language, view["width"]) for language, view in EVERY_WALK}) == len(EVERY_WALK) == 10
    assert EVERY_WALK[:2] == FIRST_WALKS
