# SPDX-License-Identifier: Apache-2.0
"""Keys in a wrong format, each of which tor takes in a way that nobody wants."""

import hashlib

import pytest

from monero_agent import onion_key as key

SEED = bytes(range(32))
PUBLIC = bytes.fromhex("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8")
TAG = b"== ed25519v1-secret: type0 ==\0\0\0"


def _expanded():
    digest = bytearray(hashlib.sha512(SEED).digest())
    digest[0] &= 248
    digest[31] = digest[31] & 63 | 64
    return bytes(digest)


def test_a_key_as_tor_writes_it_is_taken():
    """The tag, and the expanded secret."""
    assert key.problem(TAG + _expanded()) == ""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "0 bytes"),
        (TAG + _expanded()[:-1], "95 bytes"),
        (TAG + _expanded() + b"\n", "97 bytes"),
        (b"== ed25519v1-public: type0 ==\0\0\0" + _expanded(), "tag"),
        (TAG + SEED + PUBLIC, "expanded"),
        (TAG + hashlib.sha512(SEED).digest(), "expanded"),
    ],
)
def test_what_tor_would_replace_or_serve_at_another_address_is_refused(content, says):
    """Empty, cut, with an end of line, a public key's tag, seed and public key, not clamped."""
    assert says in key.problem(content)
