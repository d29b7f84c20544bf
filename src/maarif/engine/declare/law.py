"""References to law: `LAW.study_certificate` is a key; article, text and dates stand in `countries/<cc>/law.toml`."""

from typing import Final, NewType

LawKey = NewType("LawKey", str)


class _Law:
    """Turns an attribute into a key, so that a declaration names law without quoting it."""

    __slots__ = ()

    def __getattr__(self, name: str) -> LawKey:
        """The key of an article; whether the country has it is a question for `maarif inspect`."""
        if name.startswith("_"):
            raise AttributeError(name)
        return LawKey(name)


LAW: Final = _Law()
