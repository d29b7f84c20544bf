"""Settings of the environment: defaults, secrets made once, and their page in the documentation."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from maarif.config import databases, environment
from maarif.config.cli.reference import settings_page


def test_a_setting_left_empty_takes_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAARIF_COUNTRY", "")
    assert environment.value("MAARIF_COUNTRY") == "az"


def test_a_setting_without_default_is_named_when_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAARIF_DATA_KEY", raising=False)
    with pytest.raises(environment.SettingMissing, match="MAARIF_DATA_KEY must be set"):
        environment.value("MAARIF_DATA_KEY")


def test_a_secret_is_made_once_even_by_many_at_the_same_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAARIF_VAR", str(tmp_path))
    monkeypatch.delenv("MAARIF_DATA_KEY", raising=False)
    with ThreadPoolExecutor(16) as pool:
        secrets = set(pool.map(lambda _: environment.secret("MAARIF_DATA_KEY"), range(64)))
    assert len(secrets) == 1
    assert len(bytes.fromhex(secrets.pop())) == 32


def test_a_kept_secret_is_readable_by_its_owner_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAARIF_VAR", str(tmp_path))
    monkeypatch.delenv("MAARIF_INDEX_KEY", raising=False)
    environment.secret("MAARIF_INDEX_KEY")
    mode = stat.S_IMODE((tmp_path / "secrets" / "maarif_index_key").stat().st_mode)
    assert mode == 0o600


def test_every_setting_is_documented_on_one_page() -> None:
    assert (environment.PROJECT / "docs" / "reference" / "settings.md").read_text() == settings_page()


def test_every_variable_that_the_code_reads_is_in_the_table() -> None:
    known = {setting.name for setting in environment.SETTINGS}
    read = set()
    for path in (environment.PROJECT / "src" / "maarif").rglob("*.py"):
        for line in path.read_text().splitlines():
            if "environ" in line and '"MAARIF_' in line:
                read.add(line.split('"MAARIF_')[1].split('"')[0])
    assert {f"MAARIF_{name}" for name in read} <= known


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://u:p%40ss@db:6543/name?sslmode=require",
            ("name", "u", "p@ss", "db", "6543", {"prepare_threshold": 3, "sslmode": "require"}),
        ),
        (
            "postgres://maarif_app@/maarif?host=/run/pg",
            ("maarif", "maarif_app", "", "/run/pg", "", {"prepare_threshold": 3}),
        ),
    ],
)
def test_a_connection_url_is_read_whole(url: str, expected: tuple[object, ...]) -> None:
    found = databases.parse(url)
    assert (found["NAME"], found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["OPTIONS"]) == expected


def test_another_database_than_postgresql_is_refused() -> None:
    with pytest.raises(ValueError, match="must begin with postgresql://"):
        databases.parse("sqlite:///data.db")


def test_the_owner_falls_back_to_the_one_database_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@h/d")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    assert databases.url_of("owner") == os.environ["DATABASE_URL"]
