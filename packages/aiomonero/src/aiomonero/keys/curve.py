# SPDX-License-Identifier: Apache-2.0
"""Arithmetic of libsodium on the points and scalars of Ed25519, 32 bytes each; sole importer of PyNaCl."""

from nacl import bindings

SIZE_BYTES = 32


def reduce(data: bytes) -> bytes:
    """Return the 32 bytes, read as a little-endian number, modulo the group's order: monero's `sc_reduce32`."""
    return bindings.crypto_core_ed25519_scalar_reduce(data + bytes(SIZE_BYTES))


def is_reduced(data: bytes) -> bool:
    """Tell whether the number is below the group's order."""
    return reduce(data) == data


def multiply_base(scalar: bytes) -> bytes:
    """Return the scalar, reduced and not zero, times the base point."""
    return bindings.crypto_scalarmult_ed25519_base_noclamp(scalar)


def multiply(scalar: bytes, point: bytes) -> bytes:
    """Return the scalar, reduced and not zero, times a public key."""
    return bindings.crypto_scalarmult_ed25519_noclamp(scalar, point)


def add(point: bytes, other: bytes) -> bytes:
    """Return the sum of two points of the curve."""
    return bindings.crypto_core_ed25519_add(point, other)


def is_public_key(data: bytes) -> bool:
    """Tell whether the bytes are a point, in its one valid writing, that some secret key leads to.

    Wallets since 0.18.5 take no other point in an address; earlier ones took every point of the curve, also those
    outside the prime-order subgroup, from which nobody could spend.
    """
    return bindings.crypto_core_ed25519_is_valid_point(data)
