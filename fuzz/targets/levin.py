# SPDX-License-Identifier: Apache-2.0
"""A stream from a peer: cut into two pieces anywhere it means what it means in one."""

from collections.abc import Iterable

from aiomonero import errors
from aiomonero.protocol.levin import connection, framing
from aiomonero.protocol.levin.command import Command
from aiomonero.protocol.levin.header import Flag, Header, ReturnCode
from fuzz.target import Target
from tests.support import vectors

_EXCHANGES = {
    Command.HANDSHAKE: "handshake",
    Command.TIMED_SYNC: "timed_sync",
    Command.PING: "ping",
    Command.SUPPORT_FLAGS: "support_flags",
}


def _read(data: bytes) -> None:
    cut = data[0] if data else 0
    whole, pieces = _events([data]), _events([data[:cut], data[cut:]])
    assert whole == pieces


def _events(chunks: list[bytes]) -> list[connection.Event | str]:
    conversation = connection.Connection()
    for command in Command:
        if command in _EXCHANGES:
            conversation.ask(command, b"")
    events: list[connection.Event | str] = []
    try:
        for chunk in chunks:
            events.extend(conversation.receive(chunk))
    except errors.RemoteProtocolError as error:
        events.append(str(error))
    return events


def _seeds() -> Iterable[bytes]:
    for command, name in _EXCHANGES.items():
        request, bodies = vectors.exchange("0.18.5.3", name)
        yield request
        yield from (framing.encode(Header(command, 0, Flag.RESPONSE, ReturnCode.OK), body) for body in bodies)
        yield b"".join(framing.fragments(request + bytes(200), 128))
    yield framing.noise(64)


TARGET = Target(_read, (), _seeds)
