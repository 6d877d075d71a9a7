# SPDX-License-Identifier: Apache-2.0
"""The applier: what it writes with which precondition, and what it refuses to touch."""

from __future__ import annotations

import msgspec
import pytest

from kubeloop import errors
from kubeloop.cache import digest
from kubeloop.controller import apply
from kubeloop.controller.apply import Applied
from kubeloop.informer import shared, source
from kubeloop.objects.metadata import Key, Metadata
from kubeloop.testing import clock, cluster
from tests.support import greeter
from tests.support.greeter import CONFIG_MAP, ConfigMap

KEY = Key("default", "one")
PARENT = Metadata(name="one", namespace="default", uid="parent-1")
CHILD = greeter.child_of(PARENT, "Hello")


class World:
    """A cluster, an informer that a test feeds, and an applier."""

    def __init__(self) -> None:
        self.api = cluster.Cluster()
        wanted = source.Source(CONFIG_MAP, ConfigMap, view=lambda each: each.data, digest=digest.of(greeter.PREFIXES))
        self.informer = shared.Informer(self.api, wanted)
        self.applier = apply.Applier(self.api, manager="test", own_label_prefixes=greeter.PREFIXES)

    def apply(self, child: ConfigMap = CHILD) -> Applied:
        """Apply a child."""
        return clock.run(self.applier.apply(self.informer, child))

    def show(self) -> None:
        """Let the informer see what is there."""
        decoder = source.Decoder(self.informer.source)
        contents = [self.api.read(CONFIG_MAP, "default", name) for name in self.api.names(CONFIG_MAP)]
        self.informer.replace([decoder.entry(msgspec.json.encode(each)) for each in contents])


def test_absent_child_is_created_and_at_once_in_the_cache():
    """The second look needs no write, although no watch has shown anything."""
    world = World()

    assert [world.apply(), world.apply()] == [Applied.CREATED, Applied.UNCHANGED]
    assert len(world.api.writes) == 1


def test_changed_child_is_applied_to_the_very_same_object():
    """The uid of the known object is the precondition."""
    world = World()
    world.apply()

    assert world.apply(greeter.child_of(PARENT, "Goodbye")) == Applied.CHANGED
    assert world.api.read(CONFIG_MAP, "default", "one")["data"]["text"] == "Goodbye"


def test_child_that_was_replaced_meanwhile_is_looked_at_again():
    """A stale uid never reaches the new object."""
    world = World()
    world.apply()
    world.api.remove(CONFIG_MAP, "default", "one")
    stranger = world.api.put(CONFIG_MAP, {"metadata": {"name": "one", "namespace": "default"}})

    with pytest.raises(errors.Retry):
        world.apply(greeter.child_of(PARENT, "Goodbye"))
    assert stranger == world.api.read(CONFIG_MAP, "default", "one")


def test_name_taken_by_an_object_outside_the_cache_is_a_clash():
    """A stranger without our labels is not in the cache, and is refused by the server."""
    world = World()
    world.api.put(CONFIG_MAP, {"metadata": {"name": "one", "namespace": "default"}})

    with pytest.raises(errors.Clash) as caught:
        world.apply()
    assert (caught.value.name, caught.value.uid, caught.value.controller) == ("one", "uid-1", "")


def test_name_taken_by_a_child_of_somebody_else_is_a_clash_without_a_request():
    """A child of another parent is in the cache, and is not ours either."""
    world = World()
    world.apply()

    with pytest.raises(errors.Clash, match="Greeting one"):
        world.apply(greeter.child_of(msgspec.structs.replace(PARENT, uid="parent-2"), "Hello"))
    assert len(world.api.requests) == 1


def test_owner_that_somebody_removed_is_put_back():
    """The object is known to be ours: its missing owner is drift."""
    world = World()
    world.apply()
    content = world.api.read(CONFIG_MAP, "default", "one")
    world.api.put(CONFIG_MAP, content | {"metadata": content["metadata"] | {"ownerReferences": []}})
    world.show()

    assert world.apply() == Applied.CHANGED
    assert world.api.read(CONFIG_MAP, "default", "one")["metadata"]["ownerReferences"][0]["uid"] == PARENT.uid


def test_own_child_that_the_cache_does_not_show_yet_is_no_clash():
    """The answer to our creation was lost: try again when the watch has shown it."""
    world = World()
    world.apply()
    world.informer.replace([])

    with pytest.raises(errors.Retry):
        world.apply()
    world.show()
    assert world.apply() == Applied.UNCHANGED


def test_child_on_its_way_out_is_left_alone():
    """An apply would not keep it; its end is told by the watch."""
    world = World()
    world.apply()
    content = world.api.read(CONFIG_MAP, "default", "one")
    content["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"
    world.informer.replace([source.Decoder(world.informer.source).entry(msgspec.json.encode(content))])

    assert world.apply() == Applied.TERMINATING
    assert len(world.api.writes) == 1


def test_what_a_webhook_makes_of_a_child_is_accepted():
    """The child differs from what is wanted because of somebody with a say: one write, then peace, also later."""
    world = World()
    world.apply()
    content = world.api.read(CONFIG_MAP, "default", "one")
    world.api.put(CONFIG_MAP, content | {"data": content["data"] | {"injected": "yes"}})
    world.show()
    first = world.apply()
    world.show()

    assert [first, world.apply()] == [Applied.CHANGED, Applied.UNCHANGED]


def test_failed_write_leaves_the_cache_open():
    """Events that come after a failure are taken again."""
    world = World()
    world.api.fail_next("apply", errors.ServerError("busy"))
    with pytest.raises(errors.ServerError):
        world.apply()

    assert world.apply() == Applied.CREATED


def test_delete_is_of_the_very_object():
    """Another object of the name, and one that is gone, are no errors and not deleted."""
    world = World()
    world.apply()
    uid = world.api.read(CONFIG_MAP, "default", "one")["metadata"]["uid"]

    assert not clock.run(world.applier.delete(world.informer, KEY, uid="another"))
    assert clock.run(world.applier.delete(world.informer, KEY, uid=uid))
    assert not clock.run(world.applier.delete(world.informer, KEY, uid=uid))
