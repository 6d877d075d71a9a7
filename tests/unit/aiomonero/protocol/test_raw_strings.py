# SPDX-License-Identifier: Apache-2.0
"""JSON with raw bytes in its strings."""

import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero import errors
from aiomonero.protocol import raw_strings

LONGEST_BYTES = 4 * 2**20
# As monerod escapes them: transform_to_escape_sequence of contrib/epee/include/storages/parserse_base_utils.h.
ESCAPES = {
    0x08: b"\\b",
    0x09: b"\\t",
    0x0A: b"\\n",
    0x0B: b"\\v",
    0x0C: b"\\f",
    0x0D: b"\\r",
    ord('"'): b'\\"',
    ord("\\"): b"\\\\",
    ord("/"): b"\\/",
}


def _as_monerod(raw: bytes) -> bytes:
    return b'{\r\n  "tx_hashes": "' + b"".join(ESCAPES.get(byte, bytes([byte])) for byte in raw) + b'"\r\n}'


@given(st.binary())
def test_every_byte_comes_back(raw: bytes) -> None:
    """A character for each byte, whatever the daemon escaped."""
    read = raw_strings.read(_as_monerod(raw))

    assert read["tx_hashes"].encode("latin-1") == raw


def test_all_bytes_at_once_come_back() -> None:
    """The table of escapes is whole."""
    raw = bytes(range(256)) * 2

    assert raw_strings.read(_as_monerod(raw))["tx_hashes"].encode("latin-1") == raw


def test_json_that_is_right_already_says_the_same() -> None:
    """Escapes that JSON knows, and space between strings, mean what they mean elsewhere."""
    body = b'{\r\n\t"a\\u0041\\n": [1, "b\\\\v", "\\/"] }'

    assert raw_strings.read(body) == json.loads(body)


@pytest.mark.parametrize("unit", [b"\\", b'"a', b'\\"', b"\xff", b"\x00", b"\x1f\x01", b"\\v"])
def test_the_longest_answer_of_anything_is_read_at_once(unit: bytes) -> None:
    """No byte costs a call of its own: what a hostile daemon sends holds up nothing else."""
    body = b'{"a": "' + unit * (LONGEST_BYTES // len(unit)) + b'"}'
    begin = time.process_time()

    with contextlib.suppress(errors.RemoteProtocolError):
        raw_strings.read(body)

    assert time.process_time() - begin < 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b'{"a": "\x00', id="no end"),
        pytest.param(b'{"a": \x00}', id="raw bytes outside of strings"),
        pytest.param(b'["\x00"]', id="no object"),
        pytest.param(b"[" * 200_000, id="nested deeper than the stack"),
        pytest.param(b'{"a": ' + b"9" * 10_000 + b"}", id="a number longer than Python reads"),
    ],
)
def test_nonsense_is_the_remote_sides_fault(body: bytes) -> None:
    """Whatever json says of it, the caller hears of one kind of error."""
    with pytest.raises(errors.RemoteProtocolError):
        raw_strings.read(body)
