"""Questions of a form, the options they offer, and the facts that are not asked because a register knows them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic

from maarif.engine.declare.asking import Asking, Facts
from maarif.engine.declare.conditions import Condition
from maarif.engine.declare.law import LawKey
from maarif.engine.declare.vocabulary import Kind, Register
from maarif.kernel.text import Text
from maarif.support.files.types import FileType


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer that can be picked: the stored `value`, the words shown, and a second line that tells options apart."""

    value: str
    label: Text
    hint: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(Generic[Facts]):
    """What can be picked when there is too much of it for a page: found by words, one at a time looked at again.

    `find` takes the words as they were typed (empty before anything was) and gives the best first; `one` gives the option that
    a value names, None when it cannot be picked. Both answer for the whole list, so that what was found can be kept.
    It is asked while one types if it is `live`: not where whoever is found was looked at, and may be named by a personal number.
    """

    find: Callable[[Facts, Asking, str], tuple[Option, ...]]
    one: Callable[[Facts, Asking, str], Option | None]
    live: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Generic[Facts]):
    """One question on one page.

    `purpose` is the law that allows it to be asked. `limit` is in characters, `minimum` and `maximum` bound a number,
    `earliest` and `latest` a date (given today). `options` says what can be picked; with `fetched_from` the options come from
    that register, and a single one is filled in, shown with its source and locked. `first` picks the answer to begin with.
    With `search` the one answer is searched for instead: thousands of schools are no list.
    A question for files says what it `accepts`, and how many files, megabytes of one and pages of a PDF at most.
    A `printed` answer appears on a paper, so it takes only the letters and signs that papers can be set in.
    """

    code: str
    kind: Kind
    purpose: LawKey
    required: bool = True
    limit: int | None = None
    printed: bool = False
    minimum: int | None = None
    maximum: int | None = None
    earliest: Callable[[date], date] | None = None
    latest: Callable[[date], date] | None = None
    options: Callable[[Facts, Asking], tuple[Option, ...]] | None = None
    search: Search[Facts] | None = None
    first: Callable[[Facts, Asking], str | None] | None = None
    fetched_from: Register | None = None
    shown_when: Condition | None = None
    accepts: tuple[FileType, ...] = ()
    most_files: int = 1
    most_megabytes: int = 10
    most_pages: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Generic[Facts]):
    """A fact that the state already holds: shown with its source, never asked. `value` gives None when there is none."""

    code: str
    register: Register
    purpose: LawKey
    value: Callable[[Facts], Text | date | str | None]
