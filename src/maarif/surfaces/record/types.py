"""What the cabinet and the desk draw of a person: sections of facts and entries, in the language of the page."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Color = Literal["neutral", "info", "success", "warning", "danger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A short state in a coloured label."""

    label: str
    color: Color = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line: what it is, what it says; `address` names the fact where it can be corrected."""

    label: str
    value: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing among several of its kind: an enrolment, a post, a result, a child; `address` as of a `Fact`."""

    title: str
    lines: tuple[str, ...] = ()
    tag: Tag | None = None
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the record with the register it comes from; `empty` is said when there is nothing."""

    code: str
    title: str
    source: str
    empty: str = ""
    facts: tuple[Fact, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A person's record."""

    party: int
    name: str
    given_name: str
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokedView:
    """Since when a document is no longer valid, and why; the note is there for officials only."""

    on: date
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document in a list."""

    public_id: str
    number: str
    title: str
    line: str
    tag: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A whole document on a page; `languages` are those the PDF can be had in beside its own."""

    public_id: str
    number: str
    title: str
    line: str
    tag: Tag
    holder: int
    holder_name: str
    body: str
    facts: tuple[Fact, ...]
    check_url: str
    revoked: RevokedView | None = None
    languages: tuple[tuple[str, str], ...] = field(default=())
