# SPDX-License-Identifier: Apache-2.0
"""The question whether somebody is there, which needs no handshake (`COMMAND_PING` of p2p_protocol_defs.h)."""

from typing import Annotated

import msgspec

from aiomonero import errors
from aiomonero.protocol.epee import writer
from aiomonero.protocol.epee.value import U64
from aiomonero.protocol.levin import body

_OK = b"OK"


class _Pong(msgspec.Struct):
    status: bytes
    peer_id: Annotated[int, msgspec.Meta(ge=0)]


def request() -> bytes:
    """Return the body of the question."""
    return writer.encode({})


def write(peer_id: int) -> bytes:
    """Return the body of the answer."""
    return writer.encode({"peer_id": U64(peer_id), "status": _OK})


def read(data: bytes) -> int:
    """Return the peer id that an answer gives; raises RemoteProtocolError."""
    pong = body.read(data, _Pong)
    if pong.status != _OK:
        raise errors.RemoteProtocolError(f"the peer answers a ping with {pong.status[:32]!r}")
    return pong.peer_id
