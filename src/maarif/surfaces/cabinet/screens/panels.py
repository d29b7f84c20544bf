"""The boxes beside the applications: each is drawn by a function that wiring has plugged in, none is known here by name."""

from collections.abc import Callable
from typing import Final

from maarif.support.parties.types import Actor
from maarif.surfaces.cabinet.screens.family import Household
from maarif.surfaces.cabinet.types import Panel

Draw = Callable[[Actor, Household], Panel | None]
"""Draws the panel for this viewer, or says by None that there is nothing to show."""

_DRAWERS: Final[list[Draw]] = []


def plug(draw: Draw) -> None:
    """Adds a panel at the end; called by config/wiring, twice does no harm."""
    if draw not in _DRAWERS:
        _DRAWERS.append(draw)


def drawn_for(viewer: Actor, household: Household) -> tuple[Panel, ...]:
    """The panels of this viewer, in the order of wiring."""
    return tuple(panel for draw in _DRAWERS if (panel := draw(viewer, household)) is not None)
