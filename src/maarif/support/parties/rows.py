"""Rows of tables that every act reads and writes, by statements whose plans PostgreSQL keeps: the ORM's models without its compiling.

A statement's text is made once for a model and its columns; the values go through the model's own fields, so that what is kept and
what is read are the same as by the ORM. A column that the database fills (`db_default` alone) is left to it, and is not known of a new row
until it is read; columns that the ORM fills by itself (`auto_now`) are none of these functions' affair.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, LiteralString, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import NOT_PROVIDED, Field, Model

from maarif.support.parties.queries import rows, written

M = TypeVar("M", bound=Model)
MOST_KEPT: Final = 20
"""A statement's text is kept for each number of rows up to this; above, what compiling costs is shared by many."""


def found(
    model: type[M], where: LiteralString, values: Sequence[Any], *, order: LiteralString = "", lock: bool = False
) -> list[M]:
    """The whole rows for which a condition holds; `lock` holds them until the transaction ends, as for an update that moves no key."""
    statement = _select(model) + where + (f" ORDER BY {order}" if order else "") + (_LOCK if lock else "")
    return [_restored(model, row) for row in rows(statement, values)]


def add(new: Sequence[Model]) -> None:
    """Writes new rows of one table in one statement and gives each its number; more than an act writes are written by the ORM."""
    if not new:
        return
    if len(new) > MOST_KEPT:
        type(new[0])._default_manager.bulk_create(new)
        return
    fields = _written(type(new[0]))
    values = [value for row in new for value in _stored(fields, row)]
    numbers = rows(_insert(type(new[0]), len(new)), values)
    for row, (number,) in zip(new, numbers, strict=True):
        _is_there(row, number)


def add_if_new(row: Model) -> bool:
    """Writes one new row unless a unique index already holds its like; whether it did. Waits for whoever is just writing such a row."""
    numbers = rows(_insert(type(row), 1, or_nothing=True), _stored(_written(type(row)), row))
    if numbers:
        _is_there(row, numbers[0][0])
    return bool(numbers)


def change(row: Model, *names: str) -> None:
    """Writes these fields of a row that is there; DoesNotExist when it is there no more."""
    if written(_update(type(row), names), _stored(_changed(type(row), names), row)) != 1:
        raise type(row).DoesNotExist(f"{row._meta.label} {row.pk} is there no more")  # type: ignore[attr-defined]


_LOCK = " FOR NO KEY UPDATE"


def _is_there(row: Model, number: int) -> None:
    row.pk = number
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _stored(fields: "Sequence[Field[Any, Any]]", row: Model) -> list[Any]:
    backend = connections[DEFAULT_DB_ALIAS]
    return [field.get_db_prep_save(getattr(row, field.attname), backend) for field in fields]


def _restored(model: type[M], row: tuple[Any, ...]) -> M:
    values, backend = list(row), connections[DEFAULT_DB_ALIAS]
    for place, convert in _converters(model):
        values[place] = convert(values[place], None, backend)
    return model.from_db(DEFAULT_DB_ALIAS, _names(model), values)


@cache
def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


@cache
def _converters(model: type[Model]) -> tuple[tuple[int, Any], ...]:
    """Places and functions of the columns that come from the driver in another form than the model has them."""
    fields = enumerate(model._meta.concrete_fields)
    return tuple((place, field.from_db_value) for place, field in fields if hasattr(field, "from_db_value"))


@cache
def _written(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    """The columns of a new row; its number and what has a default there alone are the database's to give."""
    fields = (field for field in model._meta.concrete_fields if not field.primary_key)
    return tuple(field for field in fields if field.db_default is NOT_PROVIDED or field.has_default())


@cache
def _changed(model: type[Model], names: tuple[str, ...]) -> "tuple[Field[Any, Any], ...]":
    """The columns of a change, and behind them the key by which the row is found."""
    return tuple(cast("Field[Any, Any]", model._meta.get_field(name)) for name in (*names, model._meta.pk.name))


@cache
def _select(model: type[Model]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    return f'SELECT {columns} FROM "{model._meta.db_table}" WHERE '  # noqa: S608 - names of our own tables


@cache
def _insert(model: type[Model], many: int, *, or_nothing: bool = False) -> str:
    fields = _written(model)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    line = f"({', '.join(['%s'] * len(fields))})"
    end = f'{"ON CONFLICT DO NOTHING " if or_nothing else ""}RETURNING "{model._meta.pk.column}"'
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {", ".join([line] * many)} {end}'  # noqa: S608


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{field.column}" = %s' for field in _changed(model, names)[:-1])
    return f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "{model._meta.pk.column}" = %s'  # noqa: S608
