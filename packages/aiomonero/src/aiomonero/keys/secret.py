# SPDX-License-Identifier: Apache-2.0
"""Secret keys: what must never show by accident."""

import hmac
from typing import Self

from aiomonero.keys import curve
from aiomonero.types.hashes import PublicKey


class WrongKey(ValueError):
    """These bytes are no key; says why, never with the bytes."""


class SecretKey:
    """A number below the order of the curve's group, and not zero.

    It shows in no representation: `reveal` is the one way to write it. Not a dataclass, whose `asdict` would tell.
    """

    __slots__ = ("_scalar",)

    def __init__(self, scalar: bytes) -> None:
        if len(scalar) != curve.SIZE_BYTES:
            raise WrongKey(f"a key has {curve.SIZE_BYTES} bytes, this one has {len(scalar)}")
        if not any(scalar):
            raise WrongKey("zero is no secret key")
        if not curve.is_reduced(scalar):
            raise WrongKey("a secret key is below the order of the curve's group, and this one is not")
        self._scalar = scalar

    @classmethod
    def from_entropy(cls, entropy: bytes) -> Self:
        """Make a key of 32 bytes of good randomness, or of a seed's bytes: they are reduced (`sc_reduce32`)."""
        if len(entropy) != curve.SIZE_BYTES:
            raise WrongKey(f"a key is made of {curve.SIZE_BYTES} bytes, not {len(entropy)}")
        return cls(curve.reduce(entropy))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 64 hexadecimal digits; raises WrongKey, never with what was read."""
        try:
            scalar = bytes.fromhex(text)
        except ValueError:
            raise WrongKey("a secret key is written with hexadecimal digits alone") from None
        return cls(scalar)

    def reveal(self) -> str:
        """Return the 64 hexadecimal digits that a wallet shows for this key."""
        return self._scalar.hex()

    @property
    def scalar(self) -> bytes:
        """The number itself, for arithmetic."""
        return self._scalar

    @property
    def public(self) -> PublicKey:
        """The public key that belongs to it."""
        return hex_of(curve.multiply_base(self._scalar))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretKey) and hmac.compare_digest(self._scalar, other._scalar)

    def __hash__(self) -> int:
        return hash((SecretKey, self._scalar))

    def __repr__(self) -> str:
        return "SecretKey(…)"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> str:
        raise TypeError("a secret key is not pickled: reveal() it where it is meant to leave")


def hex_of(point: bytes) -> PublicKey:
    """Write a point as the RPC does."""
    return PublicKey(point.hex())
