"""The list as filtered, as a file for a spreadsheet: CSV or XLSX, in the language of the page, without live formulas."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import IO, Final

import xlsxwriter
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from maarif.engine.cases import operations
from maarif.engine.cases.types.desk import DeskCard
from maarif.support.access.budgets import EXPORTED_A_DAY, ExportBudgetSpent, exports_left
from maarif.support.access.queries import today
from maarif.support.audit.operations import record_write
from maarif.support.parties.types import Actor
from maarif.surfaces.desk.screens import inbox
from maarif.surfaces.desk.types import Refusal
from maarif.surfaces.frame.environment import number, text

#: What spreadsheets take for a formula when a cell begins so, in any width of letters; and what they skip before they look.
_LIVE: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BLOCK: Final = 64 * 1024

Cell = str | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it is sent: its name, its kind, its bytes part by part."""

    name: str
    kind: str
    parts: Iterator[bytes]


def file_for(viewer: Actor, query: Mapping[str, str], form: str) -> File:
    """The list with these filters as a file; ExportBudgetSpent, recorded for those who watch. KeyError for an unknown form."""
    kind, written = _FORMS[form]
    filters = inbox.query_of(query)
    try:
        found = operations.export(by=viewer, sieve=inbox.sieve_of(filters)[0], filters=filters, form=form)
    except ExportBudgetSpent:
        detail = {"most": EXPORTED_A_DAY, "filters": filters}
        record_write(by=viewer, verb="desk.export_budget_spent", subjects=[], detail=detail)
        raise
    language = get_language()
    rows = _in(language, _rows(viewer, found.cards))
    return File(name=f"cases-{today().isoformat()}.{form}", kind=kind, parts=written(rows))


def spent(viewer: Actor) -> Refusal:
    """What an official reads who wants to save more than a day allows."""
    return Refusal(
        title=_("This list is longer than what you may still save today"),
        text=_(
            "An official may save up to %(most)s rows a day; you have %(left)s left. Nothing was saved. Set a filter and try again,"
            " or wait until after midnight. If your work needs more, speak to the head of your office."
        )
        % {"most": number(EXPORTED_A_DAY), "left": number(exports_left(viewer))},
    )


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what would begin one."""
    return f"'{cell}" if cell.lstrip(" \xa0").startswith(_LIVE) or cell.startswith(_LIVE) else cell


def _in(language: str | None, rows: Iterator[list[Cell]]) -> Iterator[list[Cell]]:
    """The same rows, each made in a language: a file is sent when the page's own language is over."""
    while True:
        with override(language):
            row = next(rows, None)
        if row is None:
            return
        yield row


def _rows(viewer: Actor, cards: Iterable[DeskCard]) -> Iterator[list[Cell]]:
    yield [
        _("Number of the case"),
        _("Service"),
        _("Stage"),
        _("About"),
        _("Personal number"),
        _("Asked by"),
        _("Personal number"),
        _("Received"),
        _("Deadline"),
        _("State"),
        _("On whose desk"),
        _("How it came"),
    ]
    for card in cards:
        yield [
            card.number,
            text(card.title),
            text(card.stage_title),
            card.subject_name,
            card.subject_number,
            card.applicant_name,
            card.applicant_number,
            inbox.day_received(card),
            card.due,
            inbox.due_tag(card).label,
            inbox.holder_of(viewer, card),
            inbox.intake_words(card.intake),
        ]


def _csv(rows: Iterator[list[Cell]]) -> Iterator[bytes]:
    """Lines as RFC 4180 has them, after the mark by which spreadsheets know UTF-8."""
    yield b"\xef\xbb\xbf"
    for row in rows:
        line = StringIO(newline="")
        csv.writer(line).writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])
        yield line.getvalue().encode()


def _xlsx(rows: Iterator[list[Cell]]) -> Iterator[bytes]:
    """A workbook written row by row to disk, and sent from there; every text is a text, every day a day."""
    with tempfile.TemporaryFile() as kept:
        _write(kept, rows)
        kept.seek(0)
        while part := kept.read(_BLOCK):
            yield part


def _write(kept: IO[bytes], rows: Iterator[list[Cell]]) -> None:
    with xlsxwriter.Workbook(kept, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 11, 24)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, dated)
                elif cell:
                    sheet.write_string(at, column, neutral(cell))


_FORMS: Final[Mapping[str, tuple[str, Callable[[Iterator[list[Cell]]], Iterator[bytes]]]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}
FORMS: Final = frozenset(_FORMS)
