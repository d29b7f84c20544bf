"""T-UPL: hostile files through the real server; nothing that acts is stored, nothing opens in a browser, no check costs more than it may.

Granian serves the portal with a question for files; every file of the corpus is sent in by a signed-in student, then what was kept
is looked at from outside (first bytes, qpdf, Pillow), fetched and opened in Chromium. Besides: two gigabytes in one stream, an upload cut
half-way, one file sent twice at once. Two faults are planted in a second server (types believed by name; headers of safety
dropped) and must be seen. Run in full: `python -m tests.proofs.uploads 1.0`.
"""

import http.client
import io
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parents[2]
MOST_KILOBYTES = 256 * 1024
MOST_SECONDS = 11.0  # ten, and what it takes to start and to end the process
PER_STUDENT = 60
ACTS = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)\b|CANARY|<script|<\?php|<svg", re.I
)


@dataclass(slots=True)
class Student:
    """Somebody with a session and an open draft."""

    cookies: str
    page: str


@dataclass(slots=True)
class Portal:
    """A served portal: where it is, where its files lie, the process that serves it."""

    url: str
    folder: Path
    leader: int
    students: list[Student] = field(default_factory=list)


class Watch(threading.Thread):
    """Looks at every limited process as long as it lives: its highest memory and how long it lived."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.ending = threading.Event()
        self.peak, self.longest, self.seen = 0, 0.0, {}

    def run(self) -> None:
        while not self.ending.wait(0.004):
            for pid in _pids():
                with suppress(OSError, ValueError, IndexError):
                    if b"maarif.support.files.examining" in Path(f"/proc/{pid}/cmdline").read_bytes():
                        self._look(pid)

    def _look(self, pid: int) -> None:
        begun = self.seen.setdefault(pid, time.monotonic())
        self.longest = max(self.longest, time.monotonic() - begun)
        self.peak = max(self.peak, _status(pid, "VmHWM"))


def _pids() -> list[int]:
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal()]


def _status(pid: int, what: str) -> int:
    return int(Path(f"/proc/{pid}/status").read_text().partition(f"{what}:")[2].split()[0])


def _memory_of(leader: int) -> int:
    """The highest memory that the server's processes have had, in kilobytes, summed."""
    total = 0
    for pid in _pids():
        with suppress(OSError, ValueError, IndexError):
            if os.getsid(pid) == leader:
                total += _status(pid, "VmHWM")
    return total


@contextmanager
def served(clamd: str, *, planted: bool = False) -> Iterator[Portal]:
    """Serves the portal of the test's database by granian."""
    from django.db import connection

    from maarif.config import processes

    home = Path(tempfile.mkdtemp(prefix="maarif-uploads-"))
    port = processes.free_port()
    address = urlsplit(os.environ["DATABASE_URL"])
    environment = {
        "DATABASE_URL": address._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "MAARIF_FILES": str(home / "files"),
        "MAARIF_CLAMD": clamd,
        "MAARIF_BASE_URL": f"http://127.0.0.1:{port}",
        "PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}",
        "DJANGO_SETTINGS_MODULE": "maarif.config.settings",
        **({"MAARIF_PLANTED": "1"} if planted else {}),
    }
    family = processes.Family(environment, home)
    command = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    try:
        child = family.start("web", [*command, "--blocking-threads", "4", "tests.engine.filing_wsgi:application"])
        family.wait_for("web", f"http://127.0.0.1:{port}/robots.txt")
        yield Portal(url=f"http://127.0.0.1:{port}", folder=home / "files", leader=child.pid)
    finally:
        family.stop()
        shutil.rmtree(home, ignore_errors=True)


