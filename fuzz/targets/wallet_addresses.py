# SPDX-License-Identifier: Apache-2.0
"""Addresses to pay to: one that is accepted is the text that it writes."""

from collections.abc import Iterable

from aiomonero.keys import address
from fuzz.target import Target

_STANDARD = "4953Se8CDGeZHr8sWmL61WNhKJatXZRSv6eJHB4hbBXF2TrCpey9RheYrjQsWpyYjQVTRn8Mcbns4VzidsRUMDfF584woZc"


def _read(data: bytes) -> None:
    text = data.decode(errors="replace")
    assert text == str(address.decode(text))


def _seeds() -> Iterable[bytes]:
    standard = address.decode(_STANDARD)
    return (_STANDARD.encode(), str(standard.integrated("0123456789abcdef")).encode())


TARGET = Target(_read, (address.WrongAddress,), _seeds, most_bytes=128)
