# SPDX-License-Identifier: Apache-2.0
"""The line to Onionbalance's tor: silence for a moment is not its end."""

import asyncio
import contextlib

import pytest

from monero_agent.balancer import link


class Tor:
    """Answers, or keeps what it was asked until it does again."""

    def __init__(self):
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.writer = None
        self.answer = b"250-status/bootstrap-phase=NOTICE BOOTSTRAP PROGRESS=100\r\n250 OK\r\n"

    async def serve(self, reader, writer):
        self.writer = writer
        while question := await reader.readline():
            await self.may_answer.wait()
            writer.write(self.answer if question.startswith(b"GETINFO") else b"250 OK\r\n")
        writer.close()


@pytest.fixture
async def met(monkeypatch, tmp_path):
    """A line to a tor that was met, and that tor."""
    monkeypatch.setattr(link, "TIMEOUT_SECONDS", 0.2)
    control = tmp_path / "control"
    tor, line = Tor(), link.Link()
    async with await asyncio.start_unix_server(tor.serve, control):
        await line.look(control)
        assert (line.is_met, line.is_ready, line.generation) == (True, True, 1)
        yield tor, line, control
        line.close()
        tor.may_answer.set()
        with contextlib.suppress(ConnectionError):
            await tor.writer.wait_closed()


async def test_a_tor_that_is_slow_for_some_looks_is_the_same(met):
    """Onionbalance goes on, and the late answer is taken for what it is."""
    tor, line, control = met
    tor.may_answer.clear()
    for _ in range(link.MAX_SILENT - 1):
        await line.look(control)
        assert (line.is_met, line.error) == (True, "tor cannot be asked: it does not answer")
    tor.may_answer.set()
    for _ in range(2):
        await line.look(control)
        assert (line.is_ready, line.generation, line.error) == (True, 1, "")


async def test_a_tor_that_stays_silent_is_let_go(met):
    """It hangs, and so would Onionbalance."""
    tor, line, control = met
    tor.may_answer.clear()
    for _ in range(link.MAX_SILENT):
        await line.look(control)

    assert not line.is_met


async def test_a_tor_that_goes_is_noticed_at_once(met):
    """And one that says a line without an end is none."""
    tor, line, control = met
    tor.answer = b"250-" + b"x" * 100_000
    await line.look(control)

    assert not line.is_met
    assert "tor cannot be asked" in line.error
