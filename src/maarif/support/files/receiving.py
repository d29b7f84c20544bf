"""An upload while it comes in: block by block to the disk, never whole in memory, and cut at the limit of its question.

A view that takes files names the limits with `expect` before anything reads the request, and then asks `arrived`: those of one field,
where a form has several. Every other page refuses files (`NoFiles`, the handler of the settings): the first byte of one ends the reading.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from maarif.support.files import storage
from maarif.support.files.rules import clean_name
from maarif.support.files.types import Arrival, Fault, Limits

END: Final = "whole"
"""The last field of every form with files: where it is missing, the upload was cut on its way."""
DRAINED: Final = 50 * 1024 * 1024
"""So much more than the limit is read (and forgotten), so that a browser that sends a little too much still gets its answer."""
MOST_SECONDS: Final = 15 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What came in with one request: whole files, and names of others with what is wrong with them."""

    files: tuple[Arrival, ...]
    refused: tuple[tuple[str, Fault], ...]


if TYPE_CHECKING:
    Uploaded = UploadedFile[bytes]
else:
    Uploaded = UploadedFile


class ArrivedFile(Uploaded):
    """A file as the request holds it: closing the request deletes it, unless it was given a place before."""

    digest: bytes = b""
    path: Path


class Receiver(FileUploadHandler):
    """Writes the files of one request into the incoming folder, within the limits of their questions, by the names of the fields."""

    def __init__(self, request: HttpRequest, limits: Mapping[str, Limits]) -> None:
        super().__init__(request)
        self.limits = limits
        self.refused: list[tuple[str, str, Fault]] = []
        self.sink: IO[bytes] | None = None
        self._begun = time.monotonic()
        self._forgotten = 0
        self._seen: Counter[str] = Counter()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Opens a nameless file, unless its question takes no more; a field that takes no files ends the reading."""
        super().new_file(*args, **kwargs)
        self._field = str(self.field_name)
        if self._field not in self.limits:
            raise StopUpload(connection_reset=True)
        self._seen[self._field] += 1
        self._size, self._sum, self.sink = 0, hashlib.sha256(), None
        if self._seen[self._field] > self.limits[self._field].most_files:
            self._refuse(Fault.TOO_MANY)
            return
        try:
            self.sink = NamedTemporaryFile(dir=storage.incoming(), prefix="in-")  # noqa: SIM115 - the request closes it
        except OSError:
            self._refuse(Fault.NO_ROOM)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Writes one block; past the limit what was written is deleted, and soon nothing more is read."""
        if time.monotonic() - self._begun > MOST_SECONDS:
            self._refuse(Fault.CUT)
            raise StopUpload(connection_reset=True)
        self._size += len(raw_data)
        if self.sink is not None and self._size > self.limits[self._field].most_bytes:
            self._refuse(Fault.TOO_LARGE)
        if self.sink is None:
            self._forgotten += len(raw_data)
            if self._forgotten > DRAINED:
                raise StopUpload(connection_reset=True)
            return
        try:
            self.sink.write(raw_data)
        except OSError:
            self._refuse(Fault.NO_ROOM)
        self._sum.update(raw_data)

    def file_complete(self, file_size: int) -> Uploaded | None:
        """The file as the request keeps it; none when it was refused on the way."""
        if self.sink is None:
            return None
        if file_size == 0:
            self._refuse(Fault.EMPTY)
            return None
        try:
            self.sink.flush()
        except OSError:
            self._refuse(Fault.NO_ROOM)
            return None
        whole = ArrivedFile(file=self.sink, name=self.file_name, size=file_size)
        whole.digest, whole.path = self._sum.digest(), Path(self.sink.name)
        self.sink = None
        return whole

    def upload_complete(self) -> None:
        """The request has been read; what is still open was cut on its way."""
        if self.sink is not None:
            self._refuse(Fault.CUT)

    def _refuse(self, fault: Fault) -> None:
        self.refused.append((self._field, clean_name(self.file_name or ""), fault))
        if self.sink is not None:
            self.sink.close()
            self.sink = None


class NoFiles(FileUploadHandler):
    """The handler of pages that take no files: the reading ends where a file begins."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nobody asked for this."""
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> None:
        """An empty one is nothing."""


def expect(request: HttpRequest, limits: Mapping[str, Limits]) -> None:
    """Lets a request bring files within these limits, by the names of the fields; before anything has read it."""
    request.upload_handlers = [Receiver(request, limits)]


def arrived(request: HttpRequest, field: str) -> Arrivals:
    """What the request brought in one field, once it has been read; a request that was cut brings nothing whole.

    Where nothing says which file was cut, the first field does.
    """
    receiver = request.upload_handlers[0]
    assert isinstance(receiver, Receiver)
    whole = request.POST.get(END) == "yes"
    came = request.FILES.getlist(field)
    refused = tuple((name, fault) for at, name, fault in receiver.refused if at == field)
    if not whole:
        cut = (*refused, *((clean_name(each.name or ""), Fault.CUT) for each in came))
        silent = not receiver.refused and not request.FILES and field == next(iter(receiver.limits))
        return Arrivals(files=(), refused=cut or ((("", Fault.CUT),) if silent else ()))
    files = tuple(
        Arrival(name=clean_name(each.name or ""), path=each.path, size=each.size or 0, digest=each.digest)
        for each in came
        if isinstance(each, ArrivedFile)
    )
    return Arrivals(files=files, refused=refused)
