"""Files and functions stay short, open with a sentence and are named after the trade."""

from pathlib import Path

import pytest

from tests.house import sizes

pytestmark = pytest.mark.xdist_group("sizes")  # on one worker, so that the sources are parsed once


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    assert set(sizes.long_files()) - sizes.LONG_FILES == set(), sizes.long_files()


def test_no_function_is_longer_than_a_screen() -> None:
    assert set(sizes.long_functions()) - sizes.LONG_FUNCTIONS == set(), sizes.long_functions()


def test_the_list_of_exceptions_only_shrinks() -> None:
    assert set(sizes.long_files()) >= sizes.LONG_FILES, "this file is short now: take it out of the list"
    assert set(sizes.long_functions()) >= sizes.LONG_FUNCTIONS, "this function is short now: take it out of the list"


def test_every_module_opens_with_a_sentence() -> None:
    assert sizes.without_opening_sentence() == []


def test_no_module_is_named_after_nothing() -> None:
    assert sizes.banned_names() == []


def test_each_fault_is_found_when_it_is_planted(tmp_path: Path) -> None:
    long = "def long() -> None:\n" + "    print()\n" * sizes.LONGEST_FUNCTION
    (tmp_path / "helpers.py").write_text(long + "#\n" * sizes.LONGEST_FILE)
    short = '"""Short."""\n\n\ndef short() -> None:\n' + "    print()\n" * (sizes.LONGEST_FUNCTION - 1)
    (tmp_path / "short.py").write_text(short)
    assert sizes.long_files(tmp_path) == {"helpers.py": sizes.LONGEST_FUNCTION + 1 + sizes.LONGEST_FILE}
    assert sizes.long_functions(tmp_path) == {"helpers.py:long": sizes.LONGEST_FUNCTION + 1}
    assert sizes.without_opening_sentence(tmp_path) == ["helpers.py"]
    assert sizes.banned_names(tmp_path) == ["helpers.py"]
