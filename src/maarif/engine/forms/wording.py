"""Dates, languages and answers in words, in all five languages at once."""

from datetime import date
from functools import lru_cache
from typing import Any, Final

from babel.dates import format_date

from maarif.engine.declare import Field, Kind, Option
from maarif.engine.registry import word
from maarif.kernel.text import LANGUAGES, Text

_LOCALES: Final = {"az": "az", "ru": "ru", "kk": "kk", "ky": "ky", "en": "en_GB"}
_FORMATS: Final = {"ru": "d MMMM y 'года'"}


@lru_cache(maxsize=4096)
def day_in_words(day: date) -> Text:
    """A date as people write it in each language: 23 noyabr 2026, 23 ноября 2026 года, 23 November 2026."""
    return Text(
        **{
            language: format_date(day, format=_FORMATS.get(language, "long"), locale=_LOCALES[language])
            for language in LANGUAGES
        }
    )


def language_options(codes: tuple[str, ...]) -> tuple[Option, ...]:
    """Languages to pick from, each by its name."""
    return tuple(Option(value=code, label=word("language", code)) for code in codes)


def in_words(field: Field[Any], value: object, options: tuple[Option, ...]) -> Text:
    """An answer as a sentence of the summary says it; an empty one is said to be empty."""
    if value is None or value in ("", ()):
        return word("answer", "none")
    if field.kind is Kind.YES_NO:
        return word("answer", "yes" if value else "no")
    if isinstance(value, date):
        return day_in_words(value)
    labels = {option.value: option.label for option in options}
    if isinstance(value, tuple):
        return _joined([labels.get(str(each), Text.same(str(each))) for each in value])
    return labels.get(str(value), Text.same(str(value)))


def _joined(labels: list[Text]) -> Text:
    return Text(**{language: "; ".join(label.in_(language) for label in labels) for language in LANGUAGES})
