"""Checks what was typed into a question, and moves answers to and from the form in which they are stored."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from maarif.engine.declare import Field, Kind, Option, Service
from maarif.engine.forms.types import FieldError
from maarif.engine.registry import text
from maarif.kernel.names import UncleanText, clean

#: A question of text that states no limit takes this many characters.
DEFAULT_LIMIT: Final = 500
#: Letters and signs of our five languages' alphabets, and of their neighbours, that the fonts of papers have.
_UNPRINTABLE: Final = re.compile("[^ -~\u00a1-\u0148\u014a-\u01bf\u0259\u0400-\u049d\u04a0-\u04ff\u2010-\u2027\u2116]")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES: Final = frozenset({"yes", "true", "on", "1"})
_NO: Final = frozenset({"no", "false", "off", "0"})
_MOST_DIGITS: Final = 18


class _Wrong(Exception):
    """An answer is not accepted: the code of the error and what fills its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def validate(
    service: Service[Any],
    field: Field[Any],
    raw: object,
    language: str,
    *,
    options: tuple[Option, ...] = (),
    today: date,
) -> object | FieldError:
    """The value that the answer means (str, bool, int, date, tuple of str, None when left empty), or why it is not accepted.

    `raw` is what a form or an API sent: a string, a list of strings, or a JSON value.
    """
    try:
        return _value(field, raw, options, today)
    except _Wrong as wrong:
        words = text(service, f"fields.{field.code}.errors.{wrong.code}", language, **wrong.values)
        return FieldError(field=field.code, code=wrong.code, text=words)


def stored(value: object) -> object:
    """A checked value as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def restored(field: Field[Any], kept: object) -> object:
    """A value from the JSON that `stored` made of it."""
    if field.kind is Kind.DATE and isinstance(kept, str):
        return date.fromisoformat(kept)
    return tuple(kept) if isinstance(kept, list) else kept


def _value(field: Field[Any], raw: object, options: tuple[Option, ...], today: date) -> object:
    if field.kind in (Kind.SEVERAL, Kind.FILE):
        return _several(field, raw, options)
    if isinstance(raw, list | tuple):
        raw = raw[0] if len(raw) == 1 else ""
    if field.kind is Kind.YES_NO and isinstance(raw, bool):
        return raw
    typed = "" if raw is None else str(raw)
    kept = _cleaned(field, typed)
    if not kept:
        if field.required:
            raise _Wrong("required")
        return None
    return _of_kind(field, kept, options, today)


def _of_kind(field: Field[Any], kept: str, options: tuple[Option, ...], today: date) -> object:
    if field.kind is Kind.YES_NO:
        return _yes_no(kept)
    if field.kind is Kind.DATE:
        return _date(field, kept, today)
    if field.kind is Kind.NUMBER:
        return _number(field, kept)
    if field.kind.has_options and kept not in {option.value for option in options}:
        raise _Wrong("not_offered")
    return kept


def _cleaned(field: Field[Any], typed: str) -> str:
    """The text as registers keep it, within its limit; lines are kept apart only in long texts."""
    limit = (field.limit or DEFAULT_LIMIT) if field.kind in (Kind.TEXT, Kind.LONG_TEXT) else DEFAULT_LIMIT
    if len(typed) > limit * 4:
        raise _Wrong(_code_of(field), limit=limit, length=len(typed))
    try:
        lines = [clean(line) for line in typed.replace("\r\n", "\n").split("\n")]
    except UncleanText as unclean:
        code = _code_of(field)
        raise _Wrong("unreadable" if code == "too_long" else code) from unclean
    kept = ("\n" if field.kind is Kind.LONG_TEXT else " ").join(lines).strip()
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT) and len(kept) > limit:
        raise _Wrong("too_long", limit=limit, length=len(kept))
    if field.printed and (strange := _UNPRINTABLE.search(kept.replace("\n", " "))):
        raise _Wrong("not_printable", character=strange.group())
    return kept


def _code_of(field: Field[Any]) -> str:
    """What is wrong with an absurdly long or unreadable answer, in the terms of its kind of question."""
    return {
        Kind.DATE: "not_a_date",
        Kind.NUMBER: "not_a_number",
        Kind.TEXT: "too_long",
        Kind.LONG_TEXT: "too_long",
    }.get(field.kind, "not_offered")


def _several(field: Field[Any], raw: object, options: tuple[Option, ...]) -> tuple[str, ...] | None:
    given: Sequence[object] = raw if isinstance(raw, list | tuple) else ([] if raw in (None, "") else [raw])
    picked = tuple(dict.fromkeys(str(each) for each in given))
    if not set(picked) <= {option.value for option in options}:
        raise _Wrong("not_offered")
    if field.kind is Kind.FILE and len(picked) > field.most_files:
        raise _Wrong("too_many", files=field.most_files)
    if not picked and field.required:
        raise _Wrong("required")
    return picked or None


def _yes_no(kept: str) -> bool:
    if kept.lower() in _YES | _NO:
        return kept.lower() in _YES
    raise _Wrong("not_offered")


def _date(field: Field[Any], kept: str, today: date) -> date:
    if not _DAY.fullmatch(kept):
        raise _Wrong("not_a_date")
    try:
        day = date.fromisoformat(kept)
    except ValueError as error:
        raise _Wrong("not_a_date") from error
    least = field.earliest(today) if field.earliest else date.min
    most = field.latest(today) if field.latest else date.max
    if not least <= day <= most:
        raise _Wrong("out_of_range", least=least.isoformat(), most=most.isoformat())
    return day


def _number(field: Field[Any], kept: str) -> int:
    digits = kept.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        raise _Wrong("not_a_number")
    number = int(kept)
    least = field.minimum if field.minimum is not None else number
    most = field.maximum if field.maximum is not None else number
    if not least <= number <= most:
        raise _Wrong("out_of_range", least=least, most=most)
    return number
