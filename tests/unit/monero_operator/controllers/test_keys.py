# SPDX-License-Identifier: Apache-2.0
"""Secrets of keys over the life of their resources, on an API server in memory."""

from __future__ import annotations

import asyncio

import pytest

from monero_operator import naming
from monero_operator.desired import parent, shapes
from monero_operator.keys import i2p, onion
from monero_operator.naming import OwnerKind
from tests.support.keyed import World

TOR = {"enabled": True}
OWN = onion.make(b"\x01" * 32)
OTHER = onion.make(b"\x02" * 32)
ENTRIES_OF_TWO = {"rpc", "rpc-0", "rpc-1", "p2p-0", "p2p-1"}
STEP_SECONDS = 40.0


async def step(seconds: float = STEP_SECONDS) -> None:
    """Let time pass."""
    await asyncio.sleep(seconds)


@pytest.fixture
def world() -> World:
    """Return an empty cluster."""
    return World()


def test_a_set_gets_the_keys_that_it_needs_once(world: World) -> None:
    """Keys are made before anything else, are the set's, and are not touched again, nor read more than once."""

    async def story() -> None:
        world.nodes(replicas=2, tor=TOR, i2p=TOR)
        await step(600)

    world.play(story)

    assert world.addresses().keys() == ENTRIES_OF_TWO
    assert world.addresses("i2p").keys() == {"rpc", "p2p-0", "p2p-1"}
    secret = world.secret("n-tor")
    assert world.is_owned("n-tor")
    assert secret["metadata"]["labels"] == naming.key_labels(OwnerKind.NODE_SET, "n", "tor")
    assert world.files("n-tor")["rpc.hostname"].decode() == world.addresses()["rpc"] + "\n"
    assert world.condition()[:2] == ("True", "KeysGood")
    assert "KeysMade" in world.events()
    asked = world.keys_requests()
    assert sorted(asked) == sorted([("apply", "n-tor"), ("get", "n-tor"), ("apply", "n-i2p"), ("get", "n-i2p")])
    # Nobody is warned of keys that are made a moment later.
    assert "KeysAwaited" not in world.events()
    # The keys come before the first child.
    assert world.cluster.writes[0].kind == shapes.SECRETS


def test_a_set_without_tor_and_i2p_has_nothing_to_do_with_secrets(world: World) -> None:
    """No Secret is made or read, and there is no condition about keys."""

    async def story() -> None:
        world.nodes(replicas=2)
        await step()

    world.play(story)

    assert world.keys_requests() == []
    conditions = world.cluster.read(parent.KINDS[OwnerKind.NODE_SET], "ns", "n")["status"]["conditions"]
    assert "KeysValid" not in {condition["type"] for condition in conditions}


def test_growing_adds_keys_and_shrinking_keeps_them(world: World) -> None:
    """A node that comes back has the address that it had."""
    seen = []

    async def story() -> None:
        for replicas in (1, 2, 1, 2):
            world.nodes(replicas=replicas, tor=TOR)
            await step()
            seen.append(world.addresses())

    world.play(story)

    one, two, *others = seen
    assert one.items() < two.items()
    assert two.keys() == ENTRIES_OF_TWO
    assert others == [two, two]


def test_a_deleted_entry_and_a_deleted_secret_get_new_keys(world: World) -> None:
    """That is the rotation by hand: one address, or all of them."""
    seen = []

    async def story() -> None:
        world.nodes(tor=TOR)
        await step()
        seen.append(world.addresses())
        world.edit("n-tor", lambda files: files.pop("rpc.secret_key"))
        await step()
        seen.append(world.addresses())
        assert world.files("n-tor")["rpc.hostname"].decode() == world.addresses()["rpc"] + "\n"
        world.cluster.remove(shapes.SECRETS, "ns", "n-tor")
        await step()
        seen.append(world.addresses())

    world.play(story)

    first, second, third = seen
    assert first.keys() == second.keys() == third.keys() == {"rpc", "p2p-0"}
    assert first["p2p-0"] == second["p2p-0"]
    assert len({first["rpc"], second["rpc"], third["rpc"]}) == 3
    assert third["p2p-0"] != second["p2p-0"]


def test_rotation_by_annotation_with_overlap(world: World) -> None:
    """Each new value rotates all keys once; the old ones are kept for as long as was asked, and then they go."""
    seen = []

    async def story() -> None:
        tor = TOR | {"overlap": "10m"}
        world.nodes(tor=tor, annotations={naming.ANNOTATION_ROTATE: "at birth"})
        await step()
        seen.append(world.addresses())
        world.nodes(tor=tor, annotations={naming.ANNOTATION_ROTATE: "leaked"})
        await step()
        seen.append(world.addresses())
        await step(300)
        seen.append(world.addresses())
        await step(400)
        seen.append(world.addresses())

    world.play(story)

    first, second, third, fourth = seen
    assert first.keys() == {"rpc", "p2p-0"}
    assert {entry: second[f"{entry}.previous"] for entry in first} == first
    assert all(second[entry] != first[entry] for entry in first)
    assert third == second
    assert fourth == {entry: second[entry] for entry in first}
    assert {"KeysReplaced", "KeysRetired"} <= world.events()


