"""The gettext catalogues of the rooms: what the sources say, what is translated, what is missing or wrong.

A room has a catalogue when it has a folder `locale/`. English is the language of the sources; az, ru, kk and ky have a `django.po`
each. Entries that no source of the room has are left alone: a room may translate a library's texts (allauth, Django) in this way.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGES: Final = ("az", "ru", "kk", "ky")
PLURALS: Final = {
    "az": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "kk": "nplurals=2; plural=(n != 1);",
    "ky": "nplurals=2; plural=(n != 1);",
}
_KEYWORDS: Final = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|(%[sd])")
_JINJA: Final = {"newstyle_gettext": "true", "trimmed": "false"}

Key = tuple[str, str]
"""A message's context (or nothing) and its English singular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A message of the sources: its English words and the first place where they stand."""

    context: str
    singular: str
    plural: str
    place: str

    @property
    def key(self) -> Key:
        """What tells it from all others."""
        return self.context, self.singular


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one message of one catalogue."""

    room: str
    language: str
    message: str
    fault: str


def rooms(source: Path) -> tuple[Path, ...]:
    """The folders below `source` that have a catalogue of their own."""
    return tuple(sorted(folder.parent for folder in source.rglob("locale") if folder.is_dir()))


def messages_of(room: Path) -> tuple[Found, ...]:
    """Every message that the Python files and the templates of a room say, each once, in the order of the files."""
    found: dict[Key, Found] = {}
    nested = [other for other in rooms(room) if other != room]
    for path in sorted(room.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or any(path.is_relative_to(other) for other in nested):
            continue
        for message in _messages_in(path, room):
            found.setdefault(message.key, message)
    return tuple(found.values())


def _messages_in(path: Path, room: Path) -> Iterator[Found]:
    method, text = "python", path.read_text(encoding="utf-8")
    parts = path.relative_to(room).parts
    if "jinja2" in parts:
        method = "jinja2"
    elif "templates" in parts:
        text = templatize(text)
    elif path.suffix != ".py":
        return
    lines = extract(method, BytesIO(text.encode()), keywords=_KEYWORDS, options={"encoding": "utf-8", **_JINJA})
    for line, said, _, context in lines:
        singular, plural = said if isinstance(said, tuple) else (said, "")
        if singular:
            place = f"{path.relative_to(room).as_posix()}:{line}"
            yield Found(context=context or "", singular=singular, plural=plural or "", place=place)


def path_of(room: Path, language: str) -> Path:
    """Where a room's catalogue of a language stands."""
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def read(room: Path, language: str) -> Catalog:
    """A room's catalogue; an empty one where there is none yet."""
    path = path_of(room, language)
    text = path.read_text(encoding="utf-8") if path.exists() else _header(language)
    return read_po(StringIO(text), locale=language)


def _header(language: str) -> str:
    fields = {"Language": language, "MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8"}
    fields |= {"Content-Transfer-Encoding": "8bit", "Plural-Forms": PLURALS[language]}
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items())


def update(room: Path, language: str) -> int:
    """Adds what is missing to a room's catalogue and says how many; nothing that stands there is taken away."""
    catalogue, added = read(room, language), 0
    for message in messages_of(room):
        present = _entry(catalogue, message)
        if present is None:
            words = (message.singular, message.plural) if message.plural else message.singular
            catalogue.add(words, context=message.context or None, locations=[(message.place.rpartition(":")[0], 1)])
            added += 1
    _write(catalogue, room, language)
    return added


def _write(catalogue: Catalog, room: Path, language: str) -> None:
    body = BytesIO()
    write_po(body, catalogue, width=120, omit_header=True, sort_output=False, include_lineno=False)
    path = path_of(room, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{_header(language)}\n{body.getvalue().decode()}", encoding="utf-8")


def compile_catalogue(room: Path, language: str) -> Path:
    """Writes the `django.mo` that Django reads beside the `django.po`: whole at once, for a portal may be reading it."""
    body = BytesIO()
    write_mo(body, read(room, language))
    path = path_of(room, language).with_suffix(".mo")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(body.getvalue())
    draft.replace(path)
    return path


def faults(room: Path) -> tuple[Fault, ...]:
    """What a reader of the room's pages would see in a wrong language or with a broken placeholder."""
    wanted = messages_of(room)
    return tuple(fault for language in LANGUAGES for fault in _faults_in(room, language, wanted))


def contradictions(source: Path) -> tuple[Fault, ...]:
    """English words that two rooms translate differently: Django would take the one or the other by the order of its settings."""
    found = []
    everything = [(room, messages_of(room)) for room in rooms(source)]
    for language in LANGUAGES:
        said: dict[Key, tuple[str, object]] = {}
        for room, messages in everything:
            catalogue = read(room, language)
            for message in messages:
                entry = _entry(catalogue, message)
                if entry is None or not entry.string:
                    continue
                first, words = said.setdefault(message.key, (room.name, entry.string))
                if words != entry.string:
                    fault = f"{first} says {words!r}, {room.name} says {entry.string!r}"
                    found.append(Fault(room=room.name, language=language, message=message.singular, fault=fault))
    return tuple(found)


def _faults_in(room: Path, language: str, wanted: tuple[Found, ...]) -> Iterator[Fault]:
    catalogue = read(room, language)
    for message in wanted:
        why = _fault(_entry(catalogue, message), message, int(PLURALS[language][9]))
        if why:
            yield Fault(room=room.name, language=language, message=f"{message.place}: {message.singular}", fault=why)


def _fault(entry: Message | None, message: Found, plurals: int) -> str:
    if entry is None:
        return "not in the catalogue"
    if entry.fuzzy:
        return "fuzzy"
    said = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
    if not all(said) or not said:
        return "not translated"
    if bool(message.plural) != isinstance(entry.string, tuple | list) or (message.plural and len(said) != plurals):
        return "wrong number of plural forms"
    allowed = {placeholders(message.singular), placeholders(message.plural or message.singular)}
    if any(placeholders(str(words)) not in allowed for words in said):
        return "other placeholders than in English"
    return ""


def _entry(catalogue: Catalog, message: Found) -> Message | None:
    return catalogue.get(message.singular, message.context or None)


def placeholders(words: str) -> tuple[str, ...]:
    """The places that a message leaves for values, in no particular order."""
    return tuple(sorted("".join(groups) for groups in _PLACEHOLDER.findall(words)))
