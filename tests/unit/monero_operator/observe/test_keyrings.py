# SPDX-License-Identifier: Apache-2.0
"""What is asked for and kept of Secrets: one request for each change, and no key."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest

from kubeloop.objects.metadata import Key, OwnerReference
from kubeloop.testing import clock
from monero_operator import naming
from monero_operator.desired import secret, shapes
from monero_operator.desired.parent import Parent
from monero_operator.facts import Keys
from monero_operator.keys import onion
from monero_operator.naming import OwnerKind
from monero_operator.observe.keyrings import Keyrings
from monero_operator.observe.sources import Informers
from tests.support.keyed import World

OWNER = OwnerReference(api_version="utxo.com.br/v1alpha1", kind="MoneroNodeSet", name="n", uid="uid-n", controller=True)
CONTROLLER = {"apiVersion": OWNER.api_version, "kind": OWNER.kind, "name": OWNER.name, "controller": True}
PARENT = Parent(OwnerKind.NODE_SET, "n", "ns", OWNER)
WATCHER = OwnerKind.NODE_SET, Key("ns", "n")
LABELS = naming.key_labels(OwnerKind.NODE_SET, "n", "tor")
SEED = bytes(range(7, 39))
SECRET = onion.make(SEED)


async def looking(world: World, *given: str) -> list[Keys]:
    """Look as often as names of a user's own Secret are given, a while after each other."""
    informers = Informers(world.cluster, None)
    rings = Keyrings(world.cluster, informers.secrets)
    running = asyncio.create_task(informers.secrets.run())
    await informers.secrets.wait_synced()
    seen = []
    try:
        for name in given:
            await asyncio.sleep(1)
            await rings.look(PARENT, {"tor": name})
            seen.append(rings.keys(WATCHER)["tor"])
        rings.forget(WATCHER)
        assert rings.keys(WATCHER) == {}
    finally:
        running.cancel()
    return seen


def gets(world: World) -> list[str]:
    """Return the names of Secrets that were read."""
    return [name for verb, name in world.keys_requests() if verb == "get"]


def test_a_secret_is_read_once_and_again_when_it_has_changed() -> None:
    """Looking costs nothing while nothing happens."""
    world = World()
    world.give("n-tor", {"rpc.secret_key": SECRET}, labels=LABELS)

    seen = clock.run(looking(world, "", "", ""))

    assert gets(world) == ["n-tor"]
    assert seen[0] == seen[2]
    assert seen[0].served is not None
    assert seen[0].served.addresses == {"rpc": onion.address(SECRET)}
    assert seen[0].served.is_ours


def test_a_secret_of_ones_own_is_read_by_its_name() -> None:
    """One that is not there is not asked for."""
    world = World()
    world.give("mine", {"hs_ed25519_secret_key": SECRET})

    absent, there = clock.run(looking(world, "other", "mine"))

    assert gets(world) == ["mine"]
    assert (absent.served, absent.given) == (None, None)
    assert there.given is not None
    assert there.given.addresses == {"rpc": onion.address(SECRET)}


@pytest.mark.parametrize(
    ("metadata", "is_ours"),
    [
        ({"labels": LABELS}, True),
        (
            {
                "ownerReferences": [
                    {"apiVersion": "v1", "kind": "Other", "name": "n", "uid": "uid-n", "controller": True}
                ]
            },
            True,
        ),
        ({"labels": LABELS | {naming.LABEL_KEYS: "i2p"}}, False),
        ({"labels": naming.key_labels(OwnerKind.NETWORK, "n", "tor")}, False),
        ({"labels": LABELS, "ownerReferences": [CONTROLLER | {"uid": "x", "name": "other"}]}, False),
        ({}, False),
    ],
)
def test_whose_a_secret_is(metadata: dict[str, Any], *, is_ours: bool) -> None:
    """By its controller, or else by all of our labels; what is a stranger's has no addresses for us."""
    world = World(collects_garbage=False)
    world.give("n-tor", {"rpc.secret_key": SECRET}, **metadata)

    (seen,) = clock.run(looking(world, ""))

    assert seen.served is not None
    assert (seen.served.is_ours, bool(seen.served.addresses)) == (is_ours, is_ours)


def test_a_secret_that_goes_with_a_former_owner_says_nothing() -> None:
    """A set that is made anew does not take up keys that are about to be deleted, and holds up nothing else."""
    world = World(collects_garbage=False)
    former = {
        "apiVersion": "utxo.com.br/v1alpha1",
        "kind": "MoneroNodeSet",
        "name": "n",
        "uid": "old",
        "controller": True,
    }
    world.give("n-tor", {"rpc.secret_key": SECRET}, labels=LABELS, ownerReferences=[former])

    (seen,) = clock.run(looking(world, ""))

    assert seen.served is None
    assert "former MoneroNodeSet" in seen.because


def test_a_secret_that_is_being_deleted_says_nothing() -> None:
    """However long somebody's finalizer keeps it."""
    world = World()
    world.give("n-tor", {"rpc.secret_key": SECRET}, labels=LABELS, finalizers=["example.org/keep"])
    world.cluster.remove(shapes.SECRETS, "ns", "n-tor")

    (seen,) = clock.run(looking(world, ""))

    assert seen.served is None
    assert "being deleted" in seen.because
    assert gets(world) == []


def test_no_key_is_kept() -> None:
    """Nothing that lives on after a look has a byte of it."""
    world = World()
    world.give("n-tor", {"rpc.secret_key": SECRET}, labels=LABELS)
    (seen,) = clock.run(looking(world, ""))
    gc.collect()

    assert SECRET[32:].hex() not in repr(seen)
    assert not any(isinstance(each, secret.Secret) for each in gc.get_objects())
