# SPDX-License-Identifier: Apache-2.0
"""Addresses to pay to: one that is accepted is the text that it writes.

Each input is tried twice: as a text, and as the bytes behind a right checksum, which no fuzzer would guess.
"""

import contextlib
from collections.abc import Iterable

from aiomonero.keys import address, base58, keccak
from fuzz.target import Target

_STANDARD = "4953Se8CDGeZHr8sWmL61WNhKJatXZRSv6eJHB4hbBXF2TrCpey9RheYrjQsWpyYjQVTRn8Mcbns4VzidsRUMDfF584woZc"


def _read(data: bytes) -> None:
    with contextlib.suppress(address.WrongAddress):
        _round_trip(data.decode(errors="replace"))
    _round_trip(base58.encode(data + keccak.digest(data)[:4]))


def _round_trip(text: str) -> None:
    assert text == str(address.decode(text))


def _seeds() -> Iterable[bytes]:
    standard = address.decode(_STANDARD)
    for text in (_STANDARD, str(standard.integrated("0123456789abcdef"))):
        yield text.encode()
        yield base58.decode(text)[:-4]


TARGET = Target(_read, (address.WrongAddress,), _seeds, most_bytes=128)
