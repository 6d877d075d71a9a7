# SPDX-License-Identifier: Apache-2.0
"""What is looked at beside the daemon's RPC, in its own time: siblings, publications, a miner.

A companion runs from the exporter's start to its end, and each collection reads what it last saw.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any, Protocol

PAUSE_SECONDS = 10.0
"""Before a companion that ended is started again."""

_log = logging.getLogger(__name__)


class Companion(Protocol):
    """Looks for as long as the exporter runs; `name` is the field of `Details` that it fills."""

    @property
    def name(self) -> str: ...

    async def run(self) -> None:
        """Look again and again, with pauses of its own; what cannot be looked at is something that was seen."""

    def last(self) -> Any:
        """Return what was seen last, at once; None before the first time."""

    def forget(self) -> None:
        """Forget what may be untrue by now, since nobody looks for a while."""


def last(companions: Sequence[Companion]) -> dict[str, Any]:
    """Return what each saw last, by its name."""
    return {each.name: each.last() for each in companions}


@contextlib.asynccontextmanager
async def running(companions: Sequence[Companion], *, pause_seconds: float = PAUSE_SECONDS) -> AsyncIterator[None]:
    """Let all of them look until the end of the block."""
    tasks = [asyncio.create_task(_keep_running(each, pause_seconds), name=each.name) for each in companions]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _keep_running(companion: Companion, pause_seconds: float) -> None:
    while True:
        try:
            await companion.run()
        except Exception:  # noqa: BLE001 - a mistake in what looks at siblings must not cost the daemon's own health
            companion.forget()
            _log.exception("what looks at %s failed, and starts again in %g s", companion.name, pause_seconds)
        await asyncio.sleep(pause_seconds)
