# SPDX-License-Identifier: Apache-2.0
"""Keys of I2P destinations in the one file that i2pd and Java's routers share (PrivateKeyFile).

A destination (a field for a public key of encryption, padding, an Ed25519 public key, a certificate that names both
kinds of key), then the secret keys of both. i2pd loads what does not fit together without a word, so it is checked.
"""

import base64
import binascii
import hashlib
import zlib

from monero_operator.keys import curve
from monero_operator.keys.malformed import MalformedError

ENTROPY_BYTES = 96
SUFFIX = ".b32.i2p"
_SIGNING_AT = 352
_CERTIFICATE_AT = 384
_DESTINATION_BYTES = 391
_KEY_CERTIFICATE = bytes((5, 0, 4))
_ED25519 = 7
_BLINDED = 11
_X25519 = 4
_SECRET_BYTES = {0: 256, _X25519: 32}
"""Of the secret key of encryption, by its kind: ElGamal and X25519. Lease sets of today carry keys of their own."""


def make(entropy: bytes) -> bytes:
    """Return the file of a new destination; the same entropy makes the same one."""
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"a key takes {ENTROPY_BYTES} bytes of entropy, not {len(entropy)}")
    seed, encryption, padding = entropy[:32], entropy[32:64], entropy[64:]
    # One random block, repeated, compresses well and tells no less (I2P's proposal 161).
    field = curve.agreement_key(encryption) + padding * 10
    certificate = _KEY_CERTIFICATE + bytes((0, _ED25519, 0, _X25519))
    return field + curve.public_key(curve.expand(seed)[:32]) + certificate + encryption + seed


def destination(secret: bytes) -> bytes:
    """Return the public part of a file; raises `MalformedError` for one that is not whole or does not fit together."""
    if len(secret) < _DESTINATION_BYTES:
        raise MalformedError(f"is not an I2P key file: it has {len(secret)} bytes")
    certificate = secret[_CERTIFICATE_AT:_DESTINATION_BYTES]
    signing, encryption = int.from_bytes(certificate[3:5], "big"), int.from_bytes(certificate[5:], "big")
    if not certificate.startswith(_KEY_CERTIFICATE) or signing != _ED25519:
        raise MalformedError("is not an I2P key of signature type 7 (EdDSA-SHA512-Ed25519)")
    if encryption not in _SECRET_BYTES:
        raise MalformedError(f"has the encryption type {encryption}, and only ElGamal (0) and X25519 (4) are known")
    expected = _DESTINATION_BYTES + _SECRET_BYTES[encryption] + 32
    if len(secret) != expected:
        raise MalformedError(f"has {len(secret)} bytes instead of {expected}")
    if not any(secret[-32:]):
        # So i2pd marks a file whose real key is elsewhere, and signs with one that ends.
        raise MalformedError("holds no secret key of its own: keys that were signed offline are not known here")
    if curve.public_key(curve.expand(secret[-32:])[:32]) != _signing_key(secret):
        raise MalformedError("holds a secret key that does not belong to its destination")
    return secret[:_DESTINATION_BYTES]


def address(secret: bytes) -> str:
    """Return the address of a file: 52 characters and `.b32.i2p`; raises `MalformedError`."""
    return _base32(hashlib.sha256(destination(secret)).digest())


def check_address(address: str) -> None:
    """Raise `MalformedError` for an address that no destination has; there is no checksum in it, only spare bits."""
    try:
        data = base64.b32decode(address.removesuffix(SUFFIX) + "====", casefold=True)
    except (binascii.Error, ValueError):
        data = b""
    if _base32(data) != address:
        raise MalformedError("no destination has such an address, so a character of it is wrong: copy it anew")


def encrypted_address(secret: bytes) -> str:
    """Return the address of a file whose lease set is encrypted ("b33"): 56 characters and `.b32.i2p`."""
    public = _signing_key(destination(secret))
    # No secret, no per-client authorization; the checksum is hidden in what the first three bytes say (I2P's b32 spec).
    checksum = zlib.crc32(public).to_bytes(4, "little")
    head = bytes(told ^ hidden for told, hidden in zip((0, _ED25519, _BLINDED), checksum, strict=False))
    return _base32(head + public)


def _signing_key(destination: bytes) -> bytes:
    return destination[_SIGNING_AT:_CERTIFICATE_AT]


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower() + SUFFIX
