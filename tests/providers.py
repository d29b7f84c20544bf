"""A mail server and a text-message gateway of the world outside, in one process of its own, that fail as they are told to.

`python -m tests.providers FOLDER` serves until it is ended; `provider(...)` starts it and speaks with it. What it takes for good is written
to `FOLDER/taken.jsonl` at once, so that it is known however the process ends. A plan is a list of faults for the sessions to come
(`""` is none); when it is used up, faults come by chance at `--rate`.

Mail: `busy` (421 at the greeting), `drip` (a greeting that never ends), `greylist` (451 for the recipient), `refuse` (550), `cut` (the line is cut in
DATA), `error` (451 after DATA), `lost` (taken, and the line cut before the reply), `late` (taken, and the reply never comes).
Text messages: `busy` (503), `limit` (429), `refuse` (422), `cut` (not taken, line cut), `error` (500), `wrong` (taken, yet 500), `lost` and `late` as above.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from maarif.config.processes import free_port

TOKEN = "gateway-token"
USER, PASSWORD = "maarif", "p@ss:word/1"
PROJECT = Path(__file__).resolve().parents[1]
MAIL_FAULTS = ("busy", "greylist", "cut", "error", "lost", "late")
SMS_FAULTS = ("busy", "limit", "cut", "error", "wrong", "lost", "late")
FOREVER = 3600


class Book:
    """What was taken, and which faults are to come; shared by both servers of the process."""

    def __init__(self, folder: Path, rate: float, seed: int) -> None:
        self.file = (folder / "taken.jsonl").open("a")
        self.plans: dict[str, deque[str]] = {"mail": deque(), "sms": deque()}
        self.rate, self.dice, self.lock = rate, random.Random(seed), threading.Lock()
        self.keys: set[str] = set()

    def fault(self, kind: str) -> str:
        """What goes wrong with the next session."""
        with self.lock:
            if self.plans[kind]:
                return self.plans[kind].popleft()
            if self.dice.random() < self.rate:
                return self.dice.choice(MAIL_FAULTS if kind == "mail" else SMS_FAULTS)
            return ""

    def take(self, kind: str, name: str, to: str, **more: str) -> bool:
        """Takes something for good; False for a text message whose key is known."""
        with self.lock:
            if kind == "sms" and name in self.keys:
                return False
            self.keys.add(name)
            self.file.write(json.dumps({"kind": kind, "name": name, "to": to, **more}) + "\n")
            self.file.flush()
            return True


class Mail:
    """aiosmtpd's handler."""

    def __init__(self, book: Book) -> None:
        self.book = book

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> Any:
        session.host_name = hostname
        session.fault = self.book.fault("mail")
        if session.fault == "busy":
            return ["421 4.3.2 busy"]
        while session.fault == "drip":
            server.transport.write(b"2")
            await asyncio.sleep(0.1)
        return responses

    async def handle_HELO(self, server: Any, session: Any, envelope: Any, hostname: str) -> str:
        session.host_name = hostname
        return "421 4.3.2 busy" if session.fault == "busy" else f"250 {server.hostname}"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if session.fault == "greylist":
            return "451 4.7.1 greylisted, come again"
        if session.fault == "refuse":
            return f"550 5.1.1 <{address}> is nobody here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if session.fault == "cut":
            server.transport.abort()
            return "451 never read"
        if session.fault == "error":
            return "451 4.3.0 local error"
        content = envelope.original_content or b""
        for recipient in envelope.rcpt_tos:
            self.book.take("mail", str(message_from_bytes(content)["Message-ID"]), recipient, text=content.decode())
        if session.fault == "lost":
            server.transport.abort()
        if session.fault == "late":
            await asyncio.sleep(FOREVER)
        return "250 2.0.0 taken"


