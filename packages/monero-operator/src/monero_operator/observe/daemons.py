# SPDX-License-Identifier: Apache-2.0
"""Asks every daemon's exporter for its health in the background, so that no reconcile ever waits for a daemon.

Eager while things move, lazy when they are still: a daemon that answers and is not ready, or has a new height, is
asked again after EAGER_SECONDS; any other, also one that does not answer, after twice as long each time, up to the
operator's poll interval.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from aiomonero import errors
from aiomonero.rpc import health
from aiomonero.transport import base
from kubeloop.objects.metadata import Key
from monero_operator import facts

EAGER_SECONDS = 1.0
TIMEOUT_SECONDS = 3.0
MAX_AT_ONCE = 96
"""So many that dead machines, each of which costs the time-out, do not keep the living waiting."""


_log = logging.getLogger(__name__)


class Daemons:
    """What the daemons of each owner last said."""

    def __init__(self, transport: base.Transport, *, interval_seconds: float, clock: Callable[[], datetime]) -> None:
        self._transport = transport
        self._interval = interval_seconds
        self._clock = clock
        self._listeners: list[Callable[[Key], None]] = []
        self._room = asyncio.Semaphore(MAX_AT_ONCE)
        self._answers: dict[Key, dict[str, facts.Daemon]] = {}
        self._polls: dict[tuple[Key, str, str], asyncio.Task[None]] = {}

    def listen(self, changed: Callable[[Key], None]) -> None:
        """Tell this listener the owner whenever an answer says something new."""
        self._listeners.append(changed)

    def answers(self, owner: Key) -> dict[str, facts.Daemon]:
        """Return what is known, by the name of the pod."""
        return dict(self._answers.get(owner, {}))

    def watch(self, owner: Key, urls: Mapping[str, str]) -> None:
        """Ask exactly these exporters of an owner from now on, by the name of the pod; none forgets the owner."""
        wanted = {(owner, pod, url) for pod, url in urls.items()}
        for poll in [poll for poll in self._polls if poll[0] == owner and poll not in wanted]:
            self._polls.pop(poll).cancel()
            self._answers[owner].pop(poll[1], None)
        for poll in wanted - self._polls.keys():
            self._answers.setdefault(owner, {})
            self._polls[poll] = asyncio.create_task(self._poll(*poll), name=f"poll {poll[1]}")
        if not urls:
            self._answers.pop(owner, None)

    async def _poll(self, owner: Key, pod: str, url: str) -> None:
        delay = EAGER_SECONDS
        progress = _Progress()
        while True:
            before = self._answers[owner].get(pod)
            answer = progress.dated(await self._ask(url))
            self._answers[owner][pod] = answer
            if _said(before) != _said(answer):
                for changed in self._listeners:
                    changed(owner)
            delay = EAGER_SECONDS if _moves(before, answer) else min(2 * delay, self._interval)
            await asyncio.sleep(delay)

    async def _ask(self, url: str) -> facts.Daemon:
        async with self._room:
            try:
                status = await health.fetch_status(self._transport, url, timeout_seconds=TIMEOUT_SECONDS)
            except errors.MoneroError as error:
                why = f"its exporter does not answer ({type(error).__name__})"
            except Exception:  # noqa: BLE001 - whatever one exporter says, it is asked again
                _log.exception("asking %s failed unexpectedly", url)
                why = "asking its exporter failed: see the operator's log"
            else:
                return facts.Looked(status=status, at=self._clock())
            return facts.CouldNotLook(because=why, at=self._clock())


class _Progress:
    """When the height of one daemon last grew, also over times in which it did not answer."""

    def __init__(self) -> None:
        self._best = 0
        self._at: datetime | None = None

    def dated(self, answer: facts.Daemon) -> facts.Daemon:
        """Return an answer with the time of the last progress."""
        height = (answer.status.height or 0) if isinstance(answer, facts.Looked) else 0
        if height > self._best:
            self._best, self._at = height, answer.at
        return msgspec.structs.replace(answer, progressed_at=self._at)


def _said(answer: facts.Daemon | None) -> object:
    """Return the part of an answer that is news when it changes: all but the times."""
    if isinstance(answer, facts.Looked):
        return msgspec.structs.replace(answer.status, observed_at=None)
    return answer.because if answer else None


def _moves(before: facts.Daemon | None, answer: facts.Daemon) -> bool:
    if not isinstance(answer, facts.Looked):
        return False
    height = before.status.height if isinstance(before, facts.Looked) else None
    return not answer.status.ready or answer.status.height != height
