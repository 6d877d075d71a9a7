# SPDX-License-Identifier: Apache-2.0
"""What a peer understands beyond the beginnings (`COMMAND_REQUEST_SUPPORT_FLAGS` of p2p_protocol_defs.h)."""

from typing import Annotated

import msgspec

from aiomonero.protocol.epee import writer
from aiomonero.protocol.epee.value import U32
from aiomonero.protocol.levin import body


class _Flags(msgspec.Struct):
    support_flags: Annotated[int, msgspec.Meta(ge=0)] = 0


def request() -> bytes:
    """Return the body of the question."""
    return writer.encode({})


def write(flags: int) -> bytes:
    """Return the body of the answer."""
    return writer.encode({"support_flags": U32(flags)})


def read(data: bytes) -> int:
    """Return the flags that an answer gives; raises RemoteProtocolError."""
    return body.read(data, _Flags).support_flags
