# SPDX-License-Identifier: Apache-2.0
"""One question to the daemon: its answer, or why there is none, and how long that took."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from aiomonero import errors
from monero_exporter.translate.observation import Seen

Answer = TypeVar("Answer")


async def ask(question: Awaitable[Answer], *, deadline_seconds: float) -> Seen[Answer]:
    """Await the answer; an error of the daemon's becomes part of what is returned."""
    loop = asyncio.get_running_loop()
    started = loop.time()
    answer: Answer | None = None
    failure: errors.MoneroError | None = None
    try:
        async with asyncio.timeout(deadline_seconds):
            answer = await question
    except TimeoutError:
        failure = errors.TimedOut(f"no answer within {deadline_seconds:g} s")
    except errors.MoneroError as error:
        failure = error
    return Seen(answer=answer, error=failure, duration_seconds=loop.time() - started)
