# SPDX-License-Identifier: Apache-2.0
"""Asks pods how they are in the background, so that no reconcile ever waits for one.

Eager while things move, lazy when they are still: a pod whose answer moves is asked again after EAGER_SECONDS; any
other, also one that does not answer, after twice as long each time, up to the operator's poll interval.
"""

from __future__ import annotations

import abc
import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import ClassVar, Generic, Literal, Protocol, TypeVar

import msgspec

from aiomonero import errors
from aiomonero.transport import base
from kubeloop.objects.metadata import Key
from monero_operator import facts

EAGER_SECONDS = 1.0
TIMEOUT_SECONDS = 3.0
MAX_AT_ONCE = 96
"""So many that dead machines, each of which costs the time-out, do not keep the living waiting."""

S = TypeVar("S")
Outcome = Literal["answered", "failed"]

_log = logging.getLogger(__name__)


class Counters(Protocol):
    """Who counts the questions."""

    def poll_finished(self, program: str, outcome: Outcome, seconds: float) -> None:
        """Count a question about a program, and how long it took until there was an answer, or none."""
        ...


class NoCounters:
    """Counts nothing."""

    def poll_finished(self, program: str, outcome: Outcome, seconds: float) -> None:
        """Forget it."""


class Poll(abc.ABC, Generic[S]):
    """What the pods of each owner last said."""

    program: ClassVar[str]
    """What the questions are about, as counted."""

    def __init__(
        self,
        transport: base.Transport,
        *,
        interval_seconds: float,
        clock: Callable[[], datetime],
        counters: Counters | None = None,
    ) -> None:
        self._transport = transport
        self._interval = interval_seconds
        self._clock = clock
        self._counters = counters or NoCounters()
        self._listeners: list[Callable[[Key], None]] = []
        self._room = asyncio.Semaphore(MAX_AT_ONCE)
        self._answers: dict[Key, dict[str, facts.Answer[S]]] = {}
        self._polls: dict[Key, dict[tuple[str, str], asyncio.Task[None]]] = {}

    @abc.abstractmethod
    async def fetch(self, url: str) -> S:
        """Ask once, within TIMEOUT_SECONDS; raises MoneroError."""

    @abc.abstractmethod
    def news(self, status: S) -> object:
        """Return the part of an answer that is news when it changes."""

    @abc.abstractmethod
    def moves(self, before: S | None, now: S) -> bool:
        """Say whether to ask again soon."""

    def progress(self, _: S) -> int:
        """Return a number that grows while the pod gets on with its work, if it has work that ends."""
        return 0

    def listen(self, changed: Callable[[Key], None]) -> None:
        """Tell this listener the owner whenever an answer says something new."""
        self._listeners.append(changed)

    def answers(self, owner: Key) -> dict[str, facts.Answer[S]]:
        """Return what is known, by the name of the pod."""
        return dict(self._answers.get(owner, {}))

    def watch(self, owner: Key, urls: Mapping[str, str]) -> None:
        """Ask exactly these pods of an owner from now on, by the name of the pod; none forgets the owner."""
        polls = self._polls.setdefault(owner, {})
        answers = self._answers.setdefault(owner, {})
        for pod, url in polls.keys() - urls.items():
            polls.pop((pod, url)).cancel()
            answers.pop(pod, None)
        for pod, url in urls.items() - polls.keys():
            polls[pod, url] = asyncio.create_task(self._poll(owner, pod, url), name=f"poll {pod}")
        if not urls:
            del self._polls[owner], self._answers[owner]

    async def _poll(self, owner: Key, pod: str, url: str) -> None:
        delay = EAGER_SECONDS
        best, progressed_at = 0, None
        while True:
            before = self._answers[owner].get(pod)
            answer = await self._ask(url)
            if isinstance(answer, facts.Looked) and self.progress(answer.status) > best:
                best, progressed_at = self.progress(answer.status), answer.at
            answer = msgspec.structs.replace(answer, progressed_at=progressed_at)
            self._answers[owner][pod] = answer
            if self._said(before) != self._said(answer):
                for changed in self._listeners:
                    changed(owner)
            delay = EAGER_SECONDS if self._is_moving(before, answer) else min(2 * delay, self._interval)
            await asyncio.sleep(delay)

    async def _ask(self, url: str) -> facts.Answer[S]:
        loop = asyncio.get_running_loop()
        async with self._room:
            started = loop.time()
            answer = await self._answer(url)
            outcome: Outcome = "answered" if isinstance(answer, facts.Looked) else "failed"
            self._counters.poll_finished(self.program, outcome, loop.time() - started)
            return answer

    async def _answer(self, url: str) -> facts.Answer[S]:
        try:
            status = await self.fetch(url)
        except errors.MoneroError as error:
            why = f"it does not answer ({type(error).__name__})"
        except Exception:  # noqa: BLE001 - whatever one pod says, it is asked again
            _log.exception("asking %s failed unexpectedly", url)
            why = "asking it failed: see the operator's log"
        else:
            return facts.Looked(status=status, at=self._clock())
        return facts.CouldNotLook(because=why, at=self._clock())

    def _said(self, answer: facts.Answer[S] | None) -> object:
        if isinstance(answer, facts.Looked):
            return self.news(answer.status)
        return answer.because if answer else None

    def _is_moving(self, before: facts.Answer[S] | None, answer: facts.Answer[S]) -> bool:
        if not isinstance(answer, facts.Looked):
            return False
        return self.moves(before.status if isinstance(before, facts.Looked) else None, answer.status)
