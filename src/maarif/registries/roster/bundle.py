"""Opens a bundle, a folder or a zip, and looks at everything that can be refused before the first row is read."""

import codecs
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import polars as pl

from maarif.registries.roster.errors import (
    BadHeader,
    MissingColumn,
    MissingFile,
    NotABundle,
    NotUtf8,
    UnsafeArchive,
)
from maarif.registries.roster.types import Mode

REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "academicSessions": ("sourcedId", "title", "type", "startDate", "endDate", "schoolYear"),
    "orgs": ("sourcedId", "name", "type"),
    "courses": ("sourcedId", "title", "orgSourcedId"),
    "maarif_programmes": ("sourcedId", "orgSourcedId", "name", "kind", "level", "durationMonths"),
    "classes": ("sourcedId", "title", "schoolSourcedId"),
    "demographics": ("sourcedId",),
    "users": ("sourcedId", "givenName", "familyName"),
    "roles": ("sourcedId", "userSourcedId", "roleType", "role", "orgSourcedId"),
    "enrollments": ("sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role"),
    "maarif_posts": ("sourcedId", "orgSourcedId", "kind", "title", "fullTimeEquivalent"),
    "maarif_employments": ("sourcedId", "postSourcedId", "userSourcedId", "share", "beginDate"),
    "maarif_results": ("sourcedId", "userSourcedId", "kind", "takenOn", "total", "maximum", "passed"),
}
"""The files that are read, in the order in which they are, with the columns without which none can be."""

