"""Figures of admission and progress that follow from what is drawn already, so that no other draw moves."""

from collections.abc import Iterable
from typing import Final
from zlib import crc32

CREDITS_OF_A_SEMESTER: Final = 30
GROUPS: Final = ("I", "II", "III", "IV")
_WITH_CREDITS: Final = ("college", "bachelor", "master", "doctorate")


def programme_credits(kind: str, months: int) -> str:
    """The credits of a whole programme, 60 a year; nothing where none are counted."""
    return str(months // 6 * CREDITS_OF_A_SEMESTER) if kind in _WITH_CREDITS else ""


def admission_group(kind: str, code: str) -> str:
    """The group of specialties that a bachelor's programme is entered by."""
    return GROUPS[crc32(code.encode()) % len(GROUPS)] if kind == "bachelor" else ""


def passing_score(programme: str, year: int) -> int:
    """The lowest score admitted to a programme in a year: near the programme's own, some points up or down."""
    return 220 + crc32(programme.encode()) % 260 + crc32(f"{programme}{year}".encode()) % 21 - 10


def passing_scores(kind: str, programme: str, years: Iterable[int]) -> str:
    """Those of several years, as a bundle writes them."""
    if kind != "bachelor":
        return ""
    return ",".join(f"{year}:{passing_score(programme, year)}" for year in years)


def entrance_score(person: str, programme: str, year: int) -> str:
    """The score with which somebody came into a programme in a year: at least the lowest admitted, at most 700."""
    return str(min(700.0, passing_score(programme, year) + crc32(person.encode()) % 1500 / 10))
