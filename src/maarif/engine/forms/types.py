"""Values that cross the door of the forms room."""

from dataclasses import dataclass

from maarif.engine.declare import Kind, Option
from maarif.kernel.text import Text
from maarif.support.files.types import FileCard, Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """Why an answer is not accepted: the question, a stable code, and a sentence in the reader's language."""

    field: str
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What words have found among what can be picked; `more` when there is more than is shown."""

    words: str
    options: tuple[Option, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """A fact that a register holds, shown with its source and not asked; `address` names it in links, as `people.birth_date`."""

    code: str
    label: Text
    value: Text
    source: Text
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question on one page.

    `value` is what the input shows (a tuple for several choices), `words` the answer in words or None when there is none yet.
    A locked question is answered by a register (`source`) and cannot be changed here. `limit` is in characters; `least` and
    `most` bound numbers and dates (ISO). A question for files has `limits` and the `files` of its answer.
    What is `searched` for has no list: its `options` are the one of its answer; `live` is what is searched while one types.
    A locked answer has the `address` of its row.
    """

    code: str
    kind: Kind
    question: Text
    label: Text
    hint: Text
    required: bool
    options: tuple[Option, ...]
    limit: int | None
    least: str | None
    most: str | None
    value: str | tuple[str, ...]
    words: Text | None
    answered: bool
    locked: bool
    source: Text | None
    searched: bool = False
    live: bool = False
    files: tuple[FileCard, ...] = ()
    limits: Limits | None = None
    address: str = ""
