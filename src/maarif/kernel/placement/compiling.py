"""Compiles the inner loops of placement to machine code, kept beside the module where that may be written."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """The function compiled at its first call; the code is kept for the next process.

    Numba keeps it beside the source, else in the user's cache folder; where neither may be written (a read-only installation without a
    home) every process compiles anew, which takes seconds and changes nothing else.
    """
    return _compiled(function)


def inlined(function: F) -> F:
    """The same for a small function that others call millions of times: its code becomes part of theirs.

    A call that stays one hands over every array with its shape and counts who holds it, which costs more than a step in a heap.
    """
    return _compiled(function, forceinline=True)


def _compiled(function: F, *, forceinline: bool = False) -> F:
    try:
        return cast(F, numba.njit(cache=True, forceinline=forceinline)(function))
    except RuntimeError:
        return cast(F, numba.njit(forceinline=forceinline)(function))
