"""X.509 certificates of an authority of our own and of the keys it certifies (profile: RFC 5280, document signing of RFC 9336)."""

from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# A signature must stay verifiable long after its key stopped signing, so certificates outlive signing periods by far.
AUTHORITY_LIVES: Final = timedelta(days=25 * 365)
CERTIFICATE_LIVES: Final = timedelta(days=22 * 365)
DOCUMENT_SIGNING: Final = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")


def authority_certificate(private: ec.EllipticCurvePrivateKey, name: str, since: datetime) -> x509.Certificate:
    """The self-signed certificate of the authority: it may certify signing keys, and no further authority."""
    subject = _name(f"{name}: authority")
    return (
        _builder(subject, subject, private.public_key(), since, AUTHORITY_LIVES)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )


def signing_certificate(
    public: ec.EllipticCurvePublicKey,
    name: str,
    issuer: x509.Certificate,
    authority: ec.EllipticCurvePrivateKey,
    since: datetime,
) -> x509.Certificate:
    """The certificate of a signing key: it may sign documents and nothing else."""
    return (
        _builder(_name(name), issuer.subject, public, since, CERTIFICATE_LIVES)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False)
        .sign(authority, hashes.SHA256())
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:64])])


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, since: datetime, lives: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + lives)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
