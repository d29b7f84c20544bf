"""Turns a TOML table into a frozen dataclass, strictly: nothing missing, nothing unknown, nothing of the wrong kind."""

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from maarif.kernel.tables import BadTable
from maarif.kernel.text import LanguageMissing, Text

T = TypeVar("T")


def shape(kind: type[T], raw: object, *, file: str, key: str = "") -> T:
    """`raw` as a `kind`; BadTable naming the file and the key when it does not fit.

    Kinds: frozen dataclasses, Text, str, int, bool, date, datetime (aware), Decimal (written as a string), Enum, Literal, `X | None`,
    `tuple[X, ...]`, `frozenset[X]` and `Mapping[str, X]`. Floats are refused: law is counted in whole units.
    """
    value: T = _read(kind, raw, file, key)
    return value


def _read(kind: Any, raw: object, file: str, key: str) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _optional(kind, raw, file, key)
    if origin in (tuple, frozenset):
        return origin(_each(typing.get_args(kind)[0], raw, file, key))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(typing.get_args(kind)[1], raw, file, key)
    if origin is typing.Literal:
        if raw not in typing.get_args(kind):
            raise BadTable(file=file, key=key, fault=f"must be one of {typing.get_args(kind)}, not {raw!r}")
        return raw
    if kind is Text:
        return _text(raw, file, key)
    if is_dataclass(kind):
        return _dataclass(kind, raw, file, key)
    return _scalar(kind, raw, file, key)


def _optional(kind: Any, raw: object, file: str, key: str) -> Any:
    if raw is None:
        return None
    inner = [option for option in typing.get_args(kind) if option is not type(None)]
    if len(inner) != 1:
        raise BadTable(file=file, key=key, fault="a shape may say `X | None`, no wider choice")
    return _read(inner[0], raw, file, key)


def _each(kind: Any, raw: object, file: str, key: str) -> list[Any]:
    if not isinstance(raw, list):
        raise BadTable(file=file, key=key, fault=f"must be a list, not {raw!r}")
    return [_read(kind, item, file, f"{key}[{index}]") for index, item in enumerate(raw)]


def _mapping(kind: Any, raw: object, file: str, key: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise BadTable(file=file, key=key, fault=f"must be a table, not {raw!r}")
    return types.MappingProxyType({name: _read(kind, item, file, f"{key}.{name}") for name, item in raw.items()})


def _text(raw: object, file: str, key: str) -> Text:
    if not isinstance(raw, dict):
        raise BadTable(file=file, key=key, fault=f"must be a table of five languages, not {raw!r}")
    try:
        return Text.of(raw)
    except LanguageMissing as error:
        raise BadTable(file=file, key=f"{key}.{error.params['language']}", fault="the language is missing") from error


def _dataclass(kind: Any, raw: object, file: str, key: str) -> Any:
    if not isinstance(raw, dict):
        raise BadTable(file=file, key=key, fault=f"must be a table, not {raw!r}")
    hints = _hints(kind)
    prefix = f"{key}." if key else ""
    known = {field.name: field for field in fields(kind) if field.init}
    for name in raw:
        if name not in known:
            raise BadTable(file=file, key=f"{prefix}{name}", fault=f"{kind.__name__} has no such field")
    values = {}
    for name, field in known.items():
        if name in raw:
            values[name] = _read(hints[name], raw[name], file, f"{prefix}{name}")
        elif field.default is MISSING and field.default_factory is MISSING:
            raise BadTable(file=file, key=f"{prefix}{name}", fault=f"{kind.__name__} needs it")
    return kind(**values)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _scalar(kind: Any, raw: object, file: str, key: str) -> Any:
    if kind is Decimal and isinstance(raw, str):
        try:
            return Decimal(raw)
        except InvalidOperation:
            raise BadTable(file=file, key=key, fault=f"must be a decimal in a string, not {raw!r}") from None
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(raw)
        except ValueError:
            raise BadTable(file=file, key=key, fault=f"must be one of {[m.value for m in kind]}, not {raw!r}") from None
    if kind in (str, bool) and type(raw) is kind:
        return raw
    if kind is int and type(raw) is int:
        return raw
    if kind is date and isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if kind is datetime and isinstance(raw, datetime) and raw.tzinfo is not None:
        return raw
    raise BadTable(file=file, key=key, fault=f"must be {getattr(kind, '__name__', kind)}, not {raw!r}")
