# SPDX-License-Identifier: Apache-2.0
"""Arithmetic of libsodium on the points and scalars of Ed25519, 32 bytes each; sole importer of PyNaCl.

monero takes every point of the curve for a key, libsodium multiplies only points of the prime-order subgroup: hence
`is_point` and `is_multipliable`.
"""

from nacl import bindings

SIZE_BYTES = 32

_PRIME = 2**255 - 19
_IDENTITY = (1).to_bytes(SIZE_BYTES, "little")
# The two points whose x is zero, written with the sign of a negative x (ge_frombytes_vartime of monero 0.18).
_NEGATIVE_ZEROS = {(y | 1 << 255).to_bytes(SIZE_BYTES, "little") for y in (1, _PRIME - 1)}


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
    """Return the scalar, reduced and not zero, times a point that `is_multipliable`."""
    return bindings.crypto_scalarmult_ed25519_noclamp(scalar, point)


def add(point: bytes, other: bytes) -> bytes:
    """Return the sum of two points of the curve."""
    return bindings.crypto_core_ed25519_add(point, other)


def is_multipliable(data: bytes) -> bool:
    """Tell whether the bytes are a point of the prime-order subgroup, as keys that come from a secret are."""
    return bindings.crypto_core_ed25519_is_valid_point(data)


def is_point(data: bytes) -> bool:
    """Tell whether the bytes are a point in its one valid writing: monero's `check_key`."""
    is_canonical = int.from_bytes(data, "little") & ~(1 << 255) < _PRIME and data not in _NEGATIVE_ZEROS
    return is_canonical and _is_on_curve(data)


def _is_on_curve(data: bytes) -> bool:
    try:
        add(data, _IDENTITY)
    except RuntimeError:  # PyNaCl's only word for what libsodium refuses
        return False
    return True
