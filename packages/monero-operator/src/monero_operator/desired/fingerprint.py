# SPDX-License-Identifier: Apache-2.0
"""What a value says, in short, so that a new one is told from the one before."""

import hashlib

import msgspec

_encoder = msgspec.json.Encoder(order="deterministic")


def of(value: object) -> str:
    """Return the fingerprint."""
    return hashlib.blake2b(_encoder.encode(value), digest_size=8).hexdigest()
