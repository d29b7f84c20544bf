"""What the tables of the registers share: where a row came from, and its history, written by triggers of the database."""

import uuid
from typing import Any, ClassVar, TypeVar

import pghistory
import pghistory.models
import pgtrigger
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Now

from maarif.support.parties.types import PartyKind, Privacy

_Model = TypeVar("_Model", bound=type[models.Model])


def new_sourced_id() -> str:
    """A OneRoster sourcedId for a row born here and not in a bundle."""
    return str(uuid.uuid4())


def same(column: str, other: str | None = None, *, during: str = "period") -> tuple[models.Func, str]:
    """What an exclusion constraint asks: no two rows with the same number, or the same two, in periods that overlap.

    One number and the days are a box without width (the number; from the first day to the last, in a stretch of 2^23 days that is the other
    number's own), which GiST compares twice as fast as a point and a range. A row is told apart from others while the first number is
    below 2^53 and the second below 2^30; above, rows might be refused for nothing, but none let through.
    """
    first = models.Func(F(during), template="(lower(%(expressions)s) - '0001-01-01'::date)")
    last = models.Func(F(during), template="coalesce(upper(%(expressions)s) - '0001-01-02'::date, 8388607)")
    stretch = F(other) if other else Value(0)
    corners = [
        models.Func(
            F(column),
            models.Func(stretch, day, arg_joiner=" * 8388608::float8 + ", template="(%(expressions)s)"),
            function="point",
        )
        for day in (first, last)
    ]
    return models.Func(*corners, function="box"), RangeOperators.OVERLAPS


class SourcedRow(models.Model):
    """A row of a register: its OneRoster `sourcedId`, whatever else the source said of it, and when it last changed."""

    sourced_id = models.TextField(unique=True, default=new_sourced_id, editable=False)
    metadata = models.JSONField(default=dict, db_default={}, blank=True)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        """Nobody makes a table of this itself."""

        abstract = True


class HistoryEvent(pghistory.models.Event):
    """What every row of history has: which change (`insert`, `update`, `delete`), when, and in whose context."""

    LEDGER: ClassVar = True

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        """Nobody makes a table of this itself."""

        abstract = True


def _keys_without_index(model: type[models.Model]) -> dict[str, Any]:
    """The foreign keys of a model as history keeps them: no constraint and no index, which only `pgh_obj` needs."""
    return {
        field.name: models.ForeignKey(
            field.remote_field.model,
            on_delete=models.DO_NOTHING,
            null=field.null,
            db_constraint=False,
            db_index=False,
            related_name="+",
        )
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
    }


def with_history(model: _Model) -> _Model:
    """Keeps each version of each row in `<model>version`, at one INSERT ... SELECT per statement, not per row.

    Updates are recorded without comparing old and new: our writers change a row only where something differs, and the
    comparison (a join of two transition tables) would cost bulk loads more than it saves.
    """
    privacy: Privacy = model.PRIVACY  # type: ignore[attr-defined]
    track = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=None),
        pghistory.DeleteEvent(),
        exclude=[field.name for field in model._meta.fields if field.generated],
        base_model=HistoryEvent,
        append_only=True,
        level=pgtrigger.Statement,
        context_field=pghistory.ContextForeignKey(null=True, db_index=False),
        obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="+"),
        model_name=f"{model.__name__}Version",
        attrs={"PRIVACY": privacy, **_keys_without_index(model)},
    )
    tracked: _Model = track(model)
    return tracked


class PartyKindMatches(pgtrigger.Composer):
    """A statement trigger for a table that extends Party: its rows may only extend parties of one kind.

    The party's kind itself never changes (`Party` refuses), so looking once, when the row comes, is enough.
    """

    operation = pgtrigger.Insert
    when = pgtrigger.After
    level = pgtrigger.Statement

    def __init__(self, kind: PartyKind, **changes: Any) -> None:
        self.kind = kind
        super().__init__(name="party_kind_matches", level=pgtrigger.Statement, **changes)

    def get_func(self, model: models.Model) -> str:
        """Refuses the statement when any new row extends a party of another kind."""
        return f"""
            IF EXISTS (
                SELECT 1 FROM new_values JOIN parties_party p ON p.id = new_values.party_id WHERE p.kind <> '{self.kind.value}'
            ) THEN
                RAISE EXCEPTION 'A row of % extends a party of another kind', TG_TABLE_NAME
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'party_kind_matches';
            END IF;
            RETURN NULL;
        """  # noqa: S608 - constants of this module, no input
