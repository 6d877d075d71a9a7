# SPDX-License-Identifier: Apache-2.0
"""Arithmetic of libsodium on Ed25519 and X25519, 32 bytes each; sole importer of PyNaCl."""

import hashlib

from nacl import bindings

SIZE_BYTES = 32


def expand(seed: bytes) -> bytes:
    """Return the 64 bytes that RFC 8032 signs with: the scalar, clamped, and the prefix of what is hashed."""
    hashed = bytearray(hashlib.sha512(seed).digest())
    hashed[0] &= 248
    hashed[31] = hashed[31] & 63 | 64
    return bytes(hashed)


def is_clamped(scalar: bytes) -> bool:
    """Tell whether a scalar has the form that `expand` gives it."""
    return scalar[0] & 7 == 0 and scalar[31] & 192 == 64


def public_key(scalar: bytes) -> bytes:
    """Return the Ed25519 public key of a clamped scalar."""
    return bindings.crypto_scalarmult_ed25519_base_noclamp(scalar)


def agreement_key(secret: bytes) -> bytes:
    """Return the X25519 public key of a secret one."""
    return bindings.crypto_scalarmult_base(secret)


def agrees(public: bytes) -> bool:
    """Tell whether an X25519 public key leads to a shared secret; those of low order lead to zeros for everybody."""
    try:
        bindings.crypto_scalarmult(bytes(SIZE_BYTES), public)
    except RuntimeError:
        return False
    return True
