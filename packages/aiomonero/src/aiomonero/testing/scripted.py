# SPDX-License-Identifier: Apache-2.0
"""Connections whose other side is a script: for tests of protocols, without sockets."""

from collections.abc import Iterable

from aiomonero import errors
from aiomonero.transport import base

_LIMIT_BYTES = 64 * 1024


class ScriptedStream:
    """A `ByteStream` that receives the given chunks one by one, then the end; an error among them is raised.

    What was sent to it is in `sent`, all bytes in one. A chunk longer than the receiver's limit arrives in parts.
    """

    def __init__(self, *script: bytes | errors.TransportError) -> None:
        self._script = list(script)
        self.sent = b""
        self.is_closed = False

    async def receive(self, limit_bytes: int = _LIMIT_BYTES) -> bytes:
        self._refuse_when_closed()
        if not self._script:
            return b""
        chunk = self._script.pop(0)
        if isinstance(chunk, errors.TransportError):
            raise chunk
        if chunk[limit_bytes:]:
            self._script.insert(0, chunk[limit_bytes:])
        return chunk[:limit_bytes]

    async def send(self, data: bytes) -> None:
        self._refuse_when_closed()
        self.sent += data

    async def close(self) -> None:
        self.is_closed = True

    def _refuse_when_closed(self) -> None:
        if self.is_closed:
            raise errors.Closed("the connection was closed on this side")


class ScriptedDialer:
    """A `Dialer` that hands out streams in their order, and remembers in `dialled` who was called.

    An error in place of a stream is raised; when there is none left nobody listens any more.
    """

    def __init__(self, *streams: ScriptedStream | errors.TransportError) -> None:
        self._streams = list(streams)
        self.dialled: list[tuple[str, int]] = []

    async def open(self, host: str, port: int, *, timeout_seconds: float) -> base.ByteStream:  # noqa: ARG002 - no time passes in a script
        self.dialled.append((host, port))
        if not self._streams:
            raise errors.ConnectFailed(f"the script has no connection to {host}:{port}")
        stream = self._streams.pop(0)
        if isinstance(stream, errors.TransportError):
            raise stream
        return stream


def byte_by_byte(data: bytes) -> Iterable[bytes]:
    """Return the smallest chunks that a message can arrive in: `ScriptedStream(*byte_by_byte(message))`."""
    return (data[index : index + 1] for index in range(len(data)))