class Gateway(BaseHTTPRequestHandler):
    """The gateway's HTTP."""

    book: Book

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        self.answer(200 if self.headers.get("Authorization") == f"Bearer {TOKEN}" else 401)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/plan":
            with self.book.lock:
                self.book.plans[body["kind"]] = deque(body["faults"])
            return self.answer(200)
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self.answer(401)
        return self.message(body, self.book.fault("sms"))

    def message(self, body: dict[str, str], fault: str) -> None:
        refused = {"busy": 503, "limit": 429, "refuse": 422, "error": 500}.get(fault)
        if refused is not None:
            return self.answer(refused)
        if fault == "cut":
            return self.cut()
        new = self.book.take("sms", self.headers["Idempotency-Key"], body["to"], text=body["text"])
        if fault == "late":
            time.sleep(FOREVER)
        if fault == "lost":
            return self.cut()
        return self.answer(500 if fault == "wrong" else 202 if new else 200)

    def cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(2)

    def answer(self, status: int) -> None:
        body = json.dumps({"status": status}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    """Serves until it is ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--smtp-port", type=int)
    parser.add_argument("--port", type=int)
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--starttls", action="store_true")
    given = parser.parse_args()
    book = Book(given.folder, given.rate, given.seed)
    secure: dict[str, Any] = {}
    if given.starttls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(given.folder / "certificate.pem", given.folder / "key.pem")
        secure = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": _knows}
    mail = Controller(Mail(book), hostname="127.0.0.1", port=given.smtp_port, decode_data=False, **secure)
    mail.start()
    Gateway.book = book
    ThreadingHTTPServer.request_queue_size = 64
    web = ThreadingHTTPServer(("127.0.0.1", given.port), Gateway)
    web.daemon_threads = True
    print("ready", flush=True)
    web.serve_forever(poll_interval=0.1)


def _knows(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)


def write_certificate(folder: Path) -> Path:
    """Writes a certificate for 127.0.0.1 that is its own authority, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail of a test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder / "certificate.pem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A running process: where it listens and what it took."""

    folder: Path
    smtp_port: int
    port: int

    @property
    def url(self) -> str:
        """The gateway's address."""
        return f"http://127.0.0.1:{self.port}/sms"

    def plan(self, kind: str, *faults: str) -> None:
        """Says what goes wrong with the next sessions of `mail` or `sms`."""
        body = json.dumps({"kind": kind, "faults": faults}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/plan", data=body, method="POST")
        with urllib.request.urlopen(request, timeout=10):
            return

    def taken(self, kind: str) -> list[dict[str, str]]:
        """What was taken for good, in order."""
        lines = (self.folder / "taken.jsonl").read_text().splitlines()
        return [one for one in map(json.loads, lines) if one["kind"] == kind]


@contextmanager
def provider(folder: Path, *options: str) -> Iterator[Provider]:
    """Starts one, and ends it afterwards."""
    folder.mkdir(exist_ok=True)
    if "--starttls" in options:
        write_certificate(folder)
    started = Provider(folder=folder, smtp_port=free_port(), port=free_port())
    ports = ("--smtp-port", str(started.smtp_port), "--port", str(started.port))
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.providers", str(folder), *ports, *options],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n", "the provider did not start"
        yield started
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def addresses(providers: Sequence[Provider]) -> dict[str, str]:
    """The environment that names providers as mail servers and gateways, the first one first."""
    first, *rest = providers
    return {
        "MAARIF_SMTP_HOST": "127.0.0.1",
        "MAARIF_SMTP_PORT": str(first.smtp_port),
        "MAARIF_SMTP_NEXT": " ".join(f"smtp://127.0.0.1:{one.smtp_port}" for one in rest),
        "MAARIF_SMS_URL": first.url,
        "MAARIF_SMS_TOKEN": TOKEN,
        "MAARIF_SMS_NEXT": " ".join(f"http://{TOKEN}@127.0.0.1:{one.port}/sms" for one in rest),
    }


if __name__ == "__main__":
    main()
