# SPDX-License-Identifier: Apache-2.0
"""Keccak-256 as Monero uses it: the submission of 2011, whose padding differs from SHA-3's; sole importer of Crypto."""

from Crypto.Hash import keccak


def digest(data: bytes) -> bytes:
    """Return the 32 bytes that monero calls `cn_fast_hash`."""
    return keccak.new(digest_bits=256, data=data).digest()
