"""Files that are sent in: those already there, the field for more, and the page of a question that asks for them."""

from dataclasses import dataclass

from maarif.surfaces.cabinet.types.forms import DraftBar, Problem
from maarif.surfaces.record.types import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One file of the answer; `href` opens it (empty while it cannot be), `problem` says why it was refused.

    `remove` is the address that takes it away; where it is empty, a button of the form around it names the file.
    """

    public_id: str
    name: str
    line: str
    tag: Tag
    href: str
    remove: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Files already there, and the field for more; `room` is how many more fit, `takes` says what fits, `accept` tells the picker."""

    code: str
    takes: str
    accept: str
    camera: bool
    most_files: int
    most_bytes: int
    too_large: str
    files: tuple[FileLine, ...]
    room: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesPage:
    """The page of a question that asks for files."""

    bar: DraftBar
    question: str
    label: str
    hint: str
    required: bool
    upload: Upload
    number: int
    total: int
    back: str
