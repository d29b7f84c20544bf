"""Who holds the private half of a key: a file of ours, or a device that never lets it out (PKCS#11)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from maarif.support.keys.compact import ALGORITHM, ORDER, raw_signature
from maarif.support.keys.types import KeysMissing


class Signer(Protocol):
    """Anything that signs with P-256 and SHA-256."""

    def sign(self, data: bytes) -> bytes:
        """The signature r || s (64 bytes, low s) over the data."""
        ...


class FileSigner:
    """A private key in a file that only its owner may read, parsed once."""

    def __init__(self, path: Path) -> None:
        if path.stat().st_mode & 0o077:
            raise KeysMissing(f"{path} may be read by others: chmod 600 {path}", path=str(path))
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise KeysMissing(f"{path} is not an elliptic-curve key", path=str(path))
        self._key = key

    def sign(self, data: bytes) -> bytes:
        """The signature r || s over the data."""
        return raw_signature(self._key.sign(data, ALGORITHM))


class DeviceSigner:
    """A private key in a hardware module or smart card, used through PKCS#11 (`pip install maarif[hsm]`)."""

    def __init__(self, *, module: str, token: str, label: str, pin_file: str) -> None:
        import pkcs11

        self._pkcs11 = pkcs11
        found = pkcs11.lib(module).get_token(token_label=token)
        self._session = found.open(user_pin=Path(pin_file).read_text().strip())
        self._key: Any = self._session.get_key(object_class=pkcs11.constants.ObjectClass.PRIVATE_KEY, label=label)

    def sign(self, data: bytes) -> bytes:
        """The signature r || s over the data; the device sees only its hash."""
        import hashlib

        raw = bytes(self._key.sign(hashlib.sha256(data).digest(), mechanism=self._pkcs11.Mechanism.ECDSA))
        s = int.from_bytes(raw[32:], "big")
        return raw[:32] + min(s, ORDER - s).to_bytes(32, "big")


def signer_of(folder: Path, description: Mapping[str, str]) -> Signer:
    """The signer that a line of the ring describes: {"kind": "file", "path": ...} or {"kind": "pkcs11", "module": ...}."""
    settings = dict(description)
    kind = settings.pop("kind", "")
    if kind == "file":
        return FileSigner(folder / settings["path"])
    if kind == "pkcs11":
        return DeviceSigner(**settings)
    raise KeysMissing(f"The ring names a signer of an unknown kind: {kind!r}", kind=kind)
