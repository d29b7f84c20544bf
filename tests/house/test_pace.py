"""The quick tests are chosen by what they ask for and where they stand; the list of the dear ones names what is there."""

from pathlib import Path

import pytest

from tests import pace

PROJECT = Path(__file__).resolve().parents[2]


def test_every_named_file_and_folder_is_there_once_and_in_order() -> None:
    for named in (pace.DEAR, pace.DEAR_WITH_A_DATABASE):
        assert list(named) == sorted(set(named))
        assert [path for path in named if not (PROJECT / path).exists()] == []


@pytest.mark.parametrize(
    ("path", "database", "marked", "quick"),
    [
        ("tests/engine/cases/test_submit.py", True, False, True),
        ("tests/engine/cases/test_new.py", True, False, True),
        ("tests/engine/cases/test_new.py", True, True, False),
        ("tests/surfaces/desk/test_new.py", False, False, True),
        ("tests/surfaces/desk/test_new.py", True, False, False),
        ("tests/kernel/test_new.py", False, False, True),
        ("tests/kernel/placement/test_exchange.py", False, False, False),
    ],
)
def test_a_new_test_falls_into_its_group_by_itself(path: str, database: bool, marked: bool, quick: bool) -> None:
    assert pace.is_quick(path, database=database, marked=marked) is quick


def test_what_asks_for_nothing_is_marked_as_quick(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("quick") is not None


@pytest.mark.slow
def test_what_is_slow_is_not(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("quick") is None
