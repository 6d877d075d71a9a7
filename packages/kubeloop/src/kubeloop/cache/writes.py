# SPDX-License-Identifier: Apache-2.0
"""Own writes, visible in the cache before the watch shows them, with versions that can only be compared for equality.

While a write is in flight, events of its object are held. The answer has a version R and enters the cache. Then
  R among the held events:     what came up to R is in the answer; what came after it is news.
  R is the version held before: the write changed nothing; all held events are news.
  otherwise R is still to come: events are older than the answer and are dropped until R arrives.
A failed write releases everything it held. A relist starts anew: an answer that arrives after it may be older than
the list, and no event would ever correct it, so it must not enter the cache.
Guard: tests/unit/kubeloop/cache/test_writes.py, a property over all interleavings.
"""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from kubeloop.objects.metadata import Key

E = TypeVar("E")

MAX_DROPPED = 1000
"""After so many events without the awaited version it will not come; then every event counts again."""


class Held(msgspec.Struct, Generic[E], frozen=True):
    """An event of an object, the version it brings, and whether it says that the object is gone."""

    version: str
    is_deletion: bool
    event: E


class Outcome(msgspec.Struct, Generic[E], frozen=True):
    """What follows from an answer: whether it enters the cache, and the events that are news after it."""

    enters: bool
    news: tuple[E, ...] = ()


class _InFlight(msgspec.Struct, Generic[E]):
    version_before: str
    writes: int = 1
    held: list[Held[E]] = []
    is_void: bool = False


class _Awaited(msgspec.Struct):
    version: str
    dropped: int = 0


class Writes(Generic[E]):
    """The own writes of one informer that its watch has not shown yet."""

    def __init__(self) -> None:
        self._in_flight: dict[Key, _InFlight[E]] = {}
        self._awaited: dict[Key, _Awaited] = {}

    def begin(self, key: Key, version_before: str) -> None:
        """Note that a write of this object starts; the cache holds `version_before` ("" for none)."""
        flight = self._in_flight.get(key)
        if flight is None:
            self._in_flight[key] = _InFlight(version_before)
        else:
            flight.writes += 1

    def passes(self, key: Key, held: Held[E]) -> bool:
        """Say whether an event from the watch is news now; if not, it was held or is already known."""
        awaited = self._awaited.get(key)
        if awaited is not None and not self._passes_while_awaiting(key, awaited, held):
            return False
        flight = self._in_flight.get(key)
        if flight is not None:
            flight.held.append(held)
        return flight is None

    def answered(self, key: Key, version: str) -> Outcome[E]:
        """Note the answer of a write."""
        flight = self._in_flight[key]
        flight.writes -= 1
        if flight.writes:
            return Outcome(enters=not flight.is_void)
        del self._in_flight[key]
        if flight.is_void:
            return Outcome(enters=False, news=_events(flight.held))
        return Outcome(enters=True, news=self._news(key, flight, version))

    def failed(self, key: Key) -> tuple[E, ...]:
        """Note that a write failed, and return the events that it held."""
        flight = self._in_flight[key]
        flight.writes -= 1
        if flight.writes:
            return ()
        del self._in_flight[key]
        return _events(flight.held)

    def relisted(self) -> None:
        """Forget everything that a list has overtaken."""
        self._awaited.clear()
        for flight in self._in_flight.values():
            flight.held.clear()
            flight.is_void = True

    def _news(self, key: Key, flight: _InFlight[E], version: str) -> tuple[E, ...]:
        if version == flight.version_before:
            return _events(flight.held)
        versions = [held.version for held in flight.held]
        if version in versions:
            return _events(flight.held[versions.index(version) + 1 :])
        self._awaited[key] = _Awaited(version)
        return ()

    def _passes_while_awaiting(self, key: Key, awaited: _Awaited, held: Held[E]) -> bool:
        if held.version == awaited.version:
            del self._awaited[key]
            # The write itself took the object out of the watch's selector.
            return held.is_deletion
        awaited.dropped += 1
        if awaited.dropped > MAX_DROPPED:
            del self._awaited[key]
            return True
        return False


def _events(held: list[Held[E]]) -> tuple[E, ...]:
    return tuple(entry.event for entry in held)
