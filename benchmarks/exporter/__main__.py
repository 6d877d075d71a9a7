# SPDX-License-Identifier: Apache-2.0
"""`python -m benchmarks.exporter`: a page written, then exporters beside a real daemon and beside a busy one."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from benchmarks.exporter import bare, busy, fake_daemon, rendering, scraping
from tests.support import monerod


async def beside_real() -> None:
    """Measure beside a real daemon on regtest, which has next to nothing to tell."""
    with tempfile.TemporaryDirectory() as folder:
        async with monerod.running(Path(folder)) as daemon:
            await _both("a real daemon, on regtest and alone", daemon.url)


async def beside_busy() -> None:
    """Measure beside a daemon that has much to tell and tells it at once."""
    async with fake_daemon.running() as url:
        peers = busy.WHITE_PEERS + busy.GRAY_PEERS
        title = f"a daemon with {busy.CONNECTIONS:,} connections, {peers:,} known peers, {busy.WAITING:,} transactions"
        await _both(title, url)


async def _both(title: str, url: str) -> None:
    bare.show(f"Bare calls: {title}, {bare.CALLS} each", await bare.measure(url))
    scraping.show(f"The exporter: {title}", await scraping.measure(url))


def main() -> None:
    """Show everything."""
    rendering.show()
    asyncio.run(beside_real())
    asyncio.run(beside_busy())


if __name__ == "__main__":
    main()
