# SPDX-License-Identifier: Apache-2.0
"""The hash of Monero is not SHA-3."""

import hashlib

from aiomonero.keys import keccak


def test_of_nothing() -> None:
    """The digest of the empty string is that of the Keccak of 2011, and not that of the standard."""
    assert keccak.digest(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak.digest(b"") != hashlib.sha3_256(b"").digest()