def enrol(count: int) -> list[Student]:
    """Students with sessions and drafts, made in the test's database."""
    from django.db import connections
    from django.test import Client

    from maarif.engine.cases import operations
    from tests.engine import campus
    from tests.engine.filing import CODE
    from tests.signing_in import sign_in

    made = []
    for _ in range(count):
        client, party = Client(), campus.student()
        sign_in(client, party, language="en")
        draft = operations.start_draft(by=campus.actor(party, language="en"), service=CODE)
        token = secrets.token_hex(16)
        cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"
        made.append(Student(cookies=cookies, page=f"/en/cabinet/drafts/{draft}/files/papers/"))
    connections.close_all()  # the browser's loop has a connection of its own, which would keep the database from being dropped
    return made


def _body(student: Student, name: str, content: bytes, *, end: bool = True) -> bytes:
    token = student.cookies.rpartition("=")[2]
    parts = [("csrfmiddlewaretoken", None, token.encode()), ("papers", name, content), ("then", None, b"stay")]
    parts += [("whole", None, b"yes")] if end else []
    told = b""
    for code, filename, value in parts:
        more = f'; filename="{filename}"' if filename else ""
        told += f'--edge\r\nContent-Disposition: form-data; name="{code}"{more}\r\n\r\n'.encode() + value + b"\r\n"
    return told + b"--edge--\r\n"


def ask(
    portal: Portal, student: Student, path: str, body: bytes | None = None, length: int | None = None
) -> tuple[int, dict[str, str], bytes]:
    """One request; status, headers and body."""
    host = urlsplit(portal.url)
    line = http.client.HTTPConnection(host.hostname or "", host.port, timeout=60)
    headers = {"Cookie": student.cookies}
    if body is not None:
        headers |= {"Content-Type": "multipart/form-data; boundary=edge", "Content-Length": str(length or len(body))}
    try:
        line.request("POST" if body is not None else "GET", path, body, headers)
        answer = line.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        line.close()


def faults_of_answer(headers: dict[str, str]) -> list[str]:
    """What a served file lacks."""
    policy = headers.get("content-security-policy", "")
    wanted = {
        "no attachment": headers.get("content-disposition", "").startswith("attachment"),
        "may be sniffed": headers.get("x-content-type-options") == "nosniff",
        "no sandbox": "sandbox" in policy and "default-src 'none'" in policy,
        "may be kept": "no-store" in headers.get("cache-control", ""),
        "a type that acts": headers.get("content-type") in {"application/pdf", "image/png", "image/jpeg"},
    }
    return [fault for fault, holds in wanted.items() if not holds]


