# SPDX-License-Identifier: Apache-2.0
"""Asking a miner."""

from aiomonero import errors
from monero_exporter.scrape.xmrig import Xmrig
from tests.support import vectors

URL = "http://127.0.0.1:8600"


class FakeMiner:
    """Answers with these bytes, or fails, and remembers what it was asked for."""

    def __init__(self, answer: bytes | errors.MoneroError) -> None:
        self.answer = answer
        self.urls: list[str] = []

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        self.urls.append(url)
        if isinstance(self.answer, errors.MoneroError):
            raise self.answer
        return self.answer

    async def post(self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise AssertionError("a miner is only read")


def _xmrig() -> Xmrig:
    return Xmrig(URL, token=None, deadline_seconds=5)


async def test_the_last_answer_is_kept() -> None:
    """Whoever reads it does not wait for the miner."""
    miner, watcher = FakeMiner(vectors.summary("6.22.2", "mining")), _xmrig()
    before = watcher.last()
    await watcher.look(miner)
    last = watcher.last()

    assert before is None
    assert last is not None
    assert last.answer is not None
    assert last.answer.version == "6.22.2"
    assert miner.urls == [f"{URL}/2/summary"]


async def test_a_miner_that_is_gone_is_forgotten() -> None:
    """What it said before is no longer true."""
    miner, watcher = FakeMiner(vectors.summary("6.22.2", "mining")), _xmrig()
    await watcher.look(miner)
    miner.answer = errors.ConnectFailed("nobody listens")
    await watcher.look(miner)
    last = watcher.last()

    assert last is not None
    assert (last.answer, type(last.error)) == (None, errors.ConnectFailed)
