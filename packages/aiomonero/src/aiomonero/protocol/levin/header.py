# SPDX-License-Identifier: Apache-2.0
"""The 33 bytes before each body: whose turn it is, what it is about, and how long it is."""

import enum
import struct
from typing import NamedTuple

from aiomonero import errors

_FORM = struct.Struct("<QQBIiII")
SIZE_BYTES = _FORM.size

_SIGNATURE = 0x0101010101012101
_VERSION = 1


class Flag(enum.IntFlag):
    """What a frame is; one without REQUEST and RESPONSE is a piece of a message, BEGIN and END at once mere noise."""

    REQUEST = 1
    RESPONSE = 2
    BEGIN = 4
    END = 8


class ReturnCode(enum.IntEnum):
    """How an answer went; peers say 1 where all is well (levin_base.h)."""

    OK = 1
    UNKNOWN_COMMAND = -6


class Header(NamedTuple):
    """One frame's header, without what is the same in all of them."""

    command: int
    size_bytes: int
    flags: int
    return_code: int = 0
    expects_answer: bool = False


def encode(header: Header) -> bytes:
    """Return the header's bytes."""
    return _FORM.pack(
        _SIGNATURE,
        header.size_bytes,
        header.expects_answer,
        header.command,
        header.return_code,
        header.flags,
        _VERSION,
    )


def decode(data: bytes | bytearray) -> Header:
    """Read the header at the beginning of at least `SIZE_BYTES` bytes; raises RemoteProtocolError."""
    signature, size, expects, command, return_code, flags, version = _FORM.unpack_from(data)
    if signature != _SIGNATURE:
        raise errors.RemoteProtocolError(f"a message begins with {signature:#018x}: that is no Monero peer")
    if version != _VERSION:
        raise errors.RemoteProtocolError(f"a message is of version {version}, and only {_VERSION} is known")
    return Header(command, size, flags, return_code, bool(expects))
