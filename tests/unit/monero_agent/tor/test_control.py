# SPDX-License-Identifier: Apache-2.0
"""Bytes of tor's control port become answers and events."""

import asyncio

import pytest

from monero_agent.tor import control
from monero_agent.tor.control import Line, Reply

INFO = (
    b"250-version=0.4.9.15\r\n"
    b'250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=100 TAG=done SUMMARY="Done"\r\n'
    b"250+circuit-status=\r\n1 BUILT A PURPOSE=GENERAL\r\n..dot\r\n.\r\n"
    b"250 OK\r\n"
)


async def _read(content):
    reader = asyncio.StreamReader(limit=control.MAX_LINE_BYTES)
    reader.feed_data(content)
    reader.feed_eof()
    return [reply async for reply in control.replies(reader)]


async def test_an_answer_has_values_on_lines_and_in_data():
    """Values hold equals signs, data begins with a dot only where tor doubled it."""
    (reply,) = await _read(INFO)

    assert reply.code == 250
    assert reply.values == {
        "version": "0.4.9.15",
        "status/bootstrap-phase": 'NOTICE BOOTSTRAP PROGRESS=100 TAG=done SUMMARY="Done"',
        "circuit-status": "1 BUILT A PURPOSE=GENERAL\n.dot",
    }


async def test_data_without_a_line_is_an_empty_value():
    """A tor without a circuit says so."""
    (reply,) = await _read(b"250-circuit-status=\r\n250 OK\r\n")

    assert reply.values == {"circuit-status": ""}


async def test_events_stand_between_answers():
    """They come whenever something happens."""
    event = b"650 HS_DESC UPLOADED abc UNKNOWN $F\r\n"

    assert await _read(b"250 OK\r\n" + event + b"552 Unrecognized key\r\n") == [
        Reply(250, (Line("OK"),)),
        Reply(650, (Line("HS_DESC UPLOADED abc UNKNOWN $F"),)),
        Reply(552, (Line("Unrecognized key"),)),
    ]


@pytest.mark.parametrize("content", [b"HTTP/1.1 200 OK\r\n", b"25\r\n", b"250?x\r\n", b"250+a=\r\nnever ends\r\n"])
async def test_what_tor_never_says_ends_the_connection(content):
    """Another program's socket, or an answer that breaks off within its data."""
    with pytest.raises(ValueError, match=r"control protocol|data without an end"):
        await _read(content)


async def test_an_answer_that_breaks_off_is_none():
    """tor ended while it spoke."""
    assert await _read(INFO[:40]) == []


@pytest.mark.parametrize("line", [b"250-x=%b\r\n" % (b"a" * 100), b"250+x=\r\n" + b"a" * 100 + b"\r\n.\r\n"])
async def test_an_answer_without_an_end_is_not_kept_in_memory(monkeypatch, line):
    """Neither of lines nor of data."""
    monkeypatch.setattr(control, "MAX_REPLY_BYTES", 1000)

    with pytest.raises(ValueError, match="without an end"):
        await _read(line * 20)


async def test_of_a_long_answer_only_what_is_of_use_is_kept(monkeypatch):
    """A service under attack has circuits by the ten thousand, and only those to introduction points count."""
    monkeypatch.setattr(control, "MAX_REPLY_BYTES", 1000)
    reader = asyncio.StreamReader()
    reader.feed_data(b"250+x=\r\n" + b"GENERAL %b\r\n" % (b"a" * 100) * 50 + b"INTRO\r\n.\r\n250 OK\r\n")
    reader.feed_eof()

    (reply,) = [reply async for reply in control.replies(reader, lambda line: line.startswith("INTRO"))]

    assert reply.values == {"x": "INTRO"}
