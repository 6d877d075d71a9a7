# SPDX-License-Identifier: Apache-2.0
"""Events for `kubectl describe`: repeated ones become one event with a count.

`record` never waits and never fails; `run` writes in the background. What does not fit the bounds is dropped and the
log says so: events are news for people, never state.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

import msgspec

from kubeloop import errors
from kubeloop.client.base import Client
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Metadata
from kubeloop.objects.permission import Permission

EVENTS = Kind("events.k8s.io", "v1", "events", "Event")
PERMISSIONS = (Permission("events.k8s.io", "events", ("create", "patch")),)
"""What recording takes."""

MAX_SERIES = 1024
MAX_NOTE_BYTES = 1024
SERIES_LIFETIME = timedelta(minutes=6)
"""Events that repeat within this time are one; client-go's number."""
LAST_FLUSH_SECONDS = 2.0
WRITE_INTERVAL_SECONDS = 1.0
"""Repetitions within it cost one write."""

Severity = Literal["Normal", "Warning"]

_log = logging.getLogger(__name__)


class _What(NamedTuple):
    kind: Kind
    namespace: str
    name: str
    uid: str
    severity: Severity
    reason: str
    action: str
    note: str


@dataclasses.dataclass(slots=True)
class _Series:
    name: str
    first: datetime
    last: datetime
    count: int = 1


def _utc_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - events carry the wall clock; tests pass another one


class Recorder:
    """Records events in the name of a reporting controller, such as `example.com/operator`.

    `instance` is this process, such as the name of its pod; `clock` returns the time, with a time zone.
    """

    def __init__(
        self, client: Client, *, controller: str, instance: str, clock: Callable[[], datetime] = _utc_now
    ) -> None:
        self._client = client
        self._controller = controller
        self._instance = instance
        self._clock = clock
        self._series: OrderedDict[_What, _Series] = OrderedDict()
        self._unwritten: dict[_What, _Series] = {}
        self._changed = asyncio.Event()

    def record(
        self,
        kind: Kind,
        regarding: Metadata,
        *,
        reason: str,
        note: str,
        severity: Severity = "Normal",
        action: str = "",
    ) -> None:
        """Note that something happened to an object. Of `note` 1,024 bytes are kept, `action` is else the reason."""
        note = _cut(note)
        what = _What(kind, regarding.namespace, regarding.name, regarding.uid, severity, reason, action or reason, note)
        now = self._clock()
        series = self._series.get(what)
        if series is None or now - series.last > SERIES_LIFETIME:
            self._series[what] = series = _Series(_name(what, now), now, now)
        else:
            series.count += 1
            series.last = now
        self._series.move_to_end(what)
        self._unwritten[what] = series
        self._limit()
        self._changed.set()

    async def run(self) -> None:
        """Write what is recorded until cancelled; then what is left, within a bound."""
        try:
            while True:
                await self._changed.wait()
                self._changed.clear()
                await self.flush()
                await asyncio.sleep(WRITE_INTERVAL_SECONDS)
        finally:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LAST_FLUSH_SECONDS):
                    await self.flush()

    async def flush(self) -> None:
        """Write what is recorded now."""
        unwritten, self._unwritten = self._unwritten, {}
        for what, series in unwritten.items():
            try:
                await self._write(what, series)
            except errors.KubeloopError as error:
                _log.warning("lost the event %s of %s/%s: %s", what.reason, what.namespace, what.name, error)

    def _limit(self) -> None:
        while len(self._series) > MAX_SERIES:
            what, _ = self._series.popitem(last=False)
            if self._unwritten.pop(what, None):
                _log.warning("too many events at once: dropped %s of %s/%s", what.reason, what.namespace, what.name)

    async def _write(self, what: _What, series: _Series) -> None:
        namespace = what.namespace or "default"
        body = {
            "apiVersion": EVENTS.api_version,
            "kind": EVENTS.name,
            "metadata": {"name": series.name, "namespace": namespace},
            "reportingController": self._controller,
            "reportingInstance": self._instance,
        } | _content(what, series)
        encoded = msgspec.json.encode(body)
        await self._client.apply(EVENTS, namespace, series.name, encoded, manager=self._controller)


def _cut(note: str) -> str:
    """Return as much of a note as the server takes, which counts bytes, without half a character at its end."""
    return note.encode(errors="replace")[:MAX_NOTE_BYTES].decode(errors="ignore")


def _content(what: _What, series: _Series) -> dict[str, object]:
    content: dict[str, object] = {
        "eventTime": _micro_time(series.first),
        "type": what.severity,
        "reason": what.reason,
        "action": what.action,
        "note": what.note,
        "regarding": {
            "apiVersion": what.kind.api_version,
            "kind": what.kind.name,
            "namespace": what.namespace,
            "name": what.name,
            "uid": what.uid,
        },
    }
    if series.count > 1:
        content["series"] = {"count": series.count, "lastObservedTime": _micro_time(series.last)}
    return content


def _name(what: _What, now: datetime) -> str:
    text = f"{what.uid}|{what.severity}|{what.reason}|{what.action}|{what.note}|{now.isoformat()}"
    return f"{what.name[:200]}.{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"


def _micro_time(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
