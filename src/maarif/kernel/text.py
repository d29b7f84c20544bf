"""One text in the five languages of the platform."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from maarif.kernel.errors import MaarifError


class Language(StrEnum):
    """The languages every text exists in, by ISO 639-1."""

    AZ = "az"
    RU = "ru"
    KK = "kk"
    KY = "ky"
    EN = "en"


LANGUAGES: Final = ("az", "ru", "kk", "ky", "en")


class LanguageMissing(MaarifError):
    """A text lacks one of the five languages; `params` name it and say what was given."""


class UnknownLanguage(MaarifError):
    """A language was asked for that the platform does not speak."""


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in az, ru, kk, ky and en; none of them empty."""

    az: str
    ru: str
    kk: str
    ky: str
    en: str

    def __post_init__(self) -> None:
        """Refuses a text that is silent in a language."""
        for language in LANGUAGES:
            if not getattr(self, language).strip():
                raise LanguageMissing(language=language, given=self.en or self.az)

    def in_(self, language: str) -> str:
        """The words in one language; UnknownLanguage when the platform does not speak it."""
        if language not in LANGUAGES:
            raise UnknownLanguage(language=language)
        words: str = getattr(self, language)
        return words

    def filled(self, **values: "str | Text") -> Self:
        """The same text with `{name}` replaced in every language; a value that is a Text speaks the same language."""
        return type(self)(
            **{
                language: self.in_(language).format(
                    **{
                        name: value.in_(language) if isinstance(value, Text) else value
                        for name, value in values.items()
                    }
                )
                for language in LANGUAGES
            }
        )

    def items(self) -> Iterator[tuple[str, str]]:
        """Pairs of language and words, in the order of LANGUAGES."""
        return ((language, self.in_(language)) for language in LANGUAGES)

    def as_dict(self) -> dict[str, str]:
        """The form in which a text is kept as JSON; `Text.of` reads it back."""
        return dict(self.items())

    @classmethod
    def of(cls, mapping: Mapping[str, object]) -> Self:
        """A text from a mapping of language to words; LanguageMissing when one is absent or not a string.

        Keys that are not languages are ignored, so that a TOML table may carry other facts beside its names.
        """
        words: dict[str, str] = {}
        for language in LANGUAGES:
            given = mapping.get(language)
            if not isinstance(given, str):
                raise LanguageMissing(language=language, given=dict(mapping))
            words[language] = given
        return cls(**words)

    @classmethod
    def same(cls, words: str) -> Self:
        """A text that reads the same in every language, such as a person's name."""
        return cls(**dict.fromkeys(LANGUAGES, words))
