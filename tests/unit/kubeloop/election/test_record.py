# SPDX-License-Identifier: Apache-2.0
"""The Lease: when it may be taken, and what it says after each step."""

from __future__ import annotations

import msgspec
import pytest

from kubeloop.election import record
from kubeloop.election.record import Lease, Record

WALL = 1_750_000_000.25
NOW = "2025-06-15T15:06:40.250000Z"
BEFORE = "2025-06-15T15:06:30.000000Z"
HELD = Record("a", 12, BEFORE, BEFORE, 3)


@pytest.mark.parametrize(
    ("lease", "identity", "unchanged_seconds", "wait_seconds"),
    [
        pytest.param(Record(), "b", 0.0, 0.0, id="a lease that nobody holds is free"),
        pytest.param(HELD, "b", 0.0, 12.0, id="a lease seen for the first time is held for all of its duration"),
        pytest.param(HELD, "b", 11.5, 0.5, id="what has passed unchanged counts"),
        pytest.param(HELD, "b", 12.0, 0.0, id="unchanged for its duration it has expired"),
        pytest.param(HELD, "b", 99.0, 0.0, id="nobody waits for less than nothing"),
        pytest.param(HELD, "a", 0.0, 0.0, id="the holder itself does not wait"),
        pytest.param(Record("a", 60, BEFORE, BEFORE), "b", 12.0, 48.0, id="the holder's duration counts"),
        pytest.param(record.made_anew(12.0, WALL), "b", 2.0, 10.0, id="a lease made anew is held by nobody known"),
    ],
)
def test_wait_for_a_lease(lease, identity, unchanged_seconds, wait_seconds):
    """Free, held or expired is one number: how long there is yet to wait."""
    assert wait_seconds == record.seconds_until_free(lease, identity, unchanged_seconds)


def test_acquiring_counts_a_transition():
    """Another holder is a transition, with new times."""
    assert Record("b", 12, NOW, NOW, 4) == record.acquired(HELD, "b", 12.0, WALL)


def test_acquiring_from_itself_is_a_renewal():
    """A restarted holder keeps the time of its acquisition, and nothing went over to anybody."""
    assert Record("a", 12, BEFORE, NOW, 3) == record.acquired(HELD, "a", 12.0, WALL)


def test_duration_is_rounded_up():
    """The server takes whole seconds, and observers must not wait less than the holder counts on."""
    assert record.renewed(HELD, 1.5, WALL).lease_duration_seconds == 2


def test_renewal_with_a_clock_that_stands_still_differs_all_the_same():
    """The server keeps the version of what does not change, and observers would take the leader for dead."""
    first = record.renewed(HELD, 12.0, WALL)

    assert record.renewed(first, 12.0, WALL) != first


def test_released_lease_is_as_client_go_leaves_it():
    """No holder, one second, and the transitions stay; the patch must say the empty holder."""
    released = record.released(HELD, WALL)

    assert Record("", 1, NOW, NOW, 3) == released
    assert msgspec.json.decode(msgspec.json.encode(released))["holderIdentity"] == ""


def test_lease_of_client_go_is_understood():
    """Fields that it leaves out or that are new are no obstacle."""
    document = b"""{"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
        "metadata": {"name": "operator", "namespace": "default", "resourceVersion": "7"},
        "spec": {"holderIdentity": "host_0b3e", "leaseDurationSeconds": 15, "strategy": "OldestEmulationVersion",
                 "acquireTime": "2025-06-15T15:06:30.000000Z", "renewTime": "2025-06-15T15:06:30.000000Z"}}"""
    lease = msgspec.json.decode(document, type=Lease)

    assert Record("host_0b3e", 15, BEFORE, BEFORE, 0) == lease.spec
    assert lease.metadata.resource_version == "7"


def test_lease_without_a_spec_is_free():
    """As somebody deploys it before the first start."""
    lease = msgspec.json.decode(b'{"metadata": {"name": "operator"}}', type=Lease)

    assert record.seconds_until_free(lease.spec, "a", 0.0) == 0.0
