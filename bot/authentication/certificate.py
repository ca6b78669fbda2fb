"""The certificate that the bot signs in with: a PEM file that holds it and its private key."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from programme.errors import CorrectAndRepeat

LARGEST: Final = 256 * 1024
"""Bytes of a file with a key and a chain of certificates."""

_KEY = re.compile(rb"-----BEGIN ([A-Z ]*)PRIVATE KEY-----.+?-----END \1PRIVATE KEY-----", re.DOTALL)
_SETTING: Final = "SIGHTLINE_APP_CERTIFICATE_FILE"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate and its private key, as PEM. It holds from `begins` to `ends` (UTC)."""

    private_key: str = field(repr=False)
    certificate: str
    begins: datetime
    ends: datetime


def read_certificate(path: Path) -> Certificate:
    """The certificate of the file whose private key is in it too; others beside it are left alone.

    Raises CorrectAndRepeat, naming the setting and neither the path nor what the file holds.
    """
    try:
        with path.open("rb") as file:
            pem = file.read(LARGEST + 1)
    except OSError:
        raise CorrectAndRepeat(
            f"{_SETTING} names no file that can be read; name the PEM file of the app's "
            "certificate and private key."
        ) from None
    key, block = _private_key(pem)
    for certificate in _certificates(pem):
        if certificate.public_key() == key.public_key():
            return Certificate(
                private_key=block.decode(),
                certificate=certificate.public_bytes(Encoding.PEM).decode(),
                begins=certificate.not_valid_before_utc,
                ends=certificate.not_valid_after_utc,
            )
    raise CorrectAndRepeat(
        f"The file of {_SETTING} has no certificate for its private key; put both into it, as PEM."
    )


def _private_key(pem: bytes) -> tuple[RSAPrivateKey, bytes]:
    found = _KEY.search(pem)
    try:
        key = load_pem_private_key(found[0], None) if found else None
    except (ValueError, TypeError, UnsupportedAlgorithm):  # TypeError: it asks for a passphrase
        key = None
    if found is None or not isinstance(key, RSAPrivateKey):
        raise CorrectAndRepeat(
            f"The file of {_SETTING} has no RSA private key that can be read; put one into it, as "
            "PEM and without a passphrase."
        )
    return key, found[0]


def _certificates(pem: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError:
        return []
