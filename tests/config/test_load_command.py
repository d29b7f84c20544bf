"""`maarif synth` and `maarif load oneroster` as a person and as a program use them."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.registries.roster.conftest import Loader, school

from maarif.config.cli import load, synth
from maarif.registries.people.models import Person


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    home = tmp_path / "bundles"
    home.mkdir()
    return Loader(home).write(school())


@pytest.mark.django_db
def test_counts_come_as_json(bundle: Path) -> None:
    done = CliRunner().invoke(load.command, ["oneroster", str(bundle), "--country", "az", "--json"])
    assert done.exit_code == 0
    counts = json.loads(done.stdout)
    assert counts["users"] == {"read": 6, "added": 6, "changed": 0, "unchanged": 0, "rejected": 0}
    assert {"orgs", "classes", "roles", "enrollments", "demographics"} <= set(counts)


@pytest.mark.django_db
def test_rejects_are_told_in_the_language_asked_for_and_written_to_a_file(bundle: Path, tmp_path: Path) -> None:
    users = (bundle / "users.csv").read_text(encoding="utf-8").replace("Leyla", "")
    (bundle / "users.csv").write_text(users, encoding="utf-8")
    file = tmp_path / "rejects.csv"
    done = CliRunner().invoke(
        load.command, ["oneroster", str(bundle), "--country", "az", "--language", "kk", "--rejects", str(file)]
    )
    assert done.exit_code == 0
    assert "users.csv:3: givenName: [missing] givenName бағаны бос. Осы бағанды толтырыңыз." in done.stderr
    with file.open(encoding="utf-8") as rows:
        first = next(csv.DictReader(rows))
    assert (first["file"], first["line"], first["field"], first["rule"]) == ("users.csv", "3", "givenName", "missing")
    assert Person.objects.count() == 5


@pytest.mark.django_db
def test_a_refused_bundle_is_an_error_that_names_the_file(bundle: Path) -> None:
    (bundle / "users.csv").write_text("sourcedId,givenName\n", encoding="utf-8")
    done = CliRunner().invoke(load.command, ["oneroster", str(bundle), "--country", "az"])
    assert done.exit_code != 0
    assert "users.csv: column familyName is missing" in str(done.exception)
    assert Person.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.slow
def test_a_synthetic_country_goes_in_without_a_reject_and_twice_without_a_change(tmp_path: Path) -> None:
    folder = tmp_path / "country"
    made = CliRunner().invoke(synth.command, ["--country", "kg", "--scale", "0.001", "-o", str(folder), "--json"])
    written = json.loads(made.stdout)["files"]
    first = json.loads(CliRunner().invoke(load.command, ["oneroster", str(folder), "--country", "kg", "--json"]).stdout)
    assert {name: counts["added"] for name, counts in first.items() if name in written} == written
    assert sum(counts["rejected"] for counts in first.values()) == 0
    again = json.loads(CliRunner().invoke(load.command, ["oneroster", str(folder), "--country", "kg", "--json"]).stdout)
    assert all(counts["unchanged"] == counts["read"] for counts in again.values())


def test_synth_does_not_write_into_a_folder_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious", encoding="utf-8")
    done = CliRunner().invoke(synth.command, ["-o", str(tmp_path)])
    assert done.exit_code == 1
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]
