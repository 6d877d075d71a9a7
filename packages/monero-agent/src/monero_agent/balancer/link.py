# SPDX-License-Identifier: Apache-2.0
"""A line to the tor that Onionbalance uses: when it breaks, that tor has gone, and Onionbalance must begin anew.

Onionbalance itself does not notice, or waits for ever for what it asked the old one.
"""

import asyncio
import re
from pathlib import Path

TIMEOUT_SECONDS = 5.0
MAX_SILENT = 4
"""Looks in a row that a tor may leave without an answer: a busy one is slow, and good enough for Onionbalance."""

_MAX_LINES = 100
_READY = re.compile(r"PROGRESS=100\b")


class LinkError(Exception):
    """tor is not there, or does not answer."""


class Link:
    """`generation` counts the tors that were met; `is_testing` says that the network is a private one for tests."""

    def __init__(self) -> None:
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._unanswered = False
        self._lines: list[str] = []
        self._silent = 0
        self.generation = 0
        self.is_ready = False
        self._is_new = True
        self.is_testing = False
        self.error = ""

    @property
    def is_met(self) -> bool:
        return self._streams is not None

    async def look(self, control: Path) -> None:
        """Ask tor whether it can be used."""
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                await self._meet(control)
                self.is_ready = bool(_READY.search(await self._ask("GETINFO status/bootstrap-phase")))
                self.error = "" if self.is_ready else "tor has not started yet"
            self._silent = 0
        except TimeoutError:
            self._silent += 1
            self.error = "tor cannot be asked: it does not answer"
            if self._is_new or self._silent >= MAX_SILENT:
                self.close()
        except (OSError, ValueError, LinkError) as error:  # ValueError: a line without an end
            self.close()
            self.error = f"tor cannot be asked: {error}"

    def close(self) -> None:
        """Let go of tor."""
        if self._streams:
            self._streams[1].transport.abort()
        self._streams, self.is_ready, self._is_new = None, False, True
        self._unanswered, self._lines, self._silent = False, [], 0

    async def _meet(self, control: Path) -> None:
        if self._streams and not self._is_new:
            return
        self._streams = await asyncio.open_unix_connection(control)
        await self._ask("AUTHENTICATE")
        self.is_testing = "TestingTorNetwork=1" in await self._ask("GETCONF TestingTorNetwork")
        self.generation += 1
        self._is_new = False

    async def _ask(self, question: str) -> str:
        assert self._streams, "tor was met"
        reader, writer = self._streams
        if not self._unanswered:  # or the answer to the same question is still on its way
            writer.write(f"{question}\r\n".encode())
            self._unanswered, self._lines = True, []
        while len(self._lines) < _MAX_LINES:
            line = (await reader.readline()).decode("utf-8", "replace")
            self._lines.append(line)
            if not line.startswith("250"):
                raise LinkError(line.strip() or "it closed the connection")
            if line.startswith("250 "):
                self._unanswered = False
                return "".join(self._lines)
        raise LinkError("it does not end its answer")
