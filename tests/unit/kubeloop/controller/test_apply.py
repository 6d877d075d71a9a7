# SPDX-License-Identifier: Apache-2.0
"""The applier: what it writes with which precondition, and what it refuses to touch."""

from __future__ import annotations

import msgspec
import pytest

from kubeloop import errors
from kubeloop.cache import digest
from kubeloop.controller import apply, generations
from kubeloop.controller.apply import Applied
from kubeloop.informer import shared, source
from kubeloop.objects import owner
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key, Metadata
from kubeloop.testing import clock, cluster
from tests.support import greeter
from tests.support.greeter import CONFIG_MAP, ConfigMap

KEY = Key("default", "one")
PARENT = Metadata(name="one", namespace="default", uid="parent-1")
CHILD = greeter.child_of(PARENT, "Hello")


def child_of_another(name: str, uid: str, kind: Kind = greeter.GREETING) -> ConfigMap:
    """Return the same child, wanted by another parent."""
    reference = owner.reference(kind, Metadata(name=name, namespace="default", uid=uid))
    return msgspec.structs.replace(
        CHILD, metadata=msgspec.structs.replace(CHILD.metadata, owner_references=(reference,))
    )


class World:
    """A cluster, an informer that a test feeds, and an applier."""

    def __init__(self) -> None:
        self.api = cluster.Cluster()
        wanted = source.Source(CONFIG_MAP, ConfigMap, view=lambda each: each.data, digest=digest.of(greeter.PREFIXES))
        self.informer = shared.Informer(self.api, wanted)
        self.informer.replace([])
        self.applier = apply.Applier(self.api, manager="test", own_label_prefixes=greeter.PREFIXES)

    def apply(self, child: ConfigMap = CHILD) -> Applied:
        """Apply a child."""
        return clock.run(self.applier.apply(self.informer, child))

    def edit_metadata(self, **changes: object) -> None:
        """Change the metadata of the child by hand."""
        content = self.api.read(CONFIG_MAP, "default", "one")
        self.api.put(CONFIG_MAP, content | {"metadata": content["metadata"] | changes})

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


@pytest.mark.parametrize(
    "another",
    [
        child_of_another("two", "parent-2"),
        child_of_another("one", "parent-2", Kind("other.com", "v1", "xs", "Greeting")),
    ],
)
def test_name_taken_by_a_child_of_somebody_else_is_a_clash_without_a_request(another):
    """A child of another parent is in the cache, and is not ours either."""
    world = World()
    world.apply()

    with pytest.raises(errors.Clash, match="Greeting one"):
        world.apply(another)
    assert len(world.api.requests) == 1


@pytest.mark.parametrize("is_cached", [True, False])
def test_child_of_a_former_owner_is_waited_for(is_cached):
    """An owner that was deleted and made anew finds the old children until the garbage collector has come."""
    world = World()
    world.apply()
    if not is_cached:
        world.informer.replace([])
    anew = child_of_another("one", "parent-2")

    with pytest.raises(errors.RetryAfter, match="former Greeting one") as caught:
        world.apply(anew)
    assert caught.value.seconds == 1
    world.api.remove(CONFIG_MAP, "default", "one")
    world.show()
    assert world.apply(anew) == Applied.CREATED


def test_owner_that_somebody_removed_is_put_back():
    """The object is known to be ours: its missing owner is drift."""
    world = World()
    world.apply()
    world.edit_metadata(ownerReferences=[])
    world.show()

    assert world.apply() == Applied.CHANGED
    assert world.api.read(CONFIG_MAP, "default", "one")["metadata"]["ownerReferences"][0]["uid"] == PARENT.uid


def test_child_without_its_owner_is_put_back_only_for_that_owner():
    """Another parent that wants the name is refused, although this process has applied the object."""
    world = World()
    world.apply()
    world.edit_metadata(ownerReferences=[])
    world.show()

    with pytest.raises(errors.Clash):
        world.apply(child_of_another("two", "parent-2"))
    assert world.apply() == Applied.CHANGED


def test_own_child_that_the_cache_does_not_show_yet_is_no_clash():
    """The answer to our creation was lost: writing again changes nothing, and then the cache shows it."""
    world = World()
    world.apply()
    before = world.api.read(CONFIG_MAP, "default", "one")
    world.informer.replace([])

    assert [world.apply(), world.apply()] == [Applied.CHANGED, Applied.UNCHANGED]
    assert before == world.api.read(CONFIG_MAP, "default", "one")


def test_own_child_that_somebody_took_out_of_the_selector_is_put_right():
    """What the watch no longer shows is still ours, and is the same object afterwards."""
    world = World()
    world.apply()
    before = world.api.read(CONFIG_MAP, "default", "one")["metadata"]
    world.edit_metadata(labels={"example.com/own": "edited"})
    world.informer.replace([])

    assert [world.apply(), world.apply()] == [Applied.CHANGED, Applied.UNCHANGED]
    after = world.api.read(CONFIG_MAP, "default", "one")["metadata"]
    assert (before["uid"], before["labels"]) == (after["uid"], after["labels"])


