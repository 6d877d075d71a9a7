# SPDX-License-Identifier: Apache-2.0
"""Orders about keys, carried out on an API server in memory: only on what the plan has seen, and told without a key."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import pytest

from kubeloop import errors
from kubeloop.testing import clock
from monero_operator import facts
from monero_operator.api.reasons import Reason
from monero_operator.apply.keys import Keys
from monero_operator.desired import shapes
from monero_operator.keys import onion
from monero_operator.observe.sources import Informers
from monero_operator.plan.actions import Event, KeyDrop, KeyOrder
from tests.support.keyed import World

SECRET = onion.make(b"\x01" * 32)
LABELS = {"a": "b"}


def entropy() -> Any:
    """Return a source of bytes that never gives the same twice."""
    numbers = itertools.count(1)
    return lambda size: bytes([next(numbers)]) * size


def order(**fields: Any) -> KeyOrder:
    """Return an order about the Secret `n-tor`."""
    return KeyOrder(**{"network": "tor", "secret": "n-tor", "labels": LABELS} | fields)


def carry_out(world: World, *orders: KeyOrder | KeyDrop, told: list[Event] | None = None) -> tuple[facts.Refusal, ...]:
    """Carry out orders, with synced caches; events go to `told`."""
    told = [] if told is None else told

    async def done() -> tuple[facts.Refusal, ...]:
        informers = Informers(world.cluster, None)
        running = asyncio.create_task(informers.secrets.run())
        await informers.secrets.wait_synced()
        try:
            keys = Keys(world.cluster, informers.secrets, entropy=entropy())
            return await keys.carry_out("ns", orders, tell=told.append)
        finally:
            running.cancel()

    return clock.run(done())


def version(world: World) -> str:
    """Return the version of the Secret."""
    return str(world.secret("n-tor")["metadata"]["resourceVersion"])


def test_a_secret_is_made_only_where_there_is_none() -> None:
    """A plan that does not know of one that came meanwhile changes nothing of it."""
    world = World()
    world.give("n-tor", {"rpc.secret_key": SECRET})

    with pytest.raises(errors.Conflict):
        carry_out(world, order(make=("rpc",)))

    assert world.files("n-tor") == {"rpc.secret_key": SECRET}
    assert "labels" not in world.secret("n-tor")["metadata"]


@pytest.mark.parametrize("stale", [{"uid": "another"}, {"version": "0"}])
def test_what_changed_since_it_was_looked_at_is_not_touched(stale: dict[str, str]) -> None:
    """Also where the order is about an entry that is not there any more."""
    world = World()
    world.give("n-tor", {"note": b"mine"})
    seen = {"uid": world.secret("n-tor")["metadata"]["uid"], "version": version(world)}

    with pytest.raises(errors.Conflict):
        carry_out(world, order(name=("rpc",), **seen | stale))

    assert world.files("n-tor") == {"note": b"mine"}


def test_a_users_key_that_changed_meanwhile_is_not_copied() -> None:
    """It was not the one that was found to be good."""
    world = World()
    world.give("mine", {"rpc.secret_key": b"changed"})

    with pytest.raises(errors.Conflict):
        carry_out(world, order(copy=("rpc",), given="mine", given_version="0"))

    assert world.cluster.names(shapes.SECRETS) == ("mine",)


def test_other_owners_stay() -> None:
    """Who controls it is ours to say, and nothing else."""
    world = World(collects_garbage=False)
    friend = {"apiVersion": "v1", "kind": "ConfigMap", "name": "friend", "uid": "f"}
    former = friend | {"name": "former", "uid": "o", "controller": True}
    world.give("n-tor", {"rpc.secret_key": SECRET}, ownerReferences=[friend, former])
    uid = world.secret("n-tor")["metadata"]["uid"]

    carry_out(world, order(uid=uid, version=version(world)))

    assert [owner["name"] for owner in world.secret("n-tor")["metadata"]["ownerReferences"]] == ["friend"]


def test_a_refusal_is_told_without_content() -> None:
    """The API server may repeat what it does not accept, and conditions are read by many."""
    world = World()
    world.cluster.fail_next("apply", errors.Invalid("data: Invalid value: 'c2VjcmV0'"))
    world.give("other", {})

    (refusal,) = carry_out(world, order(make=("rpc",)))

    assert (refusal.kind, refusal.name) == ("Secret", "n-tor")
    assert "c2VjcmV0" not in refusal.message


def test_only_that_very_secret_is_dropped() -> None:
    """One that is gone is no trouble; one that was made anew is another."""
    world = World()
    world.give("n-tor", {"rpc.secret_key": SECRET})

    assert carry_out(world, KeyDrop("gone", "x")) == ()
    with pytest.raises(errors.Conflict):
        carry_out(world, KeyDrop("n-tor", "another"))
    carry_out(world, KeyDrop("n-tor", world.secret("n-tor")["metadata"]["uid"]))

    assert world.cluster.names(shapes.SECRETS) == ()


def test_what_was_done_is_told_and_what_was_refused_is_not() -> None:
    """An event about keys that are not there would send their owner to look for them."""
    world, told = World(), list[Event]()
    made, dropped = (Event("Normal", Reason(reason), reason) for reason in ("KeysMade", "KeysDeleted"))
    world.give("old", {"rpc.secret_key": SECRET})
    world.forbid(shapes.SECRETS, "apply", times=1)
    drop = KeyDrop("old", world.secret("old")["metadata"]["uid"], events=(dropped,))

    refusals = carry_out(world, order(make=("rpc",), events=(made,)), drop, told=told)

    assert [refusal.name for refusal in refusals] == ["n-tor"]
    assert told == [dropped]