MOST_FILES: Final = 200
MOST_BYTES: Final = 20 * 1024**3
MOST_SWELL: Final = 200
"""How many times bigger than its archive a file may be; text as repetitive as ours is packed about 12 times."""
_FREE_SWELL: Final = 1024**2
_CHUNK: Final = 4 * 1024**2
_BOMS: Final = ((codecs.BOM_UTF32_LE, "UTF-32"), (codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One CSV file of a bundle: where it lies, its columns, and whether it holds everything or changes only."""

    name: str
    path: Path
    columns: tuple[str, ...]
    mode: Mode

    @property
    def size(self) -> int:
        """Bytes."""
        return self.path.stat().st_size


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """An opened bundle: its files in reading order and the name of the system that made it."""

    files: dict[str, File]
    source: str


@contextmanager
def opened(path: Path) -> Iterator[Bundle]:
    """A bundle with every header checked; an archive is unpacked to a temporary folder meanwhile."""
    if path.is_dir():
        yield _bundle(path)
    elif path.is_file() and zipfile.is_zipfile(path):
        with tempfile.TemporaryDirectory(prefix="maarif-bundle-") as folder:
            _unpack(path, Path(folder))
            yield _bundle(Path(folder))
    else:
        raise NotABundle(f"{path}: neither a folder nor a zip archive", path=str(path))


def _unpack(archive: Path, folder: Path) -> None:
    """Takes the CSV files out of an archive, all from one folder in it, by their plain names only."""
    with zipfile.ZipFile(archive) as packed:
        entries = [entry for entry in packed.infolist() if not entry.is_dir()]
        if len(entries) > MOST_FILES:
            raise UnsafeArchive(f"{archive.name}: {len(entries)} files, more than {MOST_FILES}", why="files")
        total = 0
        for entry in entries:
            place = PurePosixPath(entry.filename.replace("\\", "/"))
            if place.is_absolute() or ".." in place.parts or ":" in entry.filename:
                raise UnsafeArchive(f"{archive.name}: {entry.filename!r} leads out of the archive", why="path")
            if entry.flag_bits & 1:
                raise UnsafeArchive(f"{archive.name}: {entry.filename!r} is encrypted", why="encrypted")
            if place.suffix.lower() != ".csv" or len(place.parts) > 2 or place.name.startswith("."):
                continue
            total += _unpack_one(packed, entry, folder / place.name, MOST_BYTES - total)


def _unpack_one(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Copies one file out, counting what really comes and not what the archive says will; returns the bytes."""
    allowed = min(left, max(entry.compress_size * MOST_SWELL, _FREE_SWELL))
    written = 0
    if target.exists():
        raise UnsafeArchive(f"{entry.filename!r} stands in the archive twice", why="twice")
    with packed.open(entry) as source, target.open("wb") as out:
        while block := source.read(_CHUNK):
            written += len(block)
            if written > allowed:
                raise UnsafeArchive(f"{entry.filename!r} swells beyond measure", why="bomb")
            out.write(block)
    return written


def _bundle(folder: Path) -> Bundle:
    """The files of a folder that are ours to read; a folder around the files is looked into."""
    there = {entry.stem.lower(): entry for entry in folder.iterdir() if entry.suffix.lower() == ".csv"}
    if not there:
        inner = [entry for entry in folder.iterdir() if entry.is_dir()]
        if len(inner) == 1:
            there = {entry.stem.lower(): entry for entry in inner[0].iterdir() if entry.suffix.lower() == ".csv"}
    known = {name: there[name.lower()] for name in REQUIRED if name.lower() in there}
    if not known:
        raise NotABundle(f"{folder}: no OneRoster file in it", path=str(folder))
    manifest = _manifest(there.get("manifest"))
    files = {}
    for name in REQUIRED:
        mode = Mode(manifest.get(f"file.{name}", Mode.BULK))
        if name not in known:
            if f"file.{name}" in manifest and mode is not Mode.ABSENT:
                raise MissingFile(f"{name}.csv: the manifest says {mode.value}, but there is no such file", file=name)
            continue
        if mode is not Mode.ABSENT:
            check_encoding(known[name])
            files[name] = File(name=name, path=known[name], columns=_header(known[name], name), mode=mode)
    return Bundle(
        files=files, source=manifest.get("source.systemCode") or manifest.get("source.systemName") or "bundle"
    )


def _manifest(path: Path | None) -> dict[str, str]:
    """The properties of manifest.csv; without one every file is bulk."""
    if path is None or path.stat().st_size == 0:
        return {}
    check_encoding(path)
    rows = pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True)
    if rows.width < 2:
        raise BadHeader("manifest.csv: its columns are propertyName,value", file="manifest")
    pairs = {str(key).strip(): str(value or "").strip() for key, value in rows.select(rows.columns[:2]).iter_rows()}
    for key, value in pairs.items():
        if key.startswith("file.") and value not in set(Mode):
            raise BadHeader(f"manifest.csv: {key} is {value!r}, not bulk, delta or absent", file="manifest")
    return pairs


def check_encoding(path: Path) -> None:
    """NotUtf8 with the line of the first byte that is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    done = 0
    with path.open("rb") as file:
        start = file.read(4)
        for mark, name in _BOMS:
            if start.startswith(mark):
                raise NotUtf8(f"{path.name}: written in {name}; save it as UTF-8", file=path.stem, line=1)
        file.seek(0)
        while block := file.read(_CHUNK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                line = _line(path, done + error.start)
                raise NotUtf8(
                    f"{path.name}, line {line}: not UTF-8; save it as UTF-8", file=path.stem, line=line
                ) from None
            done += len(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        line = _line(path, done)
        raise NotUtf8(f"{path.name}, line {line}: ends inside a letter", file=path.stem, line=line) from None


def _line(path: Path, place: int) -> int:
    """The number of the line in which a byte of a file stands."""
    lines = 1
    with path.open("rb") as file:
        while place > 0 and (block := file.read(min(place, _CHUNK))):
            lines += block.count(b"\n")
            place -= len(block)
    return lines


def _header(path: Path, name: str) -> tuple[str, ...]:
    """The columns of a file; an empty file is as good as one with a header and no rows."""
    with path.open("rb") as file:
        line = file.readline(1024**2).removeprefix(codecs.BOM_UTF8).decode().strip()
    if not line:
        return ()
    columns = tuple(part.strip().strip('"').strip() for part in line.split(","))
    twice = {column for column in columns if columns.count(column) > 1 and column}
    if twice:
        raise BadHeader(f"{name}.csv: column {sorted(twice)[0]} stands twice in the header", file=name)
    for column in REQUIRED[name]:
        if column not in columns:
            raise MissingColumn(f"{name}.csv: column {column} is missing from the header", file=name, column=column)
    return columns
