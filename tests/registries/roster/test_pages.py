"""Files come in pages of whole records, and a load that was stopped between two of them goes on."""

from pathlib import Path

import polars as pl
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from maarif.registries.enrolments.models import Enrolment
from maarif.registries.people.models import Guardianship, Person
from maarif.registries.roster import reading
from maarif.registries.roster.bundle import File
from maarif.registries.roster.models import Load
from maarif.registries.roster.types import Mode, Progress
from maarif.support.parties import bulk
from tests.registries.roster.conftest import Loader, school, written

VALUES = st.text(alphabet=st.sampled_from('ab,"\n əЖ'), max_size=8)


@given(rows=st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=30), block=st.integers(8, 200))
def test_pages_of_any_size_hold_the_rows_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], block: int
) -> None:
    path = tmp_path_factory.mktemp("pages") / "users.csv"
    path.write_text(
        written([{"sourcedId": f"u{n}", "a": a, "b": b} for n, (a, b) in enumerate(rows)]), encoding="utf-8"
    )
    file = File(name="users", path=path, columns=("sourcedId", "a", "b"), mode=Mode.BULK)
    found = pl.concat([page.rows for page in reading.pages(file, block)])
    trim = " \t\n\r"
    assert found["sourcedId"].to_list() == [f"u{n}" for n in range(len(rows))]
    assert found["a"].to_list() == [a.strip(trim) or None for a, _ in rows]
    assert found["b"].to_list() == [b.strip(trim) or None for _, b in rows]
    lines = path.read_text(encoding="utf-8").split("\n")
    for line, sid in found.select("line", "sourcedId").iter_rows():
        assert lines[line - 1].startswith(sid)


def test_a_quote_that_never_closes_spoils_the_rest_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text('sourcedId,a,b\nu1,x,y\nu2,"x,y\nu3,x,y\n', encoding="utf-8")
    file = File(name="users", path=path, columns=("sourcedId", "a", "b"), mode=Mode.BULK)
    pages = list(reading.pages(file))
    assert [sid for page in pages for sid in page.rows["sourcedId"]] == ["u1"]
    assert [line for page in pages for line in page.ragged] == [3]


@pytest.mark.django_db
def test_tiny_pages_load_the_same_register(loader: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", 150)
    report = loader.load(school())
    assert loader.faults == []
    assert {name: counts.added for name, counts in report.counts.items()} == {
        name: counts.read for name, counts in report.counts.items()
    }
    assert (Person.objects.count(), Guardianship.objects.count(), Enrolment.objects.count()) == (6, 3, 2)


@pytest.mark.django_db
def test_a_page_is_looked_up_by_index_and_leaves_the_planner_as_it_was(
    loader: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    resolve = bulk._resolve

    def heard_resolve(target: bulk.Target) -> None:
        heard.append(_price())
        resolve(target)

    monkeypatch.setattr(bulk, "_resolve", heard_resolve)
    before = _price()
    loader.load(school())
    assert set(heard) == {"0.1"}
    assert _price() == before != "0.1"


def _price() -> str:
    """What the planner takes a page by index to cost."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW random_page_cost")
        (price,) = cursor.fetchone()
    return str(price)


@pytest.mark.django_db
@pytest.mark.parametrize("stop_after", range(1, 11, 2))
def test_a_stopped_load_goes_on_and_ends_as_if_it_had_not_been(
    loader: Loader, monkeypatch: pytest.MonkeyPatch, stop_after: int
) -> None:
    monkeypatch.setattr(reading, "BLOCK", 200)
    heard = []

    def stop(progress: Progress) -> None:
        heard.append(progress)
        if len(heard) == stop_after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loader.load(school(), on_progress=stop)
    assert Load.objects.get().state == "stopped"
    loader.load(school())
    assert loader.faults == []
    assert (
        Person.objects.count(),
        Guardianship.objects.count(),
        Enrolment.objects.filter(status="active").count(),
    ) == (6, 3, 2)
    assert Person.objects.get(sourced_id="nihad").birth_date is not None
    assert loader.load(school()).as_dict()["users"]["unchanged"] == 6