def test_a_rotation_of_nothing_is_told(world: World) -> None:
    """An entry that nothing has: not everything instead of it, and not nothing without a word."""
    events = []

    async def story() -> None:
        world.nodes(tor=TOR, i2p={"enabled": True})
        await step()
        before.update(world.addresses())
        for asked in ("tor/p2p-0:once", "p2p-0:twice", "rpc-0:once"):
            world.nodes(tor=TOR, i2p={"enabled": True}, annotations={naming.ANNOTATION_ROTATE: asked})
            await step()
            events.append("NothingRotated" in world.events())

    before: dict[str, str] = {}
    world.play(story)

    assert events == [False, False, True]
    assert world.addresses()["rpc"] == before["rpc"]
    assert world.addresses()["p2p-0"] != before["p2p-0"]


def test_what_somebody_writes_for_people_is_put_right(world: World) -> None:
    """The file beside a key tells its address, whatever somebody made of it."""

    async def story() -> None:
        world.nodes(tor=TOR)
        await step()
        world.edit("n-tor", lambda files: files.update({"rpc.hostname": b"evil.onion\n", "note": b"mine"}))
        await step()

    world.play(story)

    assert world.files("n-tor")["rpc.hostname"].decode() == world.addresses()["rpc"] + "\n"
    assert world.files("n-tor")["note"] == b"mine"


def test_people_are_told_the_address_that_answers(world: World) -> None:
    """With an encrypted lease set that is another one, and peers meet at the one that they know."""
    seen = []

    async def story() -> None:
        for encrypted in (False, True, False):
            world.nodes(i2p={"enabled": True, "encryptedRPC": encrypted})
            await step()
            seen.append([world.files("n-i2p")[name].decode().strip() for name in ("rpc.b32", "p2p-0.b32")])

    world.play(story)

    key, addresses = world.files("n-i2p")["rpc.dat"], world.addresses("i2p")
    plain = [addresses["rpc"], addresses["p2p-0"]]
    assert seen == [plain, [i2p.encrypted_address(key), addresses["p2p-0"]], plain]


def test_keys_of_ones_own_are_copied_and_a_bad_one_harms_nothing(world: World) -> None:
    """A good key is taken over, also a changed one; a bad one and a missing Secret leave what is served."""
    seen = []

    async def story() -> None:
        tor = TOR | {"secretRef": {"name": "mine"}}
        world.nodes(tor=tor)
        await step()
        seen.append(("", *world.condition()[:2]))
        assert "n-tor" not in world.cluster.names(shapes.SECRETS)
        for files in (
            {"hs_ed25519_secret_key": OWN, "hostname": f"{onion.address(OWN)}\n".encode()},
            {"hs_ed25519_secret_key": OWN[:-1]},
            {"hs_ed25519_secret_key": OTHER, "hs_ed25519_public_key": onion.public_file(OWN)},
            {"rpc.secret_key": OTHER},
        ):
            world.give("mine", files)
            await step()
            seen.append((world.addresses()["rpc"], *world.condition()[:2]))
        world.cluster.remove(shapes.SECRETS, "ns", "mine")
        await step()
        seen.append((world.addresses()["rpc"], *world.condition()[:2]))

    world.play(story)

    own, other = onion.address(OWN), onion.address(OTHER)
    assert seen == [
        ("", "False", "KeysMissing"),
        (own, "True", "KeysGood"),
        (own, "False", "KeyInvalid"),
        (own, "False", "KeyInvalid"),
        (other, "True", "KeysGood"),
        (other, "False", "KeysMissing"),
    ]
    assert world.addresses().keys() == {"rpc", "p2p-0"}
    assert "KeysCopied" in world.events()


def test_keys_of_ones_own_are_not_rotated(world: World) -> None:
    """The annotation rotates what the operator made."""

    async def story() -> None:
        world.give("mine", {"rpc.secret_key": OWN})
        world.nodes(tor=TOR | {"secretRef": {"name": "mine"}})
        await step()
        before.update(world.addresses())
        world.nodes(tor=TOR | {"secretRef": {"name": "mine"}}, annotations={naming.ANNOTATION_ROTATE: "now"})
        await step()

    before: dict[str, str] = {}
    world.play(story)

    assert world.addresses()["rpc"] == before["rpc"] == onion.address(OWN)
    assert world.addresses()["p2p-0"] != before["p2p-0"]


