# SPDX-License-Identifier: Apache-2.0
"""What strangers give for an address or a mnemonic costs no more than reading it once."""

import contextlib
import time
from collections.abc import Callable

import pytest

from aiomonero.keys import address, base58, mnemonic

READERS = [address.decode, base58.decode, mnemonic.decode]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("unit", ["1", "z", "abbey ", " ", "0", "\u1e9b\u0323", "\U0001f4b0"])
def test_a_text_of_any_length_takes_linear_time(read: Callable[[str], object], unit: str) -> None:
    """Ten times the text does not take a hundred times as long."""
    few, many = (_seconds(read, unit * (count // len(unit))) for count in (10_000, 100_000))

    assert many < 50 * max(few, 0.001)


def _seconds(read: Callable[[str], object], text: str) -> float:
    """Return the CPU time of the quickest of some tries: others use this machine too."""
    return min(_once(read, text) for _ in range(3))


def _once(read: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    with contextlib.suppress(ValueError):
        read(text)
    return time.process_time() - start
