# SPDX-License-Identifier: Apache-2.0
"""The status writer: one write when it differs, none when it does not."""

from __future__ import annotations

import msgspec
import pytest

from kubeloop import errors
from kubeloop.controller import status
from kubeloop.informer import shared, source
from kubeloop.objects.metadata import Metadata
from kubeloop.testing import clock, cluster
from tests.support import greeter
from tests.support.greeter import GREETING, Greeting, Status


class World:
    """A cluster with one Greeting, and a writer."""

    def __init__(self) -> None:
        self.api = cluster.Cluster()
        content = self.api.put(GREETING, greeter.greeting("one"))
        self.metadata = msgspec.convert(content["metadata"], Metadata)
        self.informer = shared.Informer(self.api, source.Source(GREETING, Greeting, view=lambda each: each.status))
        self.writer = status.StatusWriter(self.api, manager="test")

    def write(self, previous: Status, wanted: Status) -> bool:
        """Write a status."""
        return clock.run(self.writer.write(self.informer, self.metadata, previous=previous, wanted=wanted))


def test_equal_status_costs_nothing():
    """No request is made."""
    world = World()

    assert not world.write(Status("Hello"), Status("Hello"))
    assert world.api.writes == ()


def test_new_status_is_in_the_cache_at_once():
    """The next reconcile compares with what was just written, and the spec is untouched."""
    world = World()

    assert world.write(Status(), Status("Hello"))
    entry = world.informer.store.get(world.metadata.key)
    assert Status("Hello") == (entry and entry.view)
    assert world.api.read(GREETING, "default", "one")["metadata"]["generation"] == 1


def test_status_of_a_deleted_object_is_not_written():
    """Its end is told by the watch."""
    world = World()
    world.api.remove(GREETING, "default", "one")

    assert not world.write(Status(), Status("Hello"))


def test_status_of_a_namesake_is_not_written():
    """What was computed for a deleted object never lands on the one that has its name now."""
    world = World()
    world.api.remove(GREETING, "default", "one")
    world.api.put(GREETING, greeter.greeting("one"))

    with pytest.raises(errors.Conflict):
        world.write(Status(), Status("Hello"))
    assert "status" not in world.api.read(GREETING, "default", "one")


def test_status_of_what_changed_meanwhile_is_not_written():
    """The next look will know more."""
    world = World()
    world.api.put(GREETING, greeter.greeting("one", "Goodbye"))

    with pytest.raises(errors.Conflict):
        world.write(Status(), Status("Hello"))