def faults_of_content(content: bytes) -> list[str]:
    """What is kept and could act, by other eyes than ours: first bytes, qpdf's plain form of a PDF, Pillow's list of a picture."""
    if content.startswith(b"%PDF-"):
        plain = subprocess.run(
            ["qpdf", "--qdf", "--object-streams=disable", "-", "-"], input=content, capture_output=True, check=False
        )
        found = ACTS.search(plain.stdout or content)
        return [f"a PDF with {found.group()!r}"] if found else []
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return [f"begins with {content[:12]!r}"]
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        rest = set(picture.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    acts = ACTS.search(content)
    return [*(f"a picture with {one}" for one in rest), *([f"a picture with {acts.group()!r}"] if acts else [])]


def walk(portal: Portal, files: tuple[Any, ...], browser: Any) -> dict[str, Any]:
    """Sends every file in, and looks at everything that is kept of it."""
    found: dict[str, Any] = {"files": 0, "kept": 0, "refused": 0, "dialogs": 0, "faults": []}
    for place, hostile in enumerate(files):
        student = portal.students[place // PER_STUDENT]
        status, _, page = ask(portal, student, student.page, _body(student, hostile.name, hostile.content))
        found["files"] += 1
        if status not in {302, 413, 422}:
            found["faults"].append(f"{hostile.kind}: answered {status}")
        if status != 302:
            found["refused"] += 1
            if b'id="errors"' not in page:
                found["faults"].append(f"{hostile.kind}: refused without a word")
            continue
        found["kept"] += 1
        if hostile.refused:
            found["faults"].append(f"{hostile.kind}: taken in")
        _look(portal, student, hostile, browser, found)
    found["faults"] += [f"{each.name} may be executed" for each in _files(portal) if _mode(each) & 0o111]
    found["faults"] += [f"left on the disk: {each}" for each in _left(portal, ".page")]
    return found


def _files(portal: Portal) -> list[Path]:
    return [each for each in portal.folder.rglob("*") if each.is_file()]


def _mode(path: Path) -> int:
    """What may be done with a file; nothing with one that a request has deleted meanwhile."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return 0


def _left(portal: Portal, *but: str) -> list[Path]:
    """What stays below the portal's folder; a request deletes its files when it ends, which may be after its answer came."""
    until, left = time.monotonic() + 20, [portal.folder]
    while left and time.monotonic() < until:
        time.sleep(0.1)
        left = [
            each for each in portal.folder.rglob("*") if each.is_file() and not any(one in each.name for one in but)
        ]
    return left


def _look(portal: Portal, student: Student, hostile: Any, browser: Any, found: dict[str, Any]) -> None:
    """Fetches what was kept, judges it, opens it in the browser, and takes it away again."""
    _, _, page = ask(portal, student, student.page)
    for link in set(re.findall(rb'href="(/en/cabinet/files/[0-9a-f]{32}/)"', page)):
        _, headers, content = ask(portal, student, link.decode())
        found["faults"] += [
            f"{hostile.kind}: {one}" for one in (*faults_of_answer(headers), *faults_of_content(content))
        ]
        found["dialogs"] += opened(browser, portal, student, link.decode())
    for removing in re.findall(rb'action="(/en/cabinet/drafts/[^"]+/remove/)"', page):
        ask(portal, student, removing.decode(), _body(student, "", b""))


def opened(browser: Any, portal: Portal, student: Student, path: str) -> int:
    """How many dialogs a browser shows that opens this address, and the picture of the first page."""
    from playwright.sync_api import Error

    context = browser.new_context(accept_downloads=True)
    session = student.cookies.partition("sessionid=")[2].partition(";")[0]
    context.add_cookies([{"name": "sessionid", "value": session, "url": portal.url}])
    page, dialogs = context.new_page(), []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for address in (path, f"{path}pages/1/"):
        with suppress(Error):  # a download begins instead of a page
            page.goto(portal.url + address, timeout=15_000)
        page.wait_for_timeout(60)
    context.close()
    return len(dialogs)


def huge_stream(portal: Portal, student: Student, length: int = 2**31) -> dict[str, int]:
    """Two gigabytes in one file: cut soon after the limit, at no cost of memory or disk; the answer says why."""
    host = urlsplit(portal.url)
    before, most_on_disk = _memory_of(portal.leader), 0
    head = _body(student, "film.pdf", b"").partition(b'\r\n--edge\r\nContent-Disposition: form-data; name="then"')[0]
    with socket.create_connection((host.hostname or "", host.port or 0), timeout=60) as line:
        line.sendall(
            f"POST {student.page} HTTP/1.1\r\nHost: {host.netloc}\r\nCookie: {student.cookies}\r\nContent-Length: {length}\r\n"
            "Content-Type: multipart/form-data; boundary=edge\r\nConnection: close\r\n\r\n".encode()
            + head
        )
        sent, answer, open_still = 0, b"", True
        line.setblocking(False)
        until = time.monotonic() + 120
        while time.monotonic() < until and b"</html>" not in answer:
            try:
                block = line.recv(65_536)
                answer += block
                if not block:
                    break
            except BlockingIOError:
                time.sleep(0.001)
            except ConnectionResetError:
                break
            if open_still and sent < length:
                try:
                    sent += line.send(bytes(1_000_000))
                except BlockingIOError:
                    continue
                except (BrokenPipeError, ConnectionResetError):
                    open_still = False
                on_disk = (each.stat().st_size for each in portal.folder.rglob("in-*") if each.exists())
                most_on_disk = max(most_on_disk, sum(on_disk))
    assert answer.startswith(b"HTTP/1.1 413"), answer[:200]
    assert b"is too large" in answer
    grown = _memory_of(portal.leader) - before
    assert sent < 200_000_000, f"{sent} bytes were taken"
    assert grown < 100_000, f"{grown} kB more memory"
    assert most_on_disk < 4_000_000
    return {"stream_sent_mb": sent // 10**6, "stream_memory_kb": max(0, grown)}


def cut(portal: Portal, student: Student) -> None:
    """An upload whose connection breaks half-way leaves nothing."""
    host, body = urlsplit(portal.url), _body(student, "half.pdf", bytes(1_500_000))
    with socket.create_connection((host.hostname or "", host.port or 0)) as line:
        line.sendall(
            f"POST {student.page} HTTP/1.1\r\nHost: {host.netloc}\r\nCookie: {student.cookies}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: multipart/form-data; boundary=edge\r\n\r\n".encode()
            + body[: len(body) // 2]
        )
    assert _left(portal) == []
    assert b"half.pdf" not in ask(portal, student, student.page)[2]


def twice(portal: Portal, student: Student) -> None:
    """One file sent eight times at once is one file."""
    from tests.support.files import samples

    body = _body(student, "once.pdf", samples.pdf(2))
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: ask(portal, student, student.page, body)[0], range(8)))
    assert statuses == [302] * 8, statuses
    assert ask(portal, student, student.page)[2].count(b'class="file-name"') == 1
    assert len([each for each in portal.folder.glob("kept/*/*") if each.is_file()]) == 1


def planted(browser: Any, clamd: str) -> int:
    """The faults that must be seen: types believed by name, headers dropped. Returns how many findings they made."""
    from tests.support.files.hostile import SCRIPT, Hostile

    evil = (
        Hostile("planted page", "page.html", b"<!doctype html>" + SCRIPT),
        Hostile("planted drawing", "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    )
    with served(clamd, planted=True) as portal:
        portal.students = enrol(1)
        found = walk(portal, evil, browser)
    said = " | ".join(found["faults"])
    for sign in ("taken in", "no attachment", "no sandbox", "a type that acts", "begins with"):
        assert sign in said, f"the planted fault was not seen as {sign!r}: {said}"
    assert found["dialogs"] >= 2, "Chromium did not run the planted script"
    return len(found["faults"])


def prove(share: float, seed: int = 2026) -> dict[str, Any]:
    """The whole proof at a share of the corpus; AssertionError when anything got through."""
    from tests.support.files import clamd
    from tests.support.files.hostile import corpus
    from tests.surfaces.browser import chromium

    files = corpus(seed)[:: max(1, round(1 / share))]
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with ExitStack() as stack:
        address = stack.enter_context(clamd.scanner())[0] if clamd.possible() else ""
        browser = stack.enter_context(chromium())
        watch = Watch()
        with served(address) as portal:
            portal.students = enrol(len(files) // PER_STUDENT + 2)
            watch.start()
            found = walk(portal, files, browser)
            other = portal.students[-1]
            stream = huge_stream(portal, other)
            cut(portal, other)
            twice(portal, other)
        watch.ending.set()
        seen = planted(browser, address)
    assert found["faults"] == [], "\n".join(found["faults"])
    assert found["dialogs"] == 0
    assert 0 < watch.peak <= MOST_KILOBYTES, f"{watch.peak} kB"
    assert watch.longest <= MOST_SECONDS, f"{watch.longest} s"
    counts = {name: found[name] for name in ("files", "kept", "refused", "dialogs")}
    scanned = "clamd" if address else "not scanned"
    return {
        **counts,
        **stream,
        "peak_kb": watch.peak,
        "longest_s": round(watch.longest, 1),
        "planted_seen": seen,
        "seed": seed,
        "virus": scanned,
    }


def main() -> None:
    from tests.proofs.databases import own_database

    with own_database("test_proof_uploads"):
        print(json.dumps(prove(float(sys.argv[1]))))


if __name__ == "__main__":
    main()
