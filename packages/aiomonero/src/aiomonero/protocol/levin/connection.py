# SPDX-License-Identifier: Apache-2.0
"""One conversation with a peer, without its socket: bytes that came in to events, what is to be said to bytes.

Both sides ask; answers come in the order of the questions. An answer that nobody asked for ends the conversation. Only
messages that a light peer understands are read (`command.MOST_BYTES`), the bodies of others pass unread.
"""

import collections
import dataclasses
from collections.abc import Iterator
from typing import TypeAlias

from aiomonero import errors
from aiomonero.protocol.levin import framing
from aiomonero.protocol.levin.command import MOST_BYTES, Command
from aiomonero.protocol.levin.framing import Frame
from aiomonero.protocol.levin.header import Flag, Header, ReturnCode

_MOST_WAITING = 16


@dataclasses.dataclass(frozen=True, slots=True)
class Request:
    """The peer wants an answer; where the command is none that is known here, the body is empty."""

    command: int
    body: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """The peer answered the oldest open question."""

    command: int
    body: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class News:
    """The peer told something that wants no answer, and that was not read."""

    command: int


Event: TypeAlias = Request | Answer | News


class Connection:
    """The state of one conversation: which questions are open, and whether the handshake is over."""

    def __init__(self) -> None:
        self._waiting: collections.deque[int] = collections.deque()
        self._framer = framing.Framer(_room)

    def ask(self, command: int, body: bytes) -> bytes:
        """Return the bytes of a question, whose answer will be an event."""
        if len(self._waiting) == _MOST_WAITING:
            raise errors.LocalProtocolError(f"{_MOST_WAITING} questions are open already")
        self._waiting.append(command)
        return framing.encode(Header(command, 0, Flag.REQUEST, expects_answer=True), body)

    def answer(self, request: Request, body: bytes) -> bytes:
        """Return the bytes of the answer to a request."""
        return framing.encode(Header(request.command, 0, Flag.RESPONSE, ReturnCode.OK), body)

    def refuse(self, request: Request) -> bytes:
        """Return the bytes that say that such requests are not answered here."""
        return framing.encode(Header(request.command, 0, Flag.RESPONSE, ReturnCode.UNKNOWN_COMMAND))

    def tell(self, command: int, body: bytes) -> bytes:
        """Return the bytes of news."""
        return framing.encode(Header(command, 0, Flag.REQUEST), body)

    def receive(self, data: bytes) -> Iterator[Event]:
        """Take what came in and give what it means; raises RemoteProtocolError, then nothing can follow."""
        for frame in self._framer.receive(data):
            yield self._event(frame)

    def _event(self, frame: Frame) -> Event:
        header = frame.header
        if header.flags & Flag.RESPONSE:
            return self._answered(frame)
        return Request(header.command, frame.body) if header.expects_answer else News(header.command)

    def _answered(self, frame: Frame) -> Answer:
        asked = self._waiting.popleft() if self._waiting else None
        header = frame.header
        if header.command != asked:
            raise errors.RemoteProtocolError(f"the peer answered {header.command}, and was asked {asked or 'nothing'}")
        if header.return_code < 0:
            raise errors.RemoteProtocolError(f"the peer failed to answer {asked}: it says {header.return_code}")
        if asked == Command.HANDSHAKE:
            self._framer.limit_bytes = framing.LIMIT_BYTES
        return Answer(header.command, frame.body)


def _room(header: Header) -> int | None:
    is_news = not header.flags & Flag.RESPONSE and not header.expects_answer
    return None if is_news else _MOST_BYTES.get(header.command)


_MOST_BYTES: dict[int, int] = {int(command): size for command, size in MOST_BYTES.items()}
