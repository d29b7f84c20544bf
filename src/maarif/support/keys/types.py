"""Values of the signing keys, and the errors that have a name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from maarif.kernel.errors import MaarifError


class Purpose(StrEnum):
    """What a key may sign; a key for one purpose never signs for the other."""

    DOCUMENTS = "documents"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A signing key as the world may know it: it signs from `not_before` to `not_after`, and verifies for ever unless revoked.

    `chain` certifies it: who certified its certificate, then who certified that, up to the authority of the state.
    """

    id: str
    purpose: Purpose
    not_before: datetime
    not_after: datetime
    revoked_at: datetime | None
    revoked_because: str
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def public(self) -> ec.EllipticCurvePublicKey:
        """The public half."""
        key = self.certificate.public_key()
        assert isinstance(key, ec.EllipticCurvePublicKey)
        return key

    def signs_at(self, moment: datetime) -> bool:
        """Whether it may sign at this moment."""
        return self.revoked_at is None and self.not_before <= moment < self.not_after


class KeysMissing(MaarifError):
    """There is no key that may sign now; `maarif keys demo` makes demo keys, a ceremony makes real ones."""


class KeyUnknown(MaarifError):
    """No key of this id is in the ring."""


class BadSignature(MaarifError):
    """A compact signature is not accepted; `why` is malformed, unknown_key, key_revoked, wrong_type or bad_signature."""

    @property
    def why(self) -> str:
        """The reason, as a code."""
        return str(self.params["why"])
