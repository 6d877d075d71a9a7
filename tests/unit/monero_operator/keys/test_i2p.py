# SPDX-License-Identifier: Apache-2.0
"""Keys of I2P destinations: what is made, both kinds of file, and every file that i2pd would load in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monero_operator.keys import curve, i2p
from monero_operator.keys.malformed import MalformedError

ENTROPY = bytes(range(96))
SECRET = i2p.make(ENTROPY)


def with_certificate(certificate: bytes, secret: bytes = SECRET[391:]) -> bytes:
    """Return a file with another certificate, and other secret keys."""
    return SECRET[:384] + certificate + secret


ELGAMAL = with_certificate(bytes((5, 0, 4, 0, 7, 0, 0)), bytes(256) + SECRET[-32:])


def test_known_entropy_has_its_known_addresses() -> None:
    """Nothing changes what old entropy makes (tests/integration/anonymity asks i2pd about others)."""
    assert i2p.address(SECRET) == "wf5ndjmgwghl7b4t5sinceg5zjpuu57zp4a2bvkbaqjpkomawyrq.b32.i2p"
    assert i2p.encrypted_address(SECRET) == "z24g4a5ba677htqqxyoxbxiy45f4bglh4tldbg5fbvpr3xegmqjfkmny.b32.i2p"


@given(st.binary(min_size=96, max_size=96).filter(lambda entropy: any(entropy[:32])))
def test_every_key_that_is_made_is_good(entropy: bytes) -> None:
    """What is made passes what is checked; the keys in it are those of its entropy."""
    secret = i2p.make(entropy)

    assert len(secret) == 455
    assert len(i2p.address(secret)) == 52 + len(".b32.i2p")
    assert len(i2p.encrypted_address(secret)) == 56 + len(".b32.i2p")
    assert secret[:32] == curve.agreement_key(entropy[32:64])
    assert secret[-32:] == entropy[:32]


def test_file_with_keys_of_elgamal_is_good_too() -> None:
    """Older routers, and i2pd by itself, write such files of 679 bytes."""
    assert len(ELGAMAL) == 679
    assert i2p.destination(ELGAMAL) == ELGAMAL[:391]
    assert i2p.address(ELGAMAL) != i2p.address(SECRET)
    # The certificate is no part of the key that an encrypted address is made of.
    assert i2p.encrypted_address(ELGAMAL) == i2p.encrypted_address(SECRET)


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        (b"", "0 bytes"),
        (SECRET[:390], "390 bytes"),
        (SECRET[:-1], "454 bytes instead of 455"),
        (SECRET + b"\n", "456 bytes instead of 455"),
        (ELGAMAL[:-1], "678 bytes instead of 679"),
        (SECRET[:-32] + ENTROPY[32:64], "does not belong"),
        (SECRET[:-32] + bytes(32), "signed offline"),
        (with_certificate(bytes((0, 0, 0, 0, 7, 0, 4))), "signature type 7"),
        (with_certificate(bytes((5, 0, 4, 0, 1, 0, 4))), "signature type 7"),
        (with_certificate(bytes((5, 0, 4, 0, 11, 0, 4))), "signature type 7"),
        (with_certificate(bytes((5, 0, 5, 0, 7, 0, 4))), "signature type 7"),
        (with_certificate(bytes((5, 0, 4, 0, 7, 0, 1))), "encryption type 1"),
    ],
)
def test_wrong_file_is_told_apart(secret: bytes, told: str) -> None:
    """With any of these i2pd would run on, without the tunnel or with one that nobody can use."""
    with pytest.raises(MalformedError, match=told):
        i2p.address(secret)


@pytest.mark.parametrize("tail", ["b.b32.i2p", ".b32.i2p", "1.b32.i2p"])
def test_an_address_that_no_destination_can_have_is_found(tail: str) -> None:
    """There is no checksum: of a mistyped letter only the last one tells, and a lost or impossible one."""
    address = i2p.address(SECRET)
    i2p.check_address(address)

    with pytest.raises(MalformedError, match="no destination"):
        i2p.check_address(address.removesuffix("q.b32.i2p") + tail)


def test_entropy_of_another_size_is_a_mistake() -> None:
    """Too little would be a key that can be guessed."""
    with pytest.raises(ValueError, match="96 bytes"):
        i2p.make(bytes(32))


@given(st.binary(max_size=700) | st.binary(min_size=71, max_size=71).map(SECRET[:384].__add__))
def test_bytes_are_a_key_or_malformed(data: bytes) -> None:
    """Nothing that stands in a Secret breaks anything else."""
    with pytest.raises(MalformedError):
        i2p.address(data)
