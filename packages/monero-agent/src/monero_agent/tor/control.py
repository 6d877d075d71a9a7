# SPDX-License-Identifier: Apache-2.0
"""tor's control protocol, as much as a status needs: questions with answers of several lines, and events between them.

One connection is kept, because tor logs each that is opened. See control-spec.txt, sections 2.3 and 4.1.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

TIMEOUT_SECONDS = 5.0
MAX_LINE_BYTES = 256 * 1024
MAX_REPLY_BYTES = 4 * 1024 * 1024
"""Of what is kept. A service under attack has many thousands of circuits, each a line, and few of them are."""

_EVENT = 650
_OK = 250


class ControlError(Exception):
    """tor does not answer, or not as it should."""


class SilenceError(ControlError):
    """tor does not answer at all."""


class Line(NamedTuple):
    """One line of an answer, and the lines of data that it begins."""

    text: str
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer or an event."""

    code: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return self.lines[0].text

    @property
    def values(self) -> dict[str, str]:
        """What GETINFO gives: a value on the line itself, or data below it."""
        pairs = ((*line.text.partition("="), line.data) for line in self.lines)
        return {key: "\n".join(data) or value for key, is_pair, value, data in pairs if is_pair}


Events = Callable[[str], None]
Keeps = Callable[[str], bool]


class Control:
    """A connection to a tor that runs; `on_event` is given every event.

    Of data in answers only the lines are kept that `keeps` says are of use.
    """

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, on_event: Events, keeps: Keeps
    ) -> None:
        self._writer = writer
        self._answers: asyncio.Queue[Reply | None] = asyncio.Queue()
        self._reading = asyncio.create_task(self._read(reader, on_event, keeps))

    @property
    def is_open(self) -> bool:
        return not self._reading.done()

    async def ask(self, command: str) -> Reply:
        """Send a command and return its answer, which may be a refusal."""
        if not self.is_open:
            raise ControlError("tor closed the control connection")
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                self._writer.write(f"{command}\r\n".encode())
                await self._writer.drain()
                reply = await self._answers.get()
        except TimeoutError as error:
            raise SilenceError(f"tor did not answer {command} in time") from error
        except OSError as error:
            raise ControlError(f"tor did not answer {command}: {error}") from error
        if reply is None:
            raise ControlError("tor closed the control connection")
        return reply

    async def tell(self, command: str) -> Reply:
        """Send a command that must not be refused."""
        reply = await self.ask(command)
        if reply.code != _OK:
            raise ControlError(f"tor refused {command}: {reply.code} {reply.text}")
        return reply

    async def info(self, *keys: str) -> dict[str, str]:
        """Return what tor says of the keys."""
        return (await self.tell(f"GETINFO {' '.join(keys)}")).values

    async def close(self) -> None:
        """End the connection."""
        self._reading.cancel()
        await asyncio.wait({self._reading})
        self._writer.transport.abort()

    async def _read(self, reader: asyncio.StreamReader, on_event: Events, keeps: Keeps) -> None:
        try:
            async for reply in replies(reader, keeps):
                if reply.code == _EVENT:
                    on_event(reply.text)
                else:
                    self._answers.put_nowait(reply)
        except (OSError, ValueError):
            pass  # told to whoever asks next
        finally:
            self._answers.put_nowait(None)


def _all(_: str) -> bool:
    return True


async def connect(path: Path, on_event: Events, keeps: Keeps = _all) -> Control:
    """Connect to tor's socket, which only its own user can reach, and ask for what happens to descriptors."""
    try:
        reader, writer = await asyncio.open_unix_connection(path, limit=MAX_LINE_BYTES)
    except OSError as error:
        raise SilenceError(f"tor's control socket is not there: {error}") from error
    control = Control(reader, writer, on_event, keeps)
    try:
        await control.tell("AUTHENTICATE")
        await control.tell("SETEVENTS HS_DESC")
    except ControlError:
        await control.close()
        raise
    return control


async def replies(reader: asyncio.StreamReader, keeps: Keeps = _all) -> AsyncIterator[Reply]:
    """Read answers and events until the other side closes; raises ValueError for what is neither, or too long."""
    lines: list[Line] = []
    left = MAX_REPLY_BYTES
    while line := await _line(reader):
        code, mark, text = line[:3], line[3:4], line[4:]
        if not code.isdecimal() or mark not in ("-", "+", " "):
            raise ValueError(f"not a line of the control protocol: {line[:80]!r}")
        lines.append(Line(text, await _data(reader, left, keeps) if mark == "+" else ()))
        left -= len(line) + sum(map(len, lines[-1].data))
        if left < 0:
            raise ValueError("an answer without an end")
        if mark == " ":
            yield Reply(int(code), tuple(lines))
            lines, left = [], MAX_REPLY_BYTES


async def _data(reader: asyncio.StreamReader, left: int, keeps: Keeps) -> tuple[str, ...]:
    lines: list[str] = []
    while (line := await _line(reader)) != ".":
        if line is None:
            raise ValueError("data without an end")
        if not keeps(line):
            continue
        left -= len(line) + 1
        if left < 0:
            raise ValueError("data without an end")
        lines.append(line.removeprefix("."))
    return tuple(lines)


async def _line(reader: asyncio.StreamReader) -> str | None:
    """Return a line without its end, or None when the other side has closed."""
    content = await reader.readline()
    return content.decode("utf-8", "replace").rstrip("\r\n") if content.endswith(b"\n") else None
