# SPDX-License-Identifier: Apache-2.0
"""One connection to a publisher that plays by a script."""

import asyncio

import pytest

from aiomonero import errors
from aiomonero.protocol import zmtp
from aiomonero.testing.scripted import ScriptedStream, byte_by_byte
from aiomonero.zmq import connection
from aiomonero.zmq.connection import Connection
from tests.support.publisher import GREETING, frame, ready

LIMIT = 1000


async def ready_connection(*script: bytes | errors.TransportError) -> tuple[Connection, ScriptedStream]:
    """Return a connection after its handshake, and the stream below it."""
    stream = ScriptedStream(GREETING, ready(), *script)
    made = Connection(stream, zmtp.Subscriber(["topic"], message_bytes=LIMIT))
    await made.shake_hands()
    return made, stream


async def test_messages_come_as_they_arrive() -> None:
    """Several of one chunk together, one of many chunks when it is whole."""
    made, stream = await ready_connection(frame(b"a") + frame(b"b"), *byte_by_byte(frame(b"c")))

    assert [await made.receive(), await made.receive()] == [[b"a", b"b"], [b"c"]]
    assert stream.sent.endswith(frame(b"\x01topic"))


async def test_the_end_of_the_stream_is_closed() -> None:
    """And so is one that breaks."""
    ended, _ = await ready_connection()
    broken, _ = await ready_connection(errors.Closed("reset"))

    for made in (ended, broken):
        with pytest.raises(errors.Closed):
            await made.receive()


async def test_a_failed_handshake_closes_the_stream() -> None:
    """Nothing is left open for what is no publisher."""
    stream = ScriptedStream(b"HTTP/1.1 400 Bad Request\r\n")

    with pytest.raises(errors.RemoteProtocolError):
        await Connection(stream, zmtp.Subscriber([], message_bytes=LIMIT)).shake_hands()
    assert stream.is_closed


async def test_a_silent_publisher_is_asked_and_then_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """One question; who does not answer it is gone."""
    monkeypatch.setattr(connection, "PING_SECONDS", 0.001)
    stream = _Silent()
    made = Connection(stream, zmtp.Subscriber([], message_bytes=LIMIT))

    with pytest.raises(errors.TimedOut):
        await made.receive()
    assert stream.sent.count(b"\x04PING") == 1


class _Silent(ScriptedStream):
    async def receive(self, limit_bytes: int = 1) -> bytes:
        await asyncio.Event().wait()
        return b""
