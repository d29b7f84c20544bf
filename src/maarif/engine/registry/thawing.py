"""A frozen declaration as a service again: cases go on under what they were sent under, whatever the code declares today.

The words, terms and ways of the frozen copy are taken as they were; its functions are found by the names it keeps, so
that a rule mended in its place is mended for cases under way too, and one taken away is a named error (`FunctionGone`).
"""

import importlib
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import Enum
from functools import lru_cache
from types import UnionType
from typing import Any, Final

from maarif.engine import declare
from maarif.engine.declare import Service
from maarif.engine.registry.errors import FunctionGone
from maarif.support.parties.types import Assurance

#: Every frozen class of the vocabulary by its name.
CLASSES: Final[Mapping[str, type]] = {name: kind for name, kind in vars(declare).items() if isinstance(kind, type)}


def thawed(body: Mapping[str, Any]) -> Service[Any]:
    """The service that a frozen body declares; FunctionGone when it names a function that the code no longer has."""
    found: Service[Any] = _thaw(body["declaration"], None)
    return found


def _thaw(value: Any, hint: Any) -> Any:
    if isinstance(value, Mapping) and "is" in value:
        return _object(value)
    if isinstance(value, list):
        inner = next(iter(typing.get_args(_sole(hint))), None)
        return tuple(_thaw(each, inner) for each in value)
    wanted = _sole(hint)
    if value is not None and isinstance(wanted, type) and issubclass(wanted, Enum):
        return wanted(int(value)) if wanted is Assurance else wanted(value)
    if isinstance(value, str) and _takes_function(hint):
        return _function(value)
    return value


def _object(value: Mapping[str, Any]) -> Any:
    kind = CLASSES[value["is"]]
    hints = _hints(kind)
    known = {each.name for each in fields(kind)}
    return kind(**{name: _thaw(part, hints.get(name)) for name, part in value.items() if name in known})


@lru_cache(maxsize=64)
def _hints(kind: type) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)


def _sole(hint: Any) -> Any:
    """The type beside None."""
    if isinstance(hint, UnionType) or typing.get_origin(hint) is typing.Union:
        return next((each for each in typing.get_args(hint) if each is not type(None)), None)
    return hint


def _takes_function(hint: Any) -> bool:
    """Whether a value of this type is a function: `Callable[...]`, or an alias of one."""
    return typing.get_origin(_sole(hint)) is Callable or typing.get_origin(_sole(hint)) is typing.get_origin(
        Callable[[], None]
    )


def _function(name: str) -> Callable[..., Any]:
    module, _, path = name.partition(":")
    try:
        found: Any = importlib.import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise FunctionGone(function=name) from error
    function: Callable[..., Any] = found
    return function
