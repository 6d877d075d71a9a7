# SPDX-License-Identifier: Apache-2.0
"""ZMTP as a subscriber speaks it: a whole conversation in every split, and what only an enemy sends."""

import struct
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero import errors
from aiomonero.protocol import zmtp
from tests.support.publisher import GREETING, frame, ready

LIMIT = 1000


def opened() -> zmtp.Subscriber:
    """Return a connection after its handshake, with nothing left to send."""
    subscriber = zmtp.Subscriber(["topic"], message_bytes=LIMIT)
    subscriber.receive(GREETING + ready())
    subscriber.output()
    return subscriber


def test_a_handshake_and_a_subscription() -> None:
    """Both greet, both say what they are, then the subscriber says what it wants."""
    subscriber = zmtp.Subscriber(["json-a", "json-b"], message_bytes=LIMIT)

    assert subscriber.output() == GREETING
    assert subscriber.receive(GREETING) == []
    assert frame(b"\x05READY\x0bSocket-Type\0\0\0\x03SUB", flags=4) == subscriber.output()
    assert not subscriber.is_ready
    assert subscriber.receive(ready()) == []
    assert subscriber.is_ready
    assert frame(b"\x01json-a") + frame(b"\x01json-b") == subscriber.output()
    assert subscriber.output() == b""


@pytest.mark.parametrize("kind", [b"PUB", b"XPUB"])
def test_publishers_of_both_kinds_are_taken_in_any_case(kind: bytes) -> None:
    """Names of properties are the same in any case (RFC 37)."""
    subscriber = zmtp.Subscriber([], message_bytes=LIMIT)

    subscriber.receive(GREETING + ready(kind, name=b"socket-TYPE"))

    assert subscriber.is_ready


def test_an_older_minor_version_and_another_padding_are_taken() -> None:
    """libzmq pads its greeting with a length, and 3.0 lacks only heartbeats."""
    subscriber = zmtp.Subscriber([], message_bytes=LIMIT)

    subscriber.receive(b"\xff\0\0\0\0\0\0\0\x01\x7f\x03\x00" + GREETING[12:] + ready())

    assert subscriber.is_ready


@given(st.lists(st.binary(max_size=LIMIT), max_size=5), st.data())
def test_every_split_gives_the_same_messages(messages: list[bytes], data: st.DataObject) -> None:
    """However the bytes arrive, the messages are those that were sent."""
    stream = GREETING + ready() + b"".join(map(frame, messages))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    subscriber = zmtp.Subscriber([], message_bytes=LIMIT)

    received = [
        message
        for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)
        for message in subscriber.receive(stream[start:end])
    ]

    assert messages == received


def test_byte_by_byte() -> None:
    """The shortest split there is."""
    subscriber = zmtp.Subscriber([], message_bytes=LIMIT)
    stream = GREETING + ready() + frame(b"one") + frame(300 * b"x")

    received = [message for byte in stream for message in subscriber.receive(bytes([byte]))]

    assert received == [b"one", 300 * b"x"]


def test_a_ping_is_answered_with_its_context() -> None:
    """The other side wants to know whether we live; of an overlong context no more comes back than may."""
    subscriber = opened()

    subscriber.receive(frame(b"\x04PING\x01\x2ccontext", flags=4))
    assert frame(b"\x04PONGcontext", flags=4) == subscriber.output()
    subscriber.receive(frame(b"\x04PING\0\0" + 100 * b"x", flags=4))
    assert frame(b"\x04PONG" + 16 * b"x", flags=4) == subscriber.output()


def test_we_ask_whether_the_other_side_lives() -> None:
    """And its answer is no message."""
    subscriber = opened()
    subscriber.ping()

    assert frame(b"\x04PING\0\0", flags=4) == subscriber.output()
    assert subscriber.receive(frame(b"\x04PONG", flags=4)) == []


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        pytest.param(b"HTTP/1.1 200 OK\r\n", "something else", id="another protocol"),
        pytest.param(b"\xff" + bytes(8) + b"\x01", "something else", id="a greeting without its end"),
        pytest.param(GREETING[:10] + b"\x01", "too old", id="a version of long ago"),
        pytest.param(GREETING[:12] + b"CURVE".ljust(20, b"\0") + bytes(32), "CURVE", id="a security mechanism"),
        pytest.param(GREETING + ready(b"REP"), "publishes nothing", id="a socket that publishes nothing"),
        pytest.param(GREETING + frame(b"\x05READY", flags=4), "publishes nothing", id="no properties"),
        pytest.param(GREETING + frame(b"\x05READY\xff", flags=4), "publishes nothing", id="properties cut short"),
        pytest.param(
            GREETING + frame(b"\x05READY\x0bSocket-Type\xff\xff\xff\xffPUB", flags=4)[:-1] + b"X",
            "publishes nothing",
            id="a property longer than its command",
        ),
        pytest.param(GREETING + frame(b"\x05ERROR\x02no", flags=4), "refuses us", id="a refusal"),
        pytest.param(GREETING + frame(b"early"), "before the end", id="a message before the handshake"),
        pytest.param(GREETING + ready() + ready(), "unexpected", id="two handshakes"),
        pytest.param(GREETING + frame(b"\x07UNKNOWN", flags=4), "unexpected", id="an unknown command"),
        pytest.param(GREETING + frame(b"", flags=4), "unexpected", id="an empty command"),
        pytest.param(GREETING + ready() + frame(b"x", flags=1), "several frames", id="the first of many frames"),
        pytest.param(GREETING + ready() + b"\x80", "flags", id="unknown flags"),
        pytest.param(GREETING + ready() + b"\x02" + 8 * b"\xff", "the most", id="a length of 2^64 - 1"),
        pytest.param(GREETING + ready() + b"\x02" + struct.pack(">Q", LIMIT + 1), "the most", id="one byte too many"),
        pytest.param(GREETING + b"\x06" + struct.pack(">Q", 4097), "the most", id="a command of kilobytes"),
    ],
)
def test_what_is_no_publisher_is_told(stream: bytes, reason: str) -> None:
    """As soon as the byte is there that makes it so, and with our own error."""
    subscriber = zmtp.Subscriber(["topic"], message_bytes=LIMIT)

    with pytest.raises(errors.RemoteProtocolError, match=reason):
        _feed(subscriber, stream + b"\0")


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    """Whatever follows a greeting is taken, or refused with our own error."""
    for start in (b"", GREETING, GREETING + ready()):
        subscriber = zmtp.Subscriber(["topic"], message_bytes=LIMIT)
        try:
            messages = subscriber.receive(start + data)
        except errors.RemoteProtocolError:
            continue
        assert sum(map(len, messages)) <= len(data)


def test_frames_without_end_cost_no_memory() -> None:
    """A message of many frames, which has no bound in libzmq, is refused with its first."""
    subscriber = opened()
    tracemalloc.start()
    try:
        for _ in range(1000):
            with pytest.raises(errors.RemoteProtocolError):
                subscriber.receive(frame(LIMIT * b"x", flags=1))
            subscriber = opened()
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def _feed(subscriber: zmtp.Subscriber, stream: bytes) -> None:
    for byte in stream:
        subscriber.receive(bytes([byte]))
