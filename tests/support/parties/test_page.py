"""One page asks once; what it was answered is forgotten with it, and nothing outside of a page is kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maarif.support.parties import queries

pytestmark = pytest.mark.django_db

SEVEN = "SELECT %s::int"


def asked(*values: int) -> int:
    """The statements that asking for these values sends."""
    with CaptureQueriesContext(connection) as seen:
        assert [queries.rows_of_page(SEVEN, [value]) for value in values] == [[(value,)] for value in values]
    return len(seen)


def test_the_same_question_is_asked_once_on_a_page_and_each_time_elsewhere() -> None:
    assert asked(7, 7, 8) == 3
    with queries.page():
        assert asked(7, 7, 8) == 2
    with queries.page():
        assert asked(7) == 1
    assert asked(7) == 1


def test_a_reading_answers_the_same_values_once_on_a_page() -> None:
    read: list[tuple[int, str]] = []

    @queries.asked_once
    def thing(number: int, *, said: str = "") -> str:
        read.append((number, said))
        return f"{number}{said}"

    assert (thing(1), thing(1)) == ("1", "1")
    with queries.page():
        assert [thing(2), thing(2), thing(2, said="a"), thing(3)] == ["2", "2", "2a", "3"]
        queries.known_on_page("things")[5] = "five"
        assert queries.known_on_page("things") == {5: "five"}
    assert queries.known_on_page("things") == {}
    assert read == [(1, ""), (1, ""), (2, ""), (2, "a"), (3, "")]
