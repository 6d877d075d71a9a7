# SPDX-License-Identifier: Apache-2.0
"""The form of a destination's key, and the addresses that follow from it.

i2pd itself checks nothing: it loads halves that do not fit together, leaves out the tunnel of a file that is cut off,
and makes a destination of its own where a file is missing.
"""

import base64
import hashlib
import zlib

SUFFIX = ".dat"

_SIGNING_AT = 352
_CERTIFICATE_AT = 384
_DESTINATION_BYTES = 391
_CERTIFICATE = bytes((5, 0, 4, 0, 7, 0))
"""A key certificate of four bytes: signature type 7 (Ed25519), and the first half of the type of encryption."""
_SECRET_BYTES = {0: 256, 4: 32}
_SEED_BYTES = 32
_BLINDED = 11
_DOMAIN = ".b32.i2p"


def problem(content: bytes) -> str:
    """Return what is wrong with a key, or nothing."""
    certificate = content[_CERTIFICATE_AT:_DESTINATION_BYTES]
    if len(content) < _DESTINATION_BYTES:
        return f"it has {len(content)} bytes, which is less than a destination"
    if not certificate.startswith(_CERTIFICATE) or certificate[-1] not in _SECRET_BYTES:
        return "it is not a key of signature type 7 (EdDSA-SHA512-Ed25519) with encryption of type 0 or 4"
    expected = _DESTINATION_BYTES + _SECRET_BYTES[certificate[-1]] + _SEED_BYTES
    return "" if len(content) == expected else f"it has {len(content)} bytes instead of {expected}"


def address(content: bytes) -> str:
    """Return the address of a key's destination."""
    return _base32(hashlib.sha256(content[:_DESTINATION_BYTES]).digest())


def encrypted_address(content: bytes) -> str:
    """Return the address of a key whose lease set is encrypted ("b33")."""
    public = content[_SIGNING_AT:_CERTIFICATE_AT]
    hidden = zlib.crc32(public).to_bytes(4, "little")
    head = bytes(told ^ mask for told, mask in zip((0, 7, _BLINDED), hidden, strict=False))
    return _base32(head + public)


def _base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower() + _DOMAIN
