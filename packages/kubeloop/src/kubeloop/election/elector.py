# SPDX-License-Identifier: Apache-2.0
"""One contender for a Lease: it waits until it leads, stays leader while it can renew, and says until when."""

from __future__ import annotations

import asyncio
import logging
import math
import random
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple, Protocol, TypeVar

from kubeloop import errors
from kubeloop.client.base import Client
from kubeloop.election import clock as clocks
from kubeloop.election import record
from kubeloop.election.clock import Clock, Moment
from kubeloop.election.lock import Lock
from kubeloop.election.record import Lease
from kubeloop.objects.metadata import Key

T = TypeVar("T")

DURATION_SECONDS = 12.0
RENEW_DEADLINE_SECONDS = 8.0
RETRY_SECONDS = 1.5
"""So that who finds the lease released has written within two seconds of that."""
RETRY_JITTER = 0.2
"""Retries come earlier by up to this share, never later: failover has a bound."""
SHORTEST_PAUSE_SECONDS = 0.01
"""However clocks round, and however long an attempt took: never a hot loop."""
RELEASE_ATTEMPTS = 2
"""A renewal that was cut off may still come in between, once."""

_FAILURES = (errors.ApiError, errors.Unreachable, errors.Undecodable, errors.ConfigError, TimeoutError)

_log = logging.getLogger(__name__)


class LeaseLost(errors.KubeloopError):
    """This process leads no more: end it, so that it starts anew as a standby."""


class NotLeading(errors.KubeloopError):
    """This process may not write: another one may lead."""


class Counters(Protocol):
    """What a metrics library may count, named after controller-runtime's `leader_election_master_status`."""

    def leading(self, name: str, is_leading: bool) -> None:  # noqa: FBT001 - it is the gauge's value
        """Note whether this process leads."""
        ...


class NoCounters:
    """Counts nothing."""

    def leading(self, name: str, is_leading: bool) -> None:  # noqa: FBT001 - it is the gauge's value
        """Count nothing."""


class _Seen(NamedTuple):
    """A version of the Lease, and when it had been seen first."""

    version: str
    since: Moment


class _Held(NamedTuple):
    """The Lease as this process wrote it last, and when it had not yet asked for that."""

    lease: Lease
    since: Moment


