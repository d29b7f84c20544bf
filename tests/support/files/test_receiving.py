"""An upload while it comes in: it goes to the disk block by block, is cut at its limit, and leaves nothing when it ends badly."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIRequest
from tests.support.files import samples

from maarif.support.files import receiving
from maarif.support.files.types import Fault

EDGE = b"--edge"


def part(name: str, content: bytes, filename: str | None = None) -> bytes:
    told = f'; filename="{filename}"'.encode() if filename is not None else b""
    return (
        EDGE
        + b'\r\nContent-Disposition: form-data; name="'
        + name.encode()
        + b'"'
        + told
        + b"\r\n\r\n"
        + content
        + b"\r\n"
    )


def body_of(*files: tuple[str, bytes], end: bool = True) -> bytes:
    sent = b"".join(part("paper", content, name) for name, content in files)
    return sent + (part(receiving.END, b"yes") if end else b"") + EDGE + b"--\r\n"


class Endless(io.RawIOBase):
    """A body of two gigabytes that nobody holds in memory; it counts what was read of it."""

    def __init__(self, beginning: bytes, length: int) -> None:
        self.beginning, self.left, self.taken = beginning, length, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = min(size if size > 0 else 65_536, self.left, 1_000_000)
        block = (self.beginning + b"x" * wanted)[:wanted]
        self.beginning = self.beginning[wanted:]
        self.left -= len(block)
        self.taken += len(block)
        return block


def request_with(stream: io.RawIOBase | io.BytesIO, length: int) -> WSGIRequest:
    return WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "multipart/form-data; boundary=edge",
            "CONTENT_LENGTH": str(length),
            "wsgi.input": stream,
            "SERVER_NAME": "test",
            "SERVER_PORT": "80",
        }
    )


def received(body: bytes, length: int | None = None) -> tuple[WSGIRequest, receiving.Arrivals]:
    request = request_with(io.BytesIO(body), len(body) if length is None else length)
    receiving.expect(request, {"paper": samples.EVERYTHING})
    return request, receiving.arrived(request, "paper")


def lying_about(folder: Path) -> list[str]:
    return [each.name for each in folder.glob("incoming/*")]


def test_files_come_whole_and_go_when_the_request_is_closed(folder: Path) -> None:
    request, came = received(body_of(("a.pdf", b"one"), ("b.pdf", b"two" * 50_000)))
    assert [(each.name, each.size) for each in came.files] == [("a.pdf", 3), ("b.pdf", 150_000)]
    assert [each.path.read_bytes()[:3] for each in came.files] == [b"one", b"two"]
    assert came.refused == ()
    request.close()
    assert lying_about(folder) == []


def test_one_byte_too_many_is_too_many_and_the_other_file_comes_all_the_same(folder: Path) -> None:
    most = samples.EVERYTHING.most_bytes
    _, came = received(body_of(("just.pdf", b"x" * most), ("over.pdf", b"x" * (most + 1))))
    assert [each.name for each in came.files] == ["just.pdf"]
    assert came.refused == (("over.pdf", Fault.TOO_LARGE),)
    assert len(lying_about(folder)) == 1


def test_two_gigabytes_are_cut_soon_after_the_limit(folder: Path) -> None:
    stream = Endless(EDGE + b'\r\nContent-Disposition: form-data; name="paper"; filename="big.pdf"\r\n\r\n', 2**31)
    request = request_with(stream, 2**31)
    receiving.expect(request, {"paper": samples.EVERYTHING})
    assert receiving.arrived(request, "paper").refused == (("big.pdf", Fault.TOO_LARGE),)
    assert stream.taken < samples.EVERYTHING.most_bytes + receiving.DRAINED + 1_000_000
    assert lying_about(folder) == []


def test_a_page_that_takes_no_files_reads_none() -> None:
    stream = Endless(EDGE + b'\r\nContent-Disposition: form-data; name="paper"; filename="big.pdf"\r\n\r\n', 2**31)
    request = request_with(stream, 2**31)
    assert len(request.FILES) == 0
    assert stream.taken < 200_000


def test_an_empty_file_and_a_surplus_one_are_named(folder: Path) -> None:
    _, came = received(body_of(("none.pdf", b""), *((f"{number}.pdf", b"x%d" % number) for number in range(3))))
    assert came.refused == (("none.pdf", Fault.EMPTY), ("2.pdf", Fault.TOO_MANY))
    assert [each.name for each in came.files] == ["0.pdf", "1.pdf"]


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_an_upload_that_was_cut_brings_nothing(folder: Path, kept: float) -> None:
    body = body_of(("a.pdf", b"x" * 400_000))
    request, came = received(body[: int(len(body) * kept)], len(body))
    assert came == receiving.Arrivals(files=(), refused=(("a.pdf", Fault.CUT),))
    request.close()
    assert lying_about(folder) == []


def test_a_form_without_its_last_field_was_cut() -> None:
    _, came = received(body_of(("a.pdf", b"whole"), end=False))
    assert came.files == ()
    assert came.refused == (("a.pdf", Fault.CUT),)


def test_a_disk_that_is_full_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**how: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(receiving, "NamedTemporaryFile", full)
    assert received(body_of(("a.pdf", b"x")))[1].refused == (("a.pdf", Fault.NO_ROOM),)


def test_each_field_has_its_own_limits_and_one_that_nobody_asked_for_ends_the_reading(folder: Path) -> None:
    photo = replace(samples.EVERYTHING, most_files=1, most_bytes=4)
    limits = {"paper": samples.EVERYTHING, "photo": photo}
    body = b"".join(
        part(field, content, f"{field}{place}.pdf")
        for place, (field, content) in enumerate((("paper", b"whole"), ("photo", b"large"), ("photo", b"fits")))
    )
    request = request_with(io.BytesIO(whole := body + part(receiving.END, b"yes") + EDGE + b"--\r\n"), len(whole))
    receiving.expect(request, limits)
    assert [each.name for each in receiving.arrived(request, "paper").files] == ["paper0.pdf"]
    assert receiving.arrived(request, "photo").refused == (
        ("photo1.pdf", Fault.TOO_LARGE),
        ("photo2.pdf", Fault.TOO_MANY),
    )
    strange = body_of(("a.pdf", b"x")).replace(b'name="paper"', b'name="other"')
    request = request_with(io.BytesIO(strange), len(strange))
    receiving.expect(request, limits)
    assert receiving.arrived(request, "paper").refused == (("", Fault.CUT),)
    assert receiving.arrived(request, "photo") == receiving.Arrivals(files=(), refused=())
