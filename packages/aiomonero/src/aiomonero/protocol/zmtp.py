# SPDX-License-Identifier: Apache-2.0
"""ZMTP 3.1 as a subscriber speaks it (ZeroMQ's RFC 37): bytes in, messages and bytes to send out.

Life of a connection: both greet, both say what socket they are, then one sends subscriptions and the other messages.
Only what monerod's publisher does is taken: no security mechanism, and messages of one frame. The latter makes memory
bounded: a message of many frames can only be handed over as a whole, and nobody says how many will come.
"""

import struct
from collections.abc import Sequence

from aiomonero import errors

_MECHANISM = b"NULL"
_GREETING = b"\xff" + bytes(8) + b"\x7f" + b"\x03\x01" + _MECHANISM.ljust(20, b"\0") + bytes(32)
_OLDEST_MAJOR = 3
_MORE, _LONG, _COMMAND = 0x01, 0x02, 0x04
_SUBSCRIBE = b"\x01"
_COMMAND_LIMIT_BYTES = 4096
_PUBLISHERS = (b"PUB", b"XPUB")
_PING_CONTEXT_LIMIT_BYTES = 16
_PING = b"\x04PING"
_PONG = b"\x04PONG"
_READY = b"\x05READY"
_ERROR = b"\x05ERROR"
_LENGTH = struct.Struct(">Q")


class Subscriber:
    """One connection from its beginning; what is to be sent is taken with `output`.

    `is_ready` from the end of the handshake on. A message longer than `message_bytes` is refused by its header.
    """

    def __init__(self, topics: Sequence[str], *, message_bytes: int) -> None:
        self._topics = topics
        self._message_bytes = message_bytes
        self._input = bytearray()
        self._output = bytearray(_GREETING)
        self._is_greeted = False
        self.is_ready = False

    def output(self) -> bytes:
        """Return what is to be sent, once."""
        data = bytes(self._output)
        self._output.clear()
        return data

    def ping(self) -> None:
        """Ask whether the other side lives, which every libzmq answers by itself."""
        self._command(_PING + bytes(2))

    def receive(self, data: bytes) -> list[bytes]:
        """Take what arrived and return the messages that are complete; raises RemoteProtocolError."""
        self._input += data
        if not self._is_greeted and not self._greeted():
            return []
        messages: list[bytes] = []
        position = 0
        while (frame := self._frame(position)) is not None:
            flags, start, position = frame
            body = bytes(self._input[start:position])
            if flags & _COMMAND:
                self._obey(body)
            else:
                messages.append(self._message(body))
        del self._input[:position]
        return messages

    def _greeted(self) -> bool:
        _check_greeting(self._input[: len(_GREETING)])
        if len(self._input) < len(_GREETING):
            return False
        del self._input[: len(_GREETING)]
        self._is_greeted = True
        self._command(_READY + _property(b"Socket-Type", b"SUB"))
        return True

    def _frame(self, position: int) -> tuple[int, int, int] | None:
        """Return flags, start and end of the frame at a position, or None while it is incomplete."""
        head = self._input[position : position + 1 + _LENGTH.size]
        if not head:
            return None
        flags, size = head[0], _LENGTH.size if head[0] & _LONG else 1
        if len(head) < 1 + size:
            return None
        length = _LENGTH.unpack_from(head, 1)[0] if flags & _LONG else head[1]
        self._check(flags, length)
        start = position + 1 + size
        return (flags, start, start + length) if start + length <= len(self._input) else None

    def _check(self, flags: int, length: int) -> None:
        if flags & ~(_MORE | _LONG | _COMMAND):
            raise errors.RemoteProtocolError(f"a frame with the unknown flags {flags:#04x}")
        if flags & _MORE:
            raise errors.RemoteProtocolError("a message of several frames, where monerod sends one")
        limit = _COMMAND_LIMIT_BYTES if flags & _COMMAND else self._message_bytes
        if length > limit:
            raise errors.RemoteProtocolError(f"a frame of {length} bytes, where {limit} are the most")

    def _message(self, body: bytes) -> bytes:
        if not self.is_ready:
            raise errors.RemoteProtocolError("a message before the end of the handshake")
        return body

    def _obey(self, command: bytes) -> None:
        if command.startswith(_ERROR):
            raise errors.RemoteProtocolError(f"the publisher refuses us: {command[len(_ERROR) + 1 :]!r}")
        if command.startswith(_PING):
            context = command[len(_PING) + 2 :]
            self._command(_PONG + context[:_PING_CONTEXT_LIMIT_BYTES])
        elif command.startswith(_READY) and not self.is_ready:
            self._become_ready(command[len(_READY) :])
        elif not command.startswith(_PONG):
            raise errors.RemoteProtocolError(f"the unexpected command {command[:16]!r}")

    def _become_ready(self, metadata: bytes) -> None:
        kind = _properties(metadata).get(b"socket-type")
        if kind not in _PUBLISHERS:
            raise errors.RemoteProtocolError(f"a socket of type {kind!r}, which publishes nothing")
        self.is_ready = True
        for topic in self._topics:
            self._send(0, _SUBSCRIBE + topic.encode())

    def _command(self, body: bytes) -> None:
        self._send(_COMMAND, body)

    def _send(self, flags: int, body: bytes) -> None:
        assert len(body) <= 0xFF, "nothing that a subscriber says is that long"
        self._output += bytes([flags, len(body)]) + body


def _check_greeting(found: bytearray) -> None:
    # As early as possible: a server of another kind may never send so many bytes.
    if not (b"\xff".startswith(found[:1]) and b"\x7f".startswith(found[9:10])):
        raise errors.RemoteProtocolError(f"it speaks something else than ZMTP, beginning with {bytes(found[:16])!r}")
    if found[10:11] and found[10] < _OLDEST_MAJOR:
        raise errors.RemoteProtocolError(f"it speaks version {found[10]} of ZMTP, which is too old")
    mechanism = bytes(found[12:32]).rstrip(b"\0")
    if len(found) >= 32 and mechanism != _MECHANISM:
        raise errors.RemoteProtocolError(f"it wants the security mechanism {mechanism!r}, which monerod never does")


def _property(name: bytes, value: bytes) -> bytes:
    return bytes([len(name)]) + name + struct.pack(">I", len(value)) + value


def _properties(metadata: bytes) -> dict[bytes, bytes]:
    """Read the properties of a socket; their names are the same in any case."""
    found: dict[bytes, bytes] = {}
    position = 0
    while position < len(metadata):
        name = metadata[position + 1 : position + 1 + metadata[position]]
        position += 1 + len(name)
        length = int.from_bytes(metadata[position : position + 4], "big")
        found[name.lower()] = metadata[position + 4 : position + 4 + length]
        position += 4 + length
    return found
