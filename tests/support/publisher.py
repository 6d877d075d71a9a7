# SPDX-License-Identifier: Apache-2.0
"""The bytes of a ZMQ publisher, as libzmq writes them."""

import struct

GREETING = b"\xff" + bytes(8) + b"\x7f\x03\x01" + b"NULL".ljust(20, b"\0") + bytes(32)
COMMAND, MORE = 4, 1


def frame(body: bytes, *, flags: int = 0) -> bytes:
    """Return a frame, short where that is enough."""
    if len(body) > 0xFF:
        return bytes([flags | 2]) + struct.pack(">Q", len(body)) + body
    return bytes([flags, len(body)]) + body


def ready(kind: bytes = b"XPUB", *, name: bytes = b"Socket-Type") -> bytes:
    """Return the command that ends the publisher's handshake."""
    identity = b"\x08Identity" + bytes(4)
    body = b"\x05READY" + identity + bytes([len(name)]) + name + struct.pack(">I", len(kind)) + kind
    return frame(body, flags=COMMAND)
