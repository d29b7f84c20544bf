"""The rooms of the house and what every one of them must have."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.house.sizes import PROJECT

HOUSE: Final = PROJECT / "src" / "maarif"
FLOORS: Final = ("support", "registries", "engine", "sectors", "surfaces")
SHORTEST_README: Final = 120


def rooms(house: Path = HOUSE) -> Iterator[Path]:
    """Every room: a package of a floor."""
    for floor in FLOORS:
        for path in sorted((house / floor).iterdir()):
            if (path / "__init__.py").exists():
                yield path


def without_readme(house: Path = HOUSE) -> list[str]:
    """Rooms that do not say what they own and what they refuse."""
    return [room.name for room in rooms(house) if len(_text(room / "README.md")) < SHORTEST_README]


def without_tests(house: Path = HOUSE, tests: Path = PROJECT / "tests") -> list[str]:
    """Rooms without a test of their own: a folder, or one file `test_ROOM.py`; the tests mirror the tree."""
    return [room.name for room in rooms(house) if not _tests_of(room, tests / room.parent.name)]


def _tests_of(room: Path, floor: Path) -> list[Path]:
    return [*(floor / room.name).rglob("test_*.py"), *floor.glob(f"test_{room.name}*.py")]


def with_signals(house: Path = HOUSE) -> list[str]:
    """Modules that listen to Django's signals; events are frozen values, and who hears them stands in the wiring."""
    words = ("django.db.models.signals", "django.dispatch", "post_save", "pre_save", "django.contrib.admin")
    return [
        str(path.relative_to(house)) for path in house.rglob("*.py") if any(word in path.read_text() for word in words)
    ]


def _text(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""
