# SPDX-License-Identifier: Apache-2.0
"""Draws docs/pictures anew: lets the observed network live for a while, and asks its Prometheus."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import tempfile
import time
from pathlib import Path

from tests.support import observed
from tools.pictures import gallery
from tools.pictures.prometheus import Prometheus

MINUTES = 8.0
TROUBLE = " or ".join(
    [
        "ALERTS{alertstate='firing'}",
        *(f"min_over_time({name}[10s]) == 0" for name in ("up", "monero_up", "monero_ready")),
    ]
)
"""Pictures show what has happened, and end when all is well again."""
PATIENCE_SECONDS = 180.0
_WARM_UP_SECONDS = 20.0
_PAST_SECONDS = 5.0
"""Pictures end that long before, when what is now said of that moment was scraped by all."""


async def draw() -> None:
    """Run the network, and draw unless somebody ends it before."""
    ended = asyncio.Event()
    # Without it, who is told to end would leave all that he started behind.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    with tempfile.TemporaryDirectory() as folder:
        async with observed.with_operator(Path(folder), observed.Pace()) as found:
            url = f"http://{found.address}"
            print(f"{url}: pictures are drawn in {MINUTES:g} minutes", flush=True)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), MINUTES * 60 + _WARM_UP_SECONDS)
                return
            await found.until_none(TROUBLE, seconds=PATIENCE_SECONDS)
            well_at = time.clock_gettime(time.CLOCK_REALTIME) - _PAST_SECONDS
            await asyncio.to_thread(gallery.draw, Prometheus(url), MINUTES, well_at, gallery.FOLDER)


if __name__ == "__main__":
    asyncio.run(draw())
