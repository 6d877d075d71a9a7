# SPDX-License-Identifier: Apache-2.0
"""A stream of bytes to frames, whatever pieces it comes in, and messages to the bytes of frames.

Bodies that nobody wants are let pass without being kept; noise disappears; fragments become the message they were cut
from (contrib/epee/include/net/levin_protocol_handler_async.h and levin_base.cpp of monero 0.18).
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from aiomonero import errors
from aiomonero.protocol.levin import header as headers
from aiomonero.protocol.levin.header import Flag, Header

FIRST_LIMIT_BYTES = 256 * 1024
LIMIT_BYTES = 100_000_000
"""The longest body before and after the handshake (levin_base.h)."""
_FRAGMENTS_LIMIT_BYTES = 256 * 1024
"""Peers cut a message into at most 20 pieces of 3 KiB (cryptonote_config.h)."""
_WHOLE = Flag.REQUEST | Flag.RESPONSE
_NOISE = Flag.BEGIN | Flag.END


class Frame(NamedTuple):
    """One message; the body of an unwanted one is empty."""

    header: Header
    body: bytes


class Framer:
    """Takes a stream apart. `room` says how long the body behind a header may be, or None where nobody wants it.

    It keeps at most one body and the fragments of one message.
    """

    def __init__(self, room: Callable[[Header], int | None]) -> None:
        self.limit_bytes = FIRST_LIMIT_BYTES
        self._room = room
        self._buffer = bytearray()
        self._fragments = bytearray()
        self._header: Header | None = None
        self._unwanted_bytes = 0

    def receive(self, data: bytes) -> Iterator[Frame]:
        """Take what came and give the messages that it completes; raises RemoteProtocolError."""
        self._buffer += data
        while self._is_past_unwanted() and self._has_header():
            assert self._header is not None
            body = self._take(self._header.size_bytes)
            if body is None:
                return
            frame, self._header = Frame(self._header, body), None
            if frame.header.flags & _WHOLE:
                yield frame
            else:
                yield from self._collect(frame)

    def _is_past_unwanted(self) -> bool:
        passed = min(self._unwanted_bytes, len(self._buffer))
        del self._buffer[:passed]
        self._unwanted_bytes -= passed
        return not self._unwanted_bytes

    def _has_header(self) -> bool:
        """Read the next header, if it is there; the body of an unwanted one is then none to wait for."""
        if self._header is None and (data := self._take(headers.SIZE_BYTES)) is not None:
            header = headers.decode(data)
            if header.size_bytes > self.limit_bytes:
                raise errors.RemoteProtocolError(f"a message of {header.size_bytes} bytes is too long")
            if not self._is_wanted(header):
                self._unwanted_bytes = header.size_bytes
                header = header._replace(size_bytes=0)
            self._header = header
        return self._header is not None

    def _is_wanted(self, header: Header) -> bool:
        """Look whether the body is to be kept, and whether it can be."""
        if not header.flags & _WHOLE:
            if header.flags & _NOISE == _NOISE:
                return False
            room: int | None = _FRAGMENTS_LIMIT_BYTES - len(self._fragments)
        else:
            room = self._room(header)
        if room is not None and header.size_bytes > room:
            raise errors.RemoteProtocolError(f"message {header.command} of {header.size_bytes} bytes is too long")
        return room is not None

    def _take(self, size: int) -> bytes | None:
        if len(self._buffer) < size:
            return None
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data

    def _collect(self, piece: Frame) -> Iterator[Frame]:
        """Add a piece of a message; the last one completes it."""
        flags = piece.header.flags & _NOISE
        if flags == _NOISE:
            return
        if flags == Flag.BEGIN:
            self._fragments.clear()
        self._fragments += piece.body
        if flags == Flag.END:
            whole = bytes(self._fragments)
            self._fragments.clear()
            yield self._defragmented(whole)

    def _defragmented(self, whole: bytes) -> Frame:
        if len(whole) < headers.SIZE_BYTES:
            raise errors.RemoteProtocolError("fragments are too short for a message")
        header = headers.decode(whole)
        body = whole[headers.SIZE_BYTES : headers.SIZE_BYTES + header.size_bytes]
        if len(body) < header.size_bytes or not header.flags & _WHOLE:
            raise errors.RemoteProtocolError("fragments do not make up the message that they began")
        return Frame(header, body) if self._is_wanted(header) else Frame(header, b"")


def encode(header: Header, body: bytes = b"") -> bytes:
    """Return a message; the header's size is the body's."""
    return headers.encode(header._replace(size_bytes=len(body))) + body


def noise(size_bytes: int) -> bytes:
    """Return a frame of that size that means nothing."""
    _check_size(size_bytes, 1)
    return encode(Header(0, 0, _NOISE), bytes(size_bytes - headers.SIZE_BYTES))


def fragments(message: bytes, size_bytes: int) -> list[bytes]:
    """Cut a message into frames of that size, the last one padded: to who looks on they are noise."""
    _check_size(size_bytes, 2)
    space = size_bytes - headers.SIZE_BYTES
    pieces = [message[begin : begin + space].ljust(space, b"\0") for begin in range(0, len(message), space)]
    if len(pieces) < 2:
        raise errors.LocalProtocolError("a message that fits into one frame is not cut: pad its body")
    last = len(pieces) - 1
    flags = (Flag.BEGIN if at == 0 else Flag.END if at == last else 0 for at in range(len(pieces)))
    return [encode(Header(0, 0, flag), piece) for flag, piece in zip(flags, pieces, strict=True)]


def _check_size(size_bytes: int, most_headers: int) -> None:
    if size_bytes < most_headers * headers.SIZE_BYTES:
        raise errors.LocalProtocolError(f"a frame of {size_bytes} bytes has no room for its headers")
