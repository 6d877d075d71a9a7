# SPDX-License-Identifier: Apache-2.0
"""Keys of onion services (version 3) in the files of tor's HiddenServiceDir.

The secret file holds an *expanded* Ed25519 key, 64 bytes behind a tag (tor's src/lib/crypt_ops/crypto_ed25519.c).
Given other bytes of this length, tor serves an address that nobody has announced, so everything that can be checked is.
"""

import base64
import binascii
import hashlib

from monero_operator.keys import curve
from monero_operator.keys.malformed import MalformedError

SECRET_TAG = b"== ed25519v1-secret: type0 ==\0\0\0"
PUBLIC_TAG = b"== ed25519v1-public: type0 ==\0\0\0"
ENTROPY_BYTES = 32
SECRET_BYTES = len(SECRET_TAG) + 64
PUBLIC_BYTES = len(PUBLIC_TAG) + 32
SUFFIX = ".onion"
_VERSION = b"\x03"


def make(entropy: bytes) -> bytes:
    """Return the secret file of a new key; the same entropy makes the same key."""
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"a key takes {ENTROPY_BYTES} bytes of entropy, not {len(entropy)}")
    return SECRET_TAG + curve.expand(entropy)


def public_key(secret: bytes) -> bytes:
    """Return the 32 bytes that an address is made of; raises `MalformedError` for a secret file that is none."""
    if secret.startswith(PUBLIC_TAG):
        raise MalformedError("holds the public key: the two files are mixed up")
    if len(secret) != SECRET_BYTES:
        raise MalformedError(
            f"is not a secret key in tor's format: it has {len(secret)} bytes instead of {SECRET_BYTES}"
        )
    if not secret.startswith(SECRET_TAG):
        raise MalformedError(
            "is not a secret key in tor's format: it does not begin with `== ed25519v1-secret: type0 ==`"
        )
    scalar, prefix = secret[32:64], secret[64:]
    if curve.public_key(curve.expand(scalar)[:32]) == prefix:
        raise MalformedError("holds a seed and a public key; tor needs the expanded key")
    if not curve.is_clamped(scalar):
        raise MalformedError("holds 64 bytes that are not an expanded Ed25519 key")
    if not any(prefix):
        # Signatures with such a prefix give the key away.
        raise MalformedError("holds half a key: its last 32 bytes are zeros")
    return curve.public_key(scalar)


def public_file(secret: bytes) -> bytes:
    """Return tor's file of the public key; tor ends where it does not belong to the secret one."""
    return PUBLIC_TAG + public_key(secret)


def address(secret: bytes) -> str:
    """Return the address of a secret file: 56 characters and `.onion`; raises `MalformedError`."""
    return _named(public_key(secret))


def check_address(address: str) -> None:
    """Raise `MalformedError` for an address that no onion has, as with one letter mistyped."""
    try:
        data = base64.b32decode(address.removesuffix(SUFFIX), casefold=True)
    except (binascii.Error, ValueError):
        data = b""
    if _named(data[: curve.SIZE_BYTES]) != address:
        raise MalformedError("its checksum does not fit, so a character of it is wrong: copy it anew")


def _named(public: bytes) -> str:
    checksum = hashlib.sha3_256(b".onion checksum" + public + _VERSION).digest()[:2]
    return base64.b32encode(public + checksum + _VERSION).decode().lower() + SUFFIX
