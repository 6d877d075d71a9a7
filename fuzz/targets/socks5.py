# SPDX-License-Identifier: Apache-2.0
"""What a SOCKS5 proxy answers: the first byte chooses whether we have a login, the others are the proxy's."""

from collections.abc import Iterable

from aiomonero import errors
from aiomonero.protocol import socks5
from aiomonero.types.login import Login
from fuzz.target import Target

_MOST_BYTES = 2 + 2 + 4 + 1 + 255 + 2
"""Of a whole conversation with the longest address."""


def _converse(data: bytes) -> None:
    conversation = socks5.connect("node.onion", 18089, Login("user", "password") if data[:1] > b"\x7f" else None)
    place = 1
    try:
        step = next(conversation)
        while place + step.expects <= len(data):
            place += step.expects
            step = conversation.send(data[place - step.expects : place])
    except StopIteration:
        assert place - 1 <= _MOST_BYTES


def _seeds() -> Iterable[bytes]:
    yield b"\x00" + b"\x05\x00" + b"\x05\x00\x00\x01" + bytes(6)
    yield b"\xff" + b"\x05\x02" + b"\x01\x00" + b"\x05\x00\x00\x04" + bytes(18)
    yield b"\x00" + b"\x05\x00" + b"\x05\x00\x00\x03\x04node\x00\x50"
    yield b"\x00" + b"\x05\x00" + b"\x05\x05\x00\x01"


TARGET = Target(_converse, (errors.TransportError, errors.RemoteProtocolError), _seeds, most_bytes=512)
