"""Every room says what it owns, has tests, and listens to no signal."""

from pathlib import Path

from tests.house import rooms

SIGNALS_ALLOWED = {
    "support/identity/apps.py",
}
"""allauth tells of sign-ins by signals only; nothing of ours does."""

TESTED_BY_THEIR_NEIGHBOURS = {"declare", "record"}
"""The vocabulary has no behaviour but what forms and inspection make of it; the record is drawn by cabinet and desk."""


def test_every_room_says_what_it_owns_and_what_it_refuses() -> None:
    assert rooms.without_readme() == []


def test_every_room_has_tests_in_its_place() -> None:
    assert set(rooms.without_tests()) <= TESTED_BY_THEIR_NEIGHBOURS


def test_nobody_listens_to_signals() -> None:
    assert set(rooms.with_signals()) - SIGNALS_ALLOWED == set()


def test_each_fault_is_found_when_it_is_planted(tmp_path: Path) -> None:
    for floor in rooms.FLOORS:
        (tmp_path / floor).mkdir()
    cellar = tmp_path / "support" / "cellar"
    cellar.mkdir()
    (cellar / "__init__.py").write_text("")
    (cellar / "README.md").write_text("# cellar\n")
    (cellar / "models.py").write_text("from django.db.models.signals import post_save\n")
    assert [room.name for room in rooms.rooms(tmp_path)] == ["cellar"]
    assert rooms.without_readme(tmp_path) == ["cellar"]
    assert rooms.without_tests(tmp_path, tmp_path / "tests") == ["cellar"]
    assert rooms.with_signals(tmp_path) == ["support/cellar/models.py"]
