# SPDX-License-Identifier: Apache-2.0
"""Base58 in blocks: round trips and what no bytes are written as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero.keys import base58


@given(st.binary(max_size=80))
def test_round_trip(data: bytes) -> None:
    """Bytes come back, and their text has the length that was foretold."""
    text = base58.encode(data)

    assert base58.decode(text) == data
    assert len(text) == base58.length(len(data))


@given(st.text(base58.ALPHABET, max_size=40))
def test_a_text_that_is_read_is_written_the_same(text: str) -> None:
    """No two texts stand for the same bytes."""
    try:
        data = base58.decode(text)
    except ValueError:
        return
    assert base58.encode(data) == text


def test_known_blocks() -> None:
    """Zeroes are ones, and the largest block is the largest number below 2^64."""
    assert base58.encode(bytes(8)) == "1" * 11
    assert base58.encode(b"\xff" * 8) == "jpXCZedGfVQ"
    assert base58.encode(b"\xff") == "5Q"


@pytest.mark.parametrize("text", ["1", "1111", "11111111", "5R", "jpXCZedGfVR", "z" * 11, "0" * 11, "é1"])
def test_what_no_bytes_are_written_as(text: str) -> None:
    """Lengths that no block has, numbers beyond a block, and foreign characters are refused."""
    with pytest.raises(ValueError, match="base58"):
        base58.decode(text)
