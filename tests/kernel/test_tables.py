"""Country data are read strictly: a file that is not there or cannot be read is named."""

from importlib.resources.abc import Traversable
from pathlib import Path

import pytest

from maarif.kernel import tables
from maarif.kernel.tables import BadTable, UnknownCountry, listing, read


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of countries that the test writes itself."""

    def files(_: str) -> Traversable:
        return tmp_path

    monkeypatch.setattr(tables, "files", files)
    tables.codes.cache_clear()
    monkeypatch.setattr(tables, "codes", tables.codes.__wrapped__)
    (tmp_path / "xx" / "rules").mkdir(parents=True)
    (tmp_path / "xx" / "country.toml").write_text('code = "xx"\n', encoding="utf-8")
    return tmp_path


def test_a_country_is_a_folder_with_its_own_file(elsewhere: Path) -> None:
    (elsewhere / "__pycache__").mkdir()
    assert tables.codes() == ("xx",)


def test_a_missing_file_is_named(elsewhere: Path) -> None:
    with pytest.raises(BadTable) as fault:
        read("xx", "law.toml")
    assert fault.value.params["file"] == "xx/law.toml"


def test_a_file_that_is_no_toml_is_named_with_the_place(elsewhere: Path) -> None:
    (elsewhere / "xx" / "law.toml").write_text("[[article]\n", encoding="utf-8")
    with pytest.raises(BadTable, match="line 1") as fault:
        read("xx", "law.toml")
    assert fault.value.params["file"] == "xx/law.toml"


def test_only_toml_files_are_sectors(elsewhere: Path) -> None:
    for name in ("b.toml", "a.toml", "notes.txt"):
        (elsewhere / "xx" / "rules" / name).write_text("", encoding="utf-8")
    assert listing("xx", "rules") == ("a", "b")


@pytest.mark.parametrize("ask", [lambda: read("yy", "law.toml"), lambda: listing("yy", "rules")])
def test_a_country_without_data_is_a_named_error(elsewhere: Path, ask: object) -> None:
    with pytest.raises(UnknownCountry) as unknown:
        ask()  # type: ignore[operator]
    assert unknown.value.params == {"country": "yy", "known": ("xx",)}
