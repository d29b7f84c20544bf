"""Two lanes load what one lane loads; a fault or a stop in one of them ends the other, and the next load goes on."""

from collections.abc import Iterator
from pathlib import Path
from threading import current_thread

import pytest
from django.db import connection, transaction

from maarif.registries.people import bulk as people
from maarif.registries.people.models import Person
from maarif.registries.roster import lanes, reading
from maarif.registries.roster.models import Load
from maarif.registries.roster.types import Progress, Report
from simulators.synth.country import write_country
from tests.registries.roster.conftest import Loader, school

_ROWS = """
    SELECT 'person', p.sourced_id, p.given_name, p.birth_date::text FROM people_person p
    UNION ALL SELECT 'bond', g.sourced_id, w.sourced_id, g.period::text FROM people_guardianship g JOIN people_person w ON w.party_id = g.ward_id
    UNION ALL SELECT 'study', e.sourced_id, p.sourced_id, e.status FROM enrolments_enrolment e JOIN people_person p ON p.party_id = e.person_id
    UNION ALL SELECT 'role', a.sourced_id, p.sourced_id, a.role FROM roster_affiliation a JOIN people_person p ON p.party_id = a.person_id
    UNION ALL SELECT 'history', p.sourced_id, v.pgh_label, v.given_name FROM people_personversion v JOIN people_person p ON p.party_id = v.pgh_obj_id
    UNION ALL SELECT 'seen', file, '', count(*)::text FROM roster_loadedpage GROUP BY file
    ORDER BY 1, 2, 3, 4
"""


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bundles of a few hundred rows come in many pages."""
    monkeypatch.setattr(reading, "BLOCK", 24_000)


def _rows() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        return list(cursor.fetchall())


def _told(report: Report) -> dict[str, object]:
    return {key: value for key, value in report.as_dict().items() if key != "seconds"}


@pytest.mark.django_db(transaction=True)
def test_two_lanes_load_what_one_lane_loads(
    tmp_path: Path, loader: Loader, small_pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_country("az", tmp_path / "az", scale=0.00008, seed=3)
    users = tmp_path / "az" / "users.csv"
    lines = users.read_text(encoding="utf-8").splitlines(keepends=True)
    users.write_text("".join([*lines, lines[7], lines[1].replace(",", ",,", 1)]), encoding="utf-8")
    with transaction.atomic():
        alone, rejects = loader.load(tmp_path / "az"), loader.faults
        one_lane = _rows()
        transaction.set_rollback(True)
    writers: set[str] = set()
    merge = people.merge_people

    def heard(rows: object) -> object:
        writers.add(current_thread().name)
        return merge(rows)  # type: ignore[arg-type]

    monkeypatch.setattr(people, "merge_people", heard)
    together = loader.load(tmp_path / "az")
    assert len(writers) == lanes.LANES
    assert _rows() == one_lane
    assert len(one_lane) > 2_000
    assert _told(together) == _told(alone)
    assert sorted(loader.faults) == sorted(rejects) != []


@pytest.mark.django_db(transaction=True)
def test_a_fault_beside_stops_the_load_and_is_what_is_told(loader: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(rows: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(people, "merge_guardianships", broken)
        with pytest.raises(RuntimeError, match="the disk is full"):
            loader.load(school())
    assert Load.objects.get().state == "failed"
    assert Person.objects.count() == 6
    assert loader.load(school()).as_dict()["guardianships"]["added"] == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("file", ["users", "guardianships", "roles", "enrollments"])
def test_a_stopped_load_stops_both_lanes_and_the_next_one_goes_on(loader: Loader, file: str) -> None:
    def stop(progress: Progress) -> None:
        if progress.file == file:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loader.load(school(), on_progress=stop)
    assert Load.objects.get().state == "stopped"
    loader.load(school())
    assert loader.faults == []
    counts = loader.load(school()).as_dict()
    assert [counts[name]["unchanged"] for name in ("users", "guardianships", "roles", "enrollments")] == [6, 3, 3, 3]


@pytest.mark.django_db
def test_a_number_written_with_look_alike_letters_comes_twice(loader: Loader) -> None:
    bundle = school()
    bundle["users"][1]["identifier"] = " 7нх3V9с"  # Cyrillic, which stand for the Latin letters of the first row
    loader.load(bundle)
    assert ("users.csv", 3, "identifier", "identifier_twice") in loader.faults


def test_a_fault_in_a_lane_reaches_who_asked() -> None:
    def write(item: int) -> int:
        if item == 3:
            raise ValueError(item)
        return item * item

    def items() -> Iterator[int]:
        yield from range(9)

    told = lanes.written(items(), write, apart=True)
    assert [next(told) for _ in range(3)] == [(0, 0), (1, 1), (2, 4)]
    with pytest.raises(ValueError, match="3"):
        next(told)
