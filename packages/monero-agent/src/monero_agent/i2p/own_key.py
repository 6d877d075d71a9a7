# SPDX-License-Identifier: Apache-2.0
"""The keys of destinations that only lead out: made here once, as i2pd calls a file critical that it makes itself.

The arithmetic is that of RFC 8032 and 7748; nobody is there who could measure how long it takes.
"""

import hashlib

ENTROPY_BYTES = 96
SOCKS, CLIENTS = "socks.dat", "clients.dat"
"""The files: of the proxy for all destinations, and of tunnels that lead to one."""

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_BASE = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
)
_CERTIFICATE = bytes((5, 0, 4, 0, 7, 0, 4))
"""Keys of Ed25519 and X25519."""

_Point = tuple[int, int]


def make(entropy: bytes) -> bytes:
    """Return the file of a new destination."""
    seed, encryption, padding = entropy[:32], entropy[32:64], entropy[64:]
    return _agreement_key(encryption) + padding * 10 + _signing_key(seed) + _CERTIFICATE + encryption + seed


def _signing_key(seed: bytes) -> bytes:
    x, y = _times(_clamped(hashlib.sha512(seed).digest()), _BASE)
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _agreement_key(secret: bytes) -> bytes:
    """X25519's curve is the same one in other coordinates."""
    _, y = _times(_clamped(secret), _BASE)
    return ((1 + y) * pow(1 - y, -1, _P) % _P).to_bytes(32, "little")


def _clamped(secret: bytes) -> int:
    return int.from_bytes(secret[:32], "little") & ((1 << 254) - 8) | 1 << 254


def _times(scalar: int, point: _Point) -> _Point:
    found = (0, 1)
    for bit in bin(scalar)[2:]:
        found = _sum(found, found)
        if bit == "1":
            found = _sum(found, point)
    return found


def _sum(one: _Point, other: _Point) -> _Point:
    (x, y), (u, v) = one, other
    product = _D * x * u * y * v % _P
    return (
        (x * v + u * y) * pow(1 + product, -1, _P) % _P,
        (y * v + x * u) * pow(1 - product, -1, _P) % _P,
    )
