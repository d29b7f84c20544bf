"""The ring of keys in a folder: read once, read again when its file changes."""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cryptography import x509

from maarif.support.keys import compact
from maarif.support.keys.signers import Signer, signer_of
from maarif.support.keys.types import Key, KeysMissing, KeyUnknown, Purpose

RING_FILE: Final = "ring.json"


class Ring:
    """All keys of a folder, as they were when it was read."""

    def __init__(self, folder: Path, content: Mapping[str, Any]) -> None:
        self.folder = folder
        self.demo = bool(content.get("demo"))
        self._lines: dict[str, dict[str, Any]] = {line["id"]: line for line in content["keys"]}
        self.keys = {line["id"]: _key(folder, line) for line in content["keys"]}
        self._signers: dict[str, Signer] = {}

    def key(self, key_id: str) -> Key | None:
        """The key of this id, if there is one."""
        return self.keys.get(key_id)

    def active(self, purpose: Purpose, moment: datetime) -> Key:
        """The key that signs at this moment: the youngest that may; KeysMissing when there is none."""
        fit = [key for key in self.keys.values() if key.purpose is purpose and key.signs_at(moment)]
        if not fit:
            raise KeysMissing(
                f"No key for {purpose} may sign now in {self.folder}: run `maarif keys rotate`", purpose=str(purpose)
            )
        return max(fit, key=lambda key: (key.not_before, key.id))

    def signer(self, key: Key) -> Signer:
        """Who signs with this key; opened once."""
        if key.id not in self._lines:
            raise KeyUnknown(key=key.id)
        if key.id not in self._signers:
            self._signers[key.id] = signer_of(self.folder, self._lines[key.id]["signer"])
        return self._signers[key.id]

    def sign(self, payload: bytes, *, kind: str, purpose: Purpose, moment: datetime) -> tuple[str, Key]:
        """A compact signature over the payload, and the key that made it."""
        key = self.active(purpose, moment)
        signed = f"{compact.header(key.id, kind)}.{compact.encode(payload)}"
        return f"{signed}.{compact.encode(self.signer(key).sign(signed.encode()))}", key


def _key(folder: Path, line: Mapping[str, Any]) -> Key:
    """One line of the ring file with its certificate."""
    return Key(
        id=line["id"],
        purpose=Purpose(line["purpose"]),
        not_before=datetime.fromisoformat(line["not_before"]),
        not_after=datetime.fromisoformat(line["not_after"]),
        revoked_at=datetime.fromisoformat(line["revoked_at"]) if line.get("revoked_at") else None,
        revoked_because=line.get("revoked_because", ""),
        certificate=_certificate(folder, line["certificate"]),
        chain=tuple(_certificate(folder, name) for name in line["chain"]),
    )


def _certificate(folder: Path, name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / name).read_bytes())


_lock = threading.Lock()
_rings: dict[Path, tuple[int, Ring]] = {}


def ring(folder: Path) -> Ring:
    """The ring of a folder; KeysMissing when nobody has made one."""
    path = folder / RING_FILE
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError as error:
        raise KeysMissing(
            f"No signing keys in {folder}: hold a key ceremony, or run `maarif keys demo`", folder=str(folder)
        ) from error
    known = _rings.get(folder)
    if known is not None and known[0] == changed:
        return known[1]
    with _lock:
        fresh = Ring(folder, json.loads(path.read_text()))
        _rings[folder] = (changed, fresh)
        return fresh
