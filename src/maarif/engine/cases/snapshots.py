"""What a case keeps of the moment it was sent: the summary in words, the facts that were read, the papers that came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from maarif.engine.cases.types import (
    AnswerRow,
    DocumentRef,
)
from maarif.kernel.text import Text
from maarif.support.files.types import FileRef


def of(rows: Sequence[AnswerRow], facts: object) -> dict[str, Any]:
    """The snapshot of a submission, as JSON."""
    return {"rows": [_row(row) for row in rows], "read": plain(facts), "issued": []}


def rows_of(snapshot: Mapping[str, Any] | None) -> tuple[AnswerRow, ...]:
    """The summary as the applicant confirmed it."""
    return tuple(
        AnswerRow(
            code=row["code"],
            label=Text.of(row["label"]),
            value=Text.of(row["value"]),
            source=Text.of(row["source"]) if row["source"] else None,
            files=tuple(FileRef(**each) for each in row.get("files", ())),
        )
        for row in (snapshot or {}).get("rows", ())
    )


def issued_of(snapshot: Mapping[str, Any] | None) -> tuple[DocumentRef, ...]:
    """The papers that the decision issued."""
    return tuple(
        DocumentRef(public_id=each["public_id"], number=each["number"], title=Text.of(each["title"]))
        for each in (snapshot or {}).get("issued", ())
    )


def plain(value: object) -> Any:
    """Any value of facts as JSON: texts by language, dates and decimals as words, frozen values by their fields."""
    if isinstance(value, Text):
        return value.as_dict()
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _row(row: AnswerRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "label": row.label.as_dict(),
        "value": row.value.as_dict(),
        "source": row.source.as_dict() if row.source else None,
        "files": [{"public_id": each.public_id, "name": each.name, "size": each.size} for each in row.files],
    }