class Elector:
    """Contends for a Lease: `acquire`, then `hold` until it raises or is cancelled, then `release`.

    `identity` must be unique among all processes: the host's name and something random. The client must be one
    without permit and not that of the writes, so that renewals neither ask for leave nor queue. One attempt takes at
    most half of the renewal deadline. A Lease that does not exist is waited for like one that somebody holds: deploy
    it without a holder to save that at the first start.
    """

    def __init__(  # noqa: PLR0913 - three times that belong together, and the seams for tests
        self,
        client: Client,
        *,
        lease: Key,
        identity: str,
        duration_seconds: float = DURATION_SECONDS,
        renew_deadline_seconds: float = RENEW_DEADLINE_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
        counters: Counters | None = None,
        clock: Clock = clocks.read,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        if not 0.0 < retry_seconds < renew_deadline_seconds < duration_seconds:
            raise ValueError("give times with 0 < retry_seconds < renew_deadline_seconds < duration_seconds")
        if identity in ("", record.NOBODY_KNOWN):
            raise ValueError(f"{identity!r} names nobody: give a unique identity, such as the pod's name and its uid")
        self._lock = Lock(client, lease)
        self._identity = identity
        self._duration_seconds = duration_seconds
        self._renew_deadline_seconds = renew_deadline_seconds
        self._retry_seconds = retry_seconds
        self._counters = counters or NoCounters()
        self._clock = clock
        self._jitter = jitter
        self._seen: _Seen | None = None
        self._held: _Held | None = None
        self._news = ""

    @property
    def is_leading(self) -> bool:
        """Whether this process may write now."""
        return self._left_seconds(self._duration_seconds) > 0.0

    def permit(self) -> float:
        """Return for how many seconds from now writing is allowed, more than 0; raises `NotLeading`."""
        left = self._left_seconds(self._duration_seconds)
        if left <= 0.0:
            raise NotLeading(f"{self._identity} does not hold the lease {self._lock.key} now: nothing is written")
        return left

    async def acquire(self) -> None:
        """Wait until this process leads; failures are logged, and tried again at the next retry."""
        self._counters.leading(str(self._lock.key), False)
        while not self.is_leading:
            began = asyncio.get_running_loop().time()
            held_seconds = await self._attempt(self._contend(), self._attempt_seconds)
            if not self.is_leading:
                await self._pause(began, at_most_seconds=held_seconds or math.inf)
        self._tell(logging.INFO, f"{self._identity} leads: it holds the lease {self._lock.key}")
        self._counters.leading(str(self._lock.key), True)

    async def hold(self) -> None:
        """Renew until cancelled; raises `LeaseLost` when another one holds the lease or no renewal came in time."""
        began = asyncio.get_running_loop().time()
        while True:
            await self._pause(began, at_most_seconds=self._left_seconds(self._renew_deadline_seconds))
            began = asyncio.get_running_loop().time()
            left = self._left_seconds(self._renew_deadline_seconds)
            if left <= 0.0:
                break
            holder = await self._attempt(self._renew(), min(left, self._attempt_seconds))
            if holder is not None and holder != self._identity:
                self._lose()
                raise LeaseLost(f"the lease {self._lock.key} is held by {holder or 'nobody'} now")
        self._lose()
        raise LeaseLost(
            f"the lease {self._lock.key} was not renewed within {self._renew_deadline_seconds:g} s: "
            "see the warnings above; without any, this process stood still or its clock jumped"
        )

    async def release(self) -> None:
        """Lead no more and give the lease back, so that the next one need not wait; failures are logged.

        Call it when no write is under way any more, and neither `acquire` nor `hold` runs.
        """
        self._lose()
        await self._attempt(self._give_back(), self._attempt_seconds)

    async def _attempt(self, requests: Coroutine[Any, Any, T], seconds: float) -> T | None:
        """Return what the requests return, or None if they fail or take longer."""
        try:
            async with asyncio.timeout(seconds):
                return await requests
        except errors.Conflict as error:
            _log.debug("the lease %s: %s", self._lock.key, error)
        except _FAILURES as error:
            reason = str(error) or "no answer in time"
            self._tell(logging.WARNING, f"cannot see or write the lease {self._lock.key}: {reason}")
        return None

    async def _contend(self) -> float:
        """Take the lease if it is free, or return for how long it is held yet."""
        lease = await self._look()
        wait = record.seconds_until_free(lease.spec, self._identity, self._unchanged_seconds(lease))
        if wait > 0.0:
            self._tell(logging.INFO, f"the lease {self._lock.key} is held by {lease.spec.holder_identity}")
        else:
            await self._take(lease)
        return wait

    async def _renew(self) -> str:
        """Renew the lease, or return who else holds it."""
        if self._held is None:
            raise AssertionError("only who has acquired the lease holds it")
        try:
            await self._take(self._held.lease)
        except (errors.Conflict, errors.NotFound):
            # The version also changes by a renewal whose answer was lost, by a new label, and by deletion.
            lease = await self._look()
            if lease.spec.holder_identity not in (self._identity, record.NOBODY_KNOWN):
                return lease.spec.holder_identity
            await self._take(lease)
        return self._identity

    async def _look(self) -> Lease:
        return await self._lock.read_or_make(record.made_anew(self._duration_seconds, self._clock().wall))

    async def _take(self, lease: Lease) -> None:
        since = self._clock()
        wanted = record.acquired(lease.spec, self._identity, self._duration_seconds, since.wall)
        self._held = _Held(await self._lock.replace(lease, wanted), since)
        self._news = ""

    async def _give_back(self) -> None:
        for _ in range(RELEASE_ATTEMPTS):
            lease = await self._lock.read()
            if lease.spec.holder_identity != self._identity:
                return
            try:
                await self._lock.replace(lease, record.released(lease.spec, self._clock().wall))
            except errors.Conflict:
                continue
            self._tell(logging.INFO, f"{self._identity} released the lease {self._lock.key}")
            return

    def _unchanged_seconds(self, lease: Lease) -> float:
        now, version = self._clock(), lease.metadata.resource_version
        if self._seen is None or self._seen.version != version:
            self._seen = _Seen(version, now)
        return clocks.shortest_seconds(self._seen.since, now)

    @property
    def _attempt_seconds(self) -> float:
        return self._renew_deadline_seconds / 2.0

    async def _pause(self, began: float, *, at_most_seconds: float) -> None:
        """Wait until the next attempt is due, counted from when the last one began."""
        due = began + self._retry_seconds * (1.0 - RETRY_JITTER * self._jitter())
        pause = min(due - asyncio.get_running_loop().time(), at_most_seconds)
        await asyncio.sleep(max(pause, SHORTEST_PAUSE_SECONDS))

    def _left_seconds(self, term_seconds: float) -> float:
        if self._held is None:
            return 0.0
        return term_seconds - clocks.longest_seconds(self._held.since, self._clock())

    def _lose(self) -> None:
        self._held = None
        self._counters.leading(str(self._lock.key), False)

    def _tell(self, level: int, news: str) -> None:
        """Log what is new: a standby may see the same for weeks."""
        if news != self._news:
            self._news = news
            _log.log(level, "%s", news)
