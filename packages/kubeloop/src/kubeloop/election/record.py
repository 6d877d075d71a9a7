# SPDX-License-Identifier: Apache-2.0
"""The Lease: what it says, whether it may be taken, and what it says next. No I/O.

Its times are text for people, as client-go writes it: nothing is decided by what another machine's clock showed.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import msgspec

from kubeloop.objects import permission
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Metadata

LEASES = Kind("coordination.k8s.io", "v1", "leases", "Lease")
PERMISSIONS = (permission.on(LEASES, "get", "create", "patch"),)
"""What contending takes, in the namespace of the Lease."""

NOBODY_KNOWN = "unknown"
"""The holder of a Lease that was not there: somebody may lead who does not know yet that it was deleted."""
RELEASED_SECONDS = 1
"""The duration of a Lease that nobody holds: the API demands one above zero, and client-go writes this one."""


class Record(msgspec.Struct, frozen=True, rename="camel"):
    """The spec of a Lease. Defaults are encoded too: a merge patch empties the holder only by saying so."""

    holder_identity: str = ""
    lease_duration_seconds: int = RELEASED_SECONDS
    acquire_time: str = ""
    renew_time: str = ""
    lease_transitions: int = 0


class Lease(msgspec.Struct, frozen=True):
    """A Lease as the server has it."""

    metadata: Metadata
    spec: Record = Record()


def seconds_until_free(record: Record, identity: str, unchanged_seconds: float) -> float:
    """Return how long this one still has to wait for a Lease that it has seen unchanged for so long; 0: take it.

    It is the holder's own duration that counts. Who is the holder itself, as after a restart, does not wait.
    """
    if record.holder_identity in ("", identity):
        return 0.0
    return max(record.lease_duration_seconds - unchanged_seconds, 0.0)


def made_anew(duration_seconds: float, wall: float) -> Record:
    """Return the record of a Lease that was not there: everybody waits as if somebody led."""
    now = _micro_time(wall)
    return Record(NOBODY_KNOWN, math.ceil(duration_seconds), now, now)


def acquired(old: Record, identity: str, duration_seconds: float, wall: float) -> Record:
    """Return the record after this one took the Lease; from itself, that is a renewal."""
    if old.holder_identity == identity:
        return renewed(old, duration_seconds, wall)
    now = _micro_time(wall)
    return Record(identity, math.ceil(duration_seconds), now, now, old.lease_transitions + 1)


def renewed(old: Record, duration_seconds: float, wall: float) -> Record:
    """Return the record with a new time, never with the same: a write that changes nothing leaves the version."""
    now = _micro_time(wall)
    if now == old.renew_time:
        now = _micro_time(wall, timedelta(microseconds=1))
    return Record(old.holder_identity, math.ceil(duration_seconds), old.acquire_time or now, now, old.lease_transitions)


def released(old: Record, wall: float) -> Record:
    """Return the record that nobody holds."""
    now = _micro_time(wall)
    return Record("", RELEASED_SECONDS, now, now, old.lease_transitions)


def _micro_time(wall: float, later: timedelta = timedelta()) -> str:
    # The API server takes exactly six digits.
    return (datetime.fromtimestamp(wall, UTC) + later).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