def test_own_child_outside_the_cache_and_on_its_way_out_is_waited_for():
    """No watch tells its end, so somebody has to look again."""
    world = World()
    world.apply()
    content = world.api.read(CONFIG_MAP, "default", "one")
    content["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"
    world.api.put(CONFIG_MAP, content)
    world.informer.replace([])

    with pytest.raises(errors.RetryAfter):
        world.apply()
    assert [request.verb for request in world.api.requests] == ["apply", "apply", "get"]


def test_child_without_a_controller_is_a_mistake():
    """Nothing would tell it from a stranger's, and nobody would be woken for it."""
    world = World()
    child = ConfigMap(greeter.ChildMetadata("one", "default", CHILD.metadata.labels), {"text": "Hello"})

    with pytest.raises(ValueError, match="ConfigMap default/one has no controlling owner"):
        world.apply(child)
    assert world.api.names(CONFIG_MAP) == ()


def test_child_outside_of_what_its_informer_watches_is_a_mistake():
    """Its end would never be told."""
    world = World()
    wanted = world.applier.children(CONFIG_MAP, ConfigMap, labels=greeter.OWN, namespace="elsewhere")
    informer = shared.Informer(world.api, wanted)
    informer.replace([])

    with pytest.raises(ValueError, match="is outside of elsewhere"):
        clock.run(world.applier.apply(informer, CHILD))


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


def test_children_of_a_known_generation_are_not_built_again():
    """As long as all of them are as wanted; one that drifts, or a new generation, has them built and repaired."""
    world = World()
    built: list[int] = []

    def look(generation: int, text: str) -> None:
        def build() -> list[apply.Child]:
            built.append(generation)
            return [apply.Child(world.informer, greeter.child_of(PARENT, text))]

        parent = msgspec.structs.replace(PARENT, generation=generation)
        clock.run(world.applier.apply_all(parent, build))

    look(1, "Hello")
    look(1, "Hello")
    world.api.put(CONFIG_MAP, world.api.read(CONFIG_MAP, "default", "one") | {"data": {"text": "edited"}})
    world.show()
    look(1, "Hello")
    look(2, "Goodbye")

    assert built == [1, 1, 2]
    assert world.api.read(CONFIG_MAP, "default", "one")["data"] == {"text": "Goodbye"}


def test_memory_of_generations_is_bounded(monkeypatch):
    """Beyond the bound the longest unseen parent is looked at as if it were new."""
    monkeypatch.setattr(generations, "MAX_REMEMBERED", 2)
    remembered = generations.Generations()
    parents = [msgspec.structs.replace(PARENT, uid=uid, generation=1) for uid in ("a", "b", "c")]
    for parent in parents:
        remembered.remember(parent, "", [])

    assert [remembered.is_settled(parent, "") for parent in parents] == [False, True, True]


def test_child_that_its_informer_would_never_see_is_a_mistake():
    """It would be made again and again."""
    world = World()
    wanted = world.applier.children(CONFIG_MAP, ConfigMap, labels="another.example.com/own=yes")
    informer = shared.Informer(world.api, wanted)
    informer.replace([])

    with pytest.raises(ValueError, match=r"ConfigMap default/one lacks another\.example\.com/own=yes"):
        clock.run(world.applier.apply(informer, CHILD))


def test_child_whose_label_would_never_be_put_right_is_a_mistake():
    """Drift is looked for below the own prefixes only."""
    labels = {**CHILD.metadata.labels, "app.kubernetes.io/version": "1"}
    child = msgspec.structs.replace(CHILD, metadata=msgspec.structs.replace(CHILD.metadata, labels=labels))

    with pytest.raises(ValueError, match=r"sets app\.kubernetes\.io/version, which none of own_label_prefixes covers"):
        World().apply(child)


def test_informer_that_nobody_runs_is_a_mistake():
    """Its children would be applied once and never be seen again."""
    world = World()
    informer = shared.Informer(world.api, world.informer.source)

    with pytest.raises(RuntimeError, match=r"was it given to Manager\.add_informer"):
        clock.run(world.applier.apply(informer, CHILD))


@pytest.mark.parametrize("generation", [1, 0])
def test_groups_of_children_do_not_hide_each_other(generation):
    """Each is applied; of a parent that counts no generations nothing is taken for known."""
    world = World()
    parent = msgspec.structs.replace(PARENT, generation=generation)
    texts = {"one": "Hello", "two": "Hello"}

    def look() -> None:
        for name in ("one", "two"):
            metadata = msgspec.structs.replace(CHILD.metadata, name=name)
            child = ConfigMap(metadata, {"text": texts[name]})
            build = lambda child=child: [apply.Child(world.informer, child)]  # noqa: E731
            clock.run(world.applier.apply_all(parent, build, group=name))

    look()
    if not generation:
        texts["two"] = "edited"
    look()

    assert world.api.names(CONFIG_MAP) == ("one", "two")
    assert world.api.read(CONFIG_MAP, "default", "two")["data"] == {"text": texts["two"]}


def test_a_manifest_is_what_is_applied_without_what_only_the_server_sets():
    """So that it can be shown to people as it is."""
    live = Metadata(name="one", namespace="default", uid="1", resource_version="2", generation=3)

    shown = apply.manifest(CONFIG_MAP, msgspec.structs.replace(CHILD, metadata=live))

    assert not shown["metadata"].keys() & apply.OF_THE_SERVER
    assert ("one", "v1", "ConfigMap", CHILD.data) == (
        shown["metadata"]["name"],
        shown["apiVersion"],
        shown["kind"],
        shown["data"],
    )
