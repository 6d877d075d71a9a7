# SPDX-License-Identifier: Apache-2.0
"""Hashes, keys and blobs as the RPC writes them: bytes in lower-case hex, checked where JSON enters.

They are plain `str` at run time; to a type checker each is a kind of its own that may be used where text is wanted.
"""

from collections.abc import Sequence
from typing import Annotated, NewType, cast

import msgspec

_Hash = NewType("_Hash", str)
_HashOrBlank = NewType("_HashOrBlank", str)
_PublicKey = NewType("_PublicKey", str)
_KeyImage = NewType("_KeyImage", str)
_Blob = NewType("_Blob", str)

HEX_OF_32_BYTES = r"^[0-9a-f]{64}\Z"
# A pattern that counts pairs as well takes ninety times as long, and blobs are most of what a daemon sends.
_HEX = r"^[0-9a-f]*\Z"

Hash = Annotated[_Hash, msgspec.Meta(pattern=HEX_OF_32_BYTES)]
"""What names a block or a transaction."""
UncheckedHash = _Hash
"""The same for who has thousands of them and calls `check` once, in a sixth of the time of so many patterns."""
HashOrBlank = Annotated[_HashOrBlank, msgspec.Meta(pattern=r"^(?:[0-9a-f]{64})?\Z")]
"""The same, or "" where there is none; a kind of its own, since it has to be looked at before it is asked for."""
PublicKey = Annotated[_PublicKey, msgspec.Meta(pattern=HEX_OF_32_BYTES)]
"""A point of the curve: whom an output belongs to, or what hides its amount."""
KeyImage = Annotated[_KeyImage, msgspec.Meta(pattern=HEX_OF_32_BYTES)]
"""What an output leaves behind when it is spent, so that nobody spends it twice."""
Blob = Annotated[_Blob, msgspec.Meta(pattern=_HEX)]
"""Bytes of any length: a block or a transaction as peers send them."""
BLANK = HashOrBlank("")
"""Where there is none."""
SIZE_BYTES = 32
"""Of a hash, as of a key."""


def split(packed: bytes) -> list[Hash]:
    """Return the hashes that stand in bytes one after the other."""
    text, step = packed.hex(), 2 * SIZE_BYTES
    # Not by calling Hash for each, which takes ten times as long: pools and chains have thousands of them.
    return cast("list[Hash]", [text[place : place + step] for place in range(0, len(text), step)])


def check(texts: Sequence[str]) -> None:
    """Raise ValueError where not all of the texts are hashes."""
    together = "".join(texts)
    if set(map(len, texts)) - {2 * SIZE_BYTES} or bytes.fromhex(together).hex() != together:
        raise ValueError("not all of them are hashes")
