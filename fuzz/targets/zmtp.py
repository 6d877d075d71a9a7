# SPDX-License-Identifier: Apache-2.0
"""ZMTP, the protocol below a publisher's messages: what arrives in one piece is what arrives byte by byte."""

from collections.abc import Iterable

from aiomonero import errors
from aiomonero.protocol import zmtp
from fuzz.target import Target
from tests.support.publisher import COMMAND, GREETING, frame, ready

_LIMIT_BYTES = 1024


def _read(data: bytes) -> None:
    whole, parts = (zmtp.Subscriber(["topic"], message_bytes=_LIMIT_BYTES) for _ in range(2))
    messages = whole.receive(data)
    assert messages == [message for byte in data for message in parts.receive(bytes([byte]))]
    assert whole.output() == parts.output()


def _seeds() -> Iterable[bytes]:
    opened = GREETING + ready()
    yield opened + frame(b"topic") + frame(300 * b"x")
    yield opened + frame(b"\x04PING\x01\x2cabcd", flags=COMMAND) + frame(b"\x04PONG", flags=COMMAND)
    yield GREETING + frame(b"\x05ERROR\x02no", flags=COMMAND)


TARGET = Target(_read, (errors.RemoteProtocolError,), _seeds)
