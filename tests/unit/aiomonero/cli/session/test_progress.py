# SPDX-License-Identifier: Apache-2.0
"""Long work keeps what it has when somebody interrupts it."""

import asyncio
import signal
from collections.abc import AsyncIterator

from aiomonero.cli.session import progress, running
from aiomonero.cli.session.progress import Collected


async def numbers(count: int, *, is_interrupted: bool) -> AsyncIterator[int]:
    """Count; then end, or have somebody press Ctrl-C while the next number is awaited."""
    for number in range(count):
        yield number
    if is_interrupted:
        signal.raise_signal(signal.SIGINT)
        await asyncio.Event().wait()


def test_what_ended_by_itself_is_whole() -> None:
    """Everything, and the exit code of success."""
    assert running.run(progress.collect(numbers(3, is_interrupted=False), 3, "numbers")) == Collected([0, 1, 2], 0)


def test_what_was_interrupted_is_kept() -> None:
    """What came until then, and the exit code that says that there would have been more."""
    found = running.run(progress.collect(numbers(3, is_interrupted=True), 9, "numbers"))

    assert found == Collected([0, 1, 2], 130)
