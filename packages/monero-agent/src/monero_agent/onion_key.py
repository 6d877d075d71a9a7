# SPDX-License-Identifier: Apache-2.0
"""The form of an onion's key, as far as it can be told from a wrong one without arithmetic of the curve.

tor itself checks little: it takes a key that is not clamped and serves another address, and replaces a key without
its tag by one of its own.
"""

SUFFIX = ".secret_key"

_TAG = b"== ed25519v1-secret: type0 ==\0\0\0"
_SIZE = 96


def problem(content: bytes) -> str:
    """Return what is wrong with a key, or nothing."""
    if len(content) != _SIZE:
        return f"it has {len(content)} bytes, and a key has {_SIZE}"
    if not content.startswith(_TAG):
        return "it does not start with the tag of tor's version 3 keys"
    first, last = content[len(_TAG)], content[len(_TAG) + 31]
    if first & 7 or last & 0xC0 != 0x40:
        return "it is not an expanded Ed25519 key: a seed, or seed and public key, are other formats"
    return ""
