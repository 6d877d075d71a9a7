# SPDX-License-Identifier: Apache-2.0
"""The body of a watch: JSON documents, one per line, in chunks of any size. No I/O."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kubeloop import errors
from kubeloop.client import status
from kubeloop.client.base import UNREADABLE, Event

MAX_LINE_BYTES = 16 * 1024 * 1024
"""etcd takes no object above 1.5 MiB; JSON may say the same with more bytes."""


class _Line(msgspec.Struct):
    type: str
    object: msgspec.Raw


_decoder = msgspec.json.Decoder(_Line)


class Lines:
    """Cuts chunks into lines."""

    def __init__(self, max_bytes: int = MAX_LINE_BYTES) -> None:
        self._rest = bytearray()
        self._max_bytes = max_bytes

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the lines that this chunk completes."""
        *lines, rest = chunk.split(b"\n")
        for line in lines:
            yield bytes(self._rest) + line
            self._rest.clear()
        self._rest += rest
        if len(self._rest) > self._max_bytes:
            raise errors.Undecodable(f"a line of a watch is longer than {self._max_bytes} bytes")


def event(line: bytes) -> Event:
    """Decode a line; an ERROR event raises what its Status says, such as `Gone`."""
    try:
        decoded = _decoder.decode(line)
    except UNREADABLE as error:
        raise errors.Undecodable(f"a line of a watch is not an event: {error}") from error
    match decoded.type:
        case "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" as known:
            return Event(known, decoded.object)
        case "ERROR":
            raise status.error(500, bytes(decoded.object))
        case unknown:
            raise errors.Undecodable(f"a watch reports an unknown kind of event: {unknown}")