def test_a_damaged_key_is_told_and_not_replaced(world: World) -> None:
    """Whoever damaged it may still have it."""

    async def story() -> None:
        world.nodes(tor=TOR)
        await step()
        world.edit("n-tor", lambda files: files.update({"rpc.secret_key": OWN[:40]}))
        await step()

    world.play(story)

    status, reason, message = world.condition()
    assert (status, reason) == ("False", "KeyInvalid")
    assert "rpc of Secret n-tor" in message
    assert world.files("n-tor")["rpc.secret_key"] == OWN[:40]


def test_a_stranger_of_the_same_name_is_left_alone(world: World) -> None:
    """Its content is not looked at either, as far as the set is concerned."""

    async def story() -> None:
        world.give("n-tor", {"rpc.secret_key": OWN})
        world.nodes(tor=TOR)
        await step()

    world.play(story)

    assert world.files("n-tor") == {"rpc.secret_key": OWN}
    assert world.condition()[:2] == ("False", "NameClash")


@pytest.mark.parametrize(("policy", "stays"), [("Delete", False), ("Retain", True)])
def test_keys_go_with_their_set_or_stay(world: World, policy: str, stays: bool) -> None:
    """Those that stay are taken up by the next set of this name, with the addresses that they had."""
    before: dict[str, str] = {}

    async def story() -> None:
        world.nodes(tor=TOR | {"retentionPolicy": {"whenDeleted": policy}})
        await step()
        before.update(world.addresses())
        world.cluster.remove(parent.KINDS[OwnerKind.NODE_SET], "ns", "n")
        await step()
        assert ("n-tor" in world.cluster.names(shapes.SECRETS)) is stays
        world.nodes(tor=TOR)
        await step()

    world.play(story)

    assert (world.addresses() == before) is stays
    # The policy of the new set is to delete them with it.
    assert world.is_owned("n-tor")


@pytest.mark.parametrize(("policy", "stays"), [("Delete", False), ("Retain", True)])
def test_keys_go_or_stay_when_tor_is_switched_off(world: World, policy: str, stays: bool) -> None:
    """Switched on again it has the old addresses, if they were to be kept."""
    before: dict[str, str] = {}

    async def story() -> None:
        retention = {"retentionPolicy": {"whenDisabled": policy}}
        world.nodes(tor=TOR | retention)
        await step()
        before.update(world.addresses())
        world.nodes(tor={"enabled": False} | retention)
        await step()
        assert ("n-tor" in world.cluster.names(shapes.SECRETS)) is stays
        world.nodes(tor=TOR | retention)
        await step()

    world.play(story)

    assert (world.addresses() == before) is stays


def test_a_paused_set_keeps_its_keys_as_they_are(world: World) -> None:
    """What was asked for meanwhile is done afterwards."""
    seen = []

    async def story() -> None:
        world.nodes(tor=TOR)
        await step()
        rotate = {naming.ANNOTATION_ROTATE: "now"}
        for paused in (True, False):
            seen.append(world.addresses())
            world.nodes(tor=TOR, paused=paused, annotations=rotate)
            await step()
        seen.append(world.addresses())

    world.play(story)

    assert seen[0] == seen[1]
    assert seen[2].keys() == seen[1].keys()
    assert not seen[2].items() & seen[1].items()


def test_an_operator_without_the_right_to_secrets_says_so(world: World) -> None:
    """Everything else goes on; with the right, the keys come."""

    async def story() -> None:
        world.nodes(tor=TOR)
        await step()
        assert world.condition()[:2] == ("False", "KeysUnreadable")
        await step(120)

    # Every kind is listed at the start: it is the Secrets that must be forbidden.
    world.forbid(shapes.SECRETS, "list", times=1)
    world.play(story)

    assert world.condition()[:2] == ("True", "KeysGood")


def test_a_refused_secret_is_told(world: World) -> None:
    """A quota, or a role that may not create: the condition names the Secret."""

    async def story() -> None:
        world.nodes(tor=TOR)
        await step()

    world.forbid(shapes.SECRETS, "apply", times=100)
    world.play(story)

    conditions = world.cluster.read(parent.KINDS[OwnerKind.NODE_SET], "ns", "n")["status"]["conditions"]
    said = {condition["type"]: (condition["reason"], condition["message"]) for condition in conditions}
    assert said["ConfigValid"][0] == "ChildRefused"
    assert "Secret n-tor" in said["ConfigValid"][1]
    assert said["KeysValid"][0] == "KeysAwaited"
    assert not {"KeysMade", "NodeRestarted"} & world.events()
