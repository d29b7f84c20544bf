"""Everything that hangs on a case, read with it in one statement: turns, history, requests, talk, signatures, joined cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import JSONField
from django.db.models.expressions import RawSQL

from maarif.engine.cases.models import Case

_OF_THE_CASE: Final = "FROM {table} sheet WHERE sheet.case_id = cases_case.id"
_LIST: Final = "(SELECT coalesce(jsonb_agg(to_jsonb(sheet) ORDER BY sheet.{order}), '[]') {source})"
_PARTS: Final = {
    "turns": ("cases_turn", "position"),
    "events": ("cases_caseevent", "position"),
    "requests": ("cases_request", "id"),
    "messages": ("cases_casemessage", "id"),
    "notes": ("cases_note", "id"),
    "signatures": ("cases_signature", "id"),
}
_LISTS: Final = ", ".join(
    f"'{name}', {_LIST.format(order=order, source=_OF_THE_CASE.format(table=table))}"
    for name, (table, order) in _PARTS.items()
)
_JOINED: Final = (
    "'joined', (SELECT coalesce(jsonb_agg(other.number ORDER BY other.number), '[]') FROM cases_case other"
    " WHERE other.joined_to_id = cases_case.id AND other.status = 'joined'),"
    " 'joined_to', (SELECT other.number FROM cases_case other WHERE other.id = cases_case.joined_to_id)"
)
_SHEETS: Final = f"jsonb_build_object({_LISTS}, {_JOINED})"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """The rows as JSON, each list in the order in which it came about; moments and days are ISO words, see `moment` and `day`."""

    turns: Sequence[Row]
    events: Sequence[Row]
    requests: Sequence[Row]
    messages: Sequence[Row]
    notes: Sequence[Row]
    signatures: Sequence[Row]
    joined: tuple[str, ...]
    joined_to: str

    def open_turns(self) -> tuple[Row, ...]:
        """The turns that nobody has ended."""
        return tuple(turn for turn in self.turns if turn["closed_at"] is None)


def read(number: str) -> tuple[Case, Sheets] | None:
    """The sent case of this number with its sheets; None when there is none."""
    if not number.isprintable():
        return None
    rows = Case.objects.annotate(sheets=RawSQL(_SHEETS, [], output_field=JSONField()))  # noqa: S611 - constants of this module
    case = rows.filter(number=number[:40]).first()
    if case is None:
        return None
    kept: dict[str, Any] = case.sheets
    joined = tuple(kept.pop("joined"))
    return case, Sheets(**{**kept, "joined": joined, "joined_to": kept["joined_to"] or ""})


def moment(kept: str | None) -> datetime | None:
    """A moment as the database wrote it."""
    return None if kept is None else datetime.fromisoformat(kept)


def at(kept: str) -> datetime:
    """A moment that is always there."""
    return datetime.fromisoformat(kept)


def day(kept: str | None) -> date | None:
    """A day as the database wrote it."""
    return None if kept is None else date.fromisoformat(kept)
