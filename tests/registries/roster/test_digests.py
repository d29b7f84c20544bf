"""What the loader remembers of a file: the last word on each row, however many pages said something of it."""

import polars as pl
import pytest

from maarif.registries.roster import digests
from maarif.registries.roster.models import LoadedPage

pytestmark = pytest.mark.django_db


def page(**told: int) -> pl.DataFrame:
    return pl.DataFrame({"sourcedId": list(told), "digest": list(told.values())}, schema_overrides={"digest": pl.Int64})


def known(source: int, file: str = "users") -> dict[str, int]:
    return dict(digests.known(source, file).iter_rows())


def test_the_last_page_speaks_and_what_is_forgotten_can_come_again() -> None:
    source, other = digests.source_number("one"), digests.source_number("other")
    assert known(source) == {}
    digests.remember(source, "users", page(a=1, b=-(2**63), c=3), replaces=False)
    digests.remember(source, "orgs", page(a=7), replaces=False)
    digests.remember(other, "users", page(a=8), replaces=False)
    assert known(source) == {"a": 1, "b": -(2**63), "c": 3}
    digests.remember(source, "users", page(b=20, d=4), replaces=True)
    digests.forget(source, "users", pl.Series(["a", "d"]))
    assert known(source) == {"b": 20, "c": 3}
    digests.remember(source, "users", page(a=9), replaces=False)
    assert known(source) == {"a": 9, "b": 20, "c": 3}
    assert (known(source, "orgs"), known(other)) == ({"a": 7}, {"a": 8})


def test_pages_that_speak_over_others_are_written_anew_once_they_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "_PATIENCE", 3)
    monkeypatch.setattr(digests, "_PAGE", 2)
    source = digests.source_number("one")
    digests.remember(source, "users", page(a=1, b=2, c=3, d=4), replaces=False)
    digests.remember(source, "users", page(a=5), replaces=True)
    digests.forget(source, "users", pl.Series(["b"]))
    digests.tidy(source)
    assert LoadedPage.objects.count() == 3
    digests.remember(source, "users", page(c=6), replaces=True)
    digests.tidy(source)
    assert list(LoadedPage.objects.values_list("replaces", flat=True)) == [False, False]
    assert known(source) == {"a": 5, "c": 6, "d": 4}
