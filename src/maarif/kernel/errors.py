"""Named errors: a stable code and parameters for machines and catalogues, an English sentence for the log."""

from collections.abc import Mapping
from typing import ClassVar


def _sentence(code: str, params: Mapping[str, object]) -> str:
    facts = ", ".join(f"{name}={value!r}" for name, value in params.items())
    return f"{code}: {facts}" if facts else code


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


class MaarifError(Exception):
    """Something went wrong that has a name.

    `code` is stable and keys the text that people read in the catalogues; `params` fill that text in. The message,
    and so `str(error)`, is English for the log; without one it is made of the code and the parameters.
    """

    default_code: ClassVar[str] = "error"

    def __init__(self, message: str = "", *, code: str = "", **params: object) -> None:
        self.code: str = code or self.default_code
        self.params: Mapping[str, object] = dict(params)
        super().__init__(message or _sentence(self.code, self.params))

    def __init_subclass__(cls) -> None:
        """Gives a subclass the code of its own name unless it states one: `NoRuleSet` -> `no_rule_set`."""
        super().__init_subclass__()
        if "default_code" not in cls.__dict__:
            cls.default_code = _snake(cls.__name__)

    def __reduce__(self) -> tuple[object, ...]:
        """Travels between processes with its code and parameters."""
        return (_rebuild, (type(self), str(self), self.code, dict(self.params)))


class Refusal(MaarifError):
    """A person asked for something that the rules do not grant; no fault of the programme."""


def _rebuild(kind: type[MaarifError], message: str, code: str, params: dict[str, object]) -> MaarifError:
    error = kind.__new__(kind)
    MaarifError.__init__(error, message, code=code, **params)
    return error
