"""The CMS block of a PAdES baseline signature (ETSI EN 319 142-1, B-B): everything but digest and signature is encoded once per key."""

import hashlib
from functools import lru_cache
from typing import Final

from asn1crypto import algos, cms, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from maarif.support.keys.queries import der_signature
from maarif.support.keys.signers import Signer
from maarif.support.keys.types import Key

SEQUENCE: Final = 0x30
SET: Final = 0x31
OCTETS: Final = 0x04
TAGGED_0: Final = 0xA0
_HOLE: Final = b"\x00" * 32


def tlv(tag: int, content: bytes) -> bytes:
    """One DER value: tag, length, content."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


class Frame:
    """What of a signature by one certificate never changes."""

    def __init__(self, certificates: tuple[bytes, ...]) -> None:
        signer = asn1.Certificate.load(certificates[0])
        digest = cms.DigestAlgorithm({"algorithm": "sha256"}).dump()
        self.room = sum(map(len, certificates)) + 700
        self._attributes = _signed_attributes(certificates[0])
        self._head = (
            cms.CMSVersion("v1").dump()
            + tlv(SET, digest)
            + cms.ContentInfo({"content_type": "data"}).dump()
            + tlv(TAGGED_0, b"".join(certificates))
        )
        self._signer_head = (
            cms.CMSVersion("v1").dump()
            + cms.IssuerAndSerialNumber({"issuer": signer.issuer, "serial_number": signer.serial_number}).dump()
            + digest
        )
        self._algorithm = algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}).dump()
        self._signed_data = cms.ContentType("signed_data").dump()

    def sign(self, document_digest: bytes, signer: Signer) -> bytes:
        """The whole CMS block over a document's SHA-256."""
        attributes = self._attributes.replace(_HOLE, document_digest, 1)
        return self.with_signature(document_digest, signer.sign(tlv(SET, attributes)))

    def with_signature(self, document_digest: bytes, signature: bytes) -> bytes:
        """The one CMS block that these two give: who verifies can write it again and compare it byte for byte."""
        attributes = self._attributes.replace(_HOLE, document_digest, 1)
        info = self._signer_head + tlv(TAGGED_0, attributes) + self._algorithm
        info += tlv(OCTETS, der_signature(signature))
        signed_data = tlv(SEQUENCE, self._head + tlv(SET, tlv(SEQUENCE, info)))
        return tlv(SEQUENCE, self._signed_data + tlv(TAGGED_0, signed_data))


def _signed_attributes(certificate: bytes) -> bytes:
    """Content type, digest (a hole of 32 zeros) and the certificate's own digest, in DER's order."""
    chosen = tsp.SigningCertificateV2(
        {"certs": [{"hash_algorithm": {"algorithm": "sha256"}, "cert_hash": hashlib.sha256(certificate).digest()}]}
    )
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "message_digest", "values": [_HOLE]},
            {"type": "signing_certificate_v2", "values": [chosen]},
        ]
    )
    return b"".join(sorted(attribute.dump() for attribute in attributes))


@lru_cache(maxsize=64)
def _frame(certificates: tuple[bytes, ...]) -> Frame:
    return Frame(certificates)


def frame_of(key: Key) -> Frame:
    """The frame of a key's certificate and its chain, encoded once per process."""
    return _frame(_der((key.certificate, *key.chain)))


@lru_cache(maxsize=64)
def _der(certificates: tuple[x509.Certificate, ...]) -> tuple[bytes, ...]:
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in certificates)
