# SPDX-License-Identifier: Apache-2.0
"""A line to the tor that Onionbalance uses: when it breaks, that tor has gone, and Onionbalance must begin anew.

Onionbalance itself does not notice, or waits for ever for what it asked the old one.
"""

import asyncio
import re

TIMEOUT_SECONDS = 5.0

_MAX_LINES = 100
_READY = re.compile(r"PROGRESS=100\b")


class LinkError(Exception):
    """tor is not there, or does not answer."""


class Link:
    """`generation` counts the tors that were met; `is_testing` says that the network is a private one for tests."""

    def __init__(self) -> None:
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.generation = 0
        self.is_ready = False
        self.is_testing = False
        self.error = ""

    @property
    def is_met(self) -> bool:
        return self._streams is not None

    async def look(self, port: int) -> None:
        """Ask tor whether it can be used."""
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                await self._meet(port)
                self.is_ready = bool(_READY.search(await self._ask("GETINFO status/bootstrap-phase")))
                self.error = "" if self.is_ready else "tor has not started yet"
        except (TimeoutError, OSError, ValueError, LinkError) as error:  # ValueError: a line without an end
            self.close()
            self.error = f"tor cannot be asked: {error or 'it does not answer'}"

    def close(self) -> None:
        """Let go of tor."""
        if self._streams:
            self._streams[1].transport.abort()
        self._streams, self.is_ready = None, False

    async def _meet(self, port: int) -> None:
        if self._streams:
            return
        self._streams = await asyncio.open_connection("127.0.0.1", port)
        await self._ask("AUTHENTICATE")
        self.is_testing = "TestingTorNetwork=1" in await self._ask("GETCONF TestingTorNetwork")
        self.generation += 1

    async def _ask(self, question: str) -> str:
        assert self._streams, "tor was met"
        reader, writer = self._streams
        writer.write(f"{question}\r\n".encode())
        lines: list[str] = []
        for _ in range(_MAX_LINES):
            line = (await reader.readline()).decode("utf-8", "replace")
            lines.append(line)
            if not line.startswith("250"):
                raise LinkError(line.strip() or "it closed the connection")
            if line.startswith("250 "):
                return "".join(lines)
        raise LinkError("it does not end its answer")
