"""Questions that ask for files: their limits, the files as options, and what is wrong with a file in the reader's language."""

from collections.abc import Iterable
from typing import Any, Final

from babel.numbers import format_decimal

from maarif.engine.declare import Field, FileType, Kind, Option, Service
from maarif.engine.forms.types import FieldError
from maarif.engine.registry import text, word
from maarif.kernel.text import LANGUAGES, Text
from maarif.support.files import queries as files
from maarif.support.files.types import MEGABYTE, FileCard, Limits, State

_KILO: Final = 1024


def limits_of(field: Field[Any]) -> Limits:
    """What the question takes, as the files room counts it."""
    return Limits(
        accepts=field.accepts,
        most_bytes=field.most_megabytes * MEGABYTE,
        most_pages=field.most_pages,
        most_files=field.most_files,
    )


def files_of(field: Field[Any], value: object) -> tuple[FileCard, ...]:
    """The files of an answer, in its order; those that are there no more are left out."""
    if field.kind is not Kind.FILE or not isinstance(value, tuple):
        return ()
    found = files.cards(value)
    return tuple(found[each] for each in value if each in found)


def as_options(cards: Iterable[FileCard]) -> tuple[Option, ...]:
    """Files as what can be picked: name, size, and whether the check still goes on."""
    return tuple(Option(value=card.public_id, label=_told(card)) for card in cards)


def refused(service: Service[Any], field: Field[Any], name: str, code: str, language: str) -> FieldError:
    """Why a file is not accepted, in a sentence that names it and says what to do; `code` is mostly a `Fault`."""
    own = f"fields.{field.code}" if service.field(field.code) is not None else f"kinds.{field.kind}"
    words = text(
        service,
        f"{own}.errors.{code}",
        language,
        name=name,
        accepted=accepted(field.accepts).in_(language),
        megabytes=field.most_megabytes,
        pages=field.most_pages,
        files=field.most_files,
    )
    return FieldError(field=field.code, code=str(code), text=words)


def accepted(types: Iterable[FileType]) -> Text:
    """The types in words: PDF, JPEG, PNG, WebP."""
    return Text.same(", ".join(_NAMES[each] for each in types))


def size_in_words(size: int) -> Text:
    """A size as people say it: 1,2 MB, 340 KB."""
    if size < MEGABYTE:
        amounts, unit = {language: str(max(1, round(size / _KILO))) for language in LANGUAGES}, "kilobytes"
    else:
        tenths = round(size / MEGABYTE, 1)
        amounts, unit = {each: format_decimal(tenths, format="0.#", locale=each) for each in LANGUAGES}, "megabytes"
    return Text.of({language: f"{amounts[language]} {word('size', unit).in_(language)}" for language in LANGUAGES})


_NAMES: Final = {FileType.PDF: "PDF", FileType.IMAGE: "JPEG, PNG, WebP"}


def _told(card: FileCard) -> Text:
    size = size_in_words(card.size)
    if card.state is State.CLEAN:
        return Text.of({language: f"{card.name} ({size.in_(language)})" for language in LANGUAGES})
    state = word("file", card.state.value)
    return Text.of({language: f"{card.name} ({size.in_(language)}; {state.in_(language)})" for language in LANGUAGES})
