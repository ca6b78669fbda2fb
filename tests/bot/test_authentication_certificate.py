"""A certificate's file is read whole or refused in a sentence that holds nothing of it."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as elliptic
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot.authentication import read_certificate
from bot.authentication.certificate import LARGEST
from programme.errors import CorrectAndRepeat
from tests.bot.entra import certificate, key, key_pem, pem

OTHER = certificate(key(1))


def test_of_a_chain_the_certificate_of_the_key_is_taken(tmp_path: Path) -> None:
    own = certificate(key())
    file = tmp_path / "chain.pem"
    file.write_bytes(pem(key(), OTHER, own))

    found = read_certificate(file)

    assert found.certificate.encode() == own.public_bytes(Encoding.PEM)
    assert (found.begins, found.ends) == (own.not_valid_before_utc, own.not_valid_after_utc)
    assert found.private_key.encode() in key_pem(key())
    assert "PRIVATE" not in repr(found)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no RSA private key"),
        (b"-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n", "no RSA private"),
        (OTHER.public_bytes(Encoding.PEM), "no RSA private key"),
        (key_pem(key(), b"a passphrase"), "without a passphrase"),
        (
            elliptic(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            "no RSA private key",
        ),
        (key_pem(key()), "no certificate for its private key"),
        (pem(key(), OTHER), "no certificate for its private key"),
        (b"x" * LARGEST + pem(key()), "no RSA private key"),
    ],
    ids=["empty", "garbage", "no key", "locked", "elliptic", "no certificate", "other", "large"],
)
def test_a_file_that_will_not_do_is_refused_without_a_word_of_it(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "hidden-name.pem"
    file.write_bytes(content)

    with pytest.raises(CorrectAndRepeat, match=said) as refusal:
        read_certificate(file)

    assert "SIGHTLINE_APP_CERTIFICATE_FILE" in str(refusal.value)
    assert "hidden-name" not in str(refusal.value)
    assert "BEGIN" not in str(refusal.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for nowhere in (tmp_path / "nowhere.pem", tmp_path):
        with pytest.raises(CorrectAndRepeat, match="names no file that can be read"):
            read_certificate(nowhere)
