# SPDX-License-Identifier: Apache-2.0
"""Secrets of keys against a real API server with its garbage collector, by an operator with the role that is shipped.

No pod ever runs; what the keys are good for is shown in tests/integration/anonymity.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec
import pytest
import yaml

from kubeloop import errors
from kubeloop.client.http import HttpClient
from kubeloop.objects.kind import Kind
from monero_operator import naming
from monero_operator.desired import shapes
from monero_operator.keys import i2p, onion
from tests.support import anonymity_programs, apiserver, controllers, keyed_server, waiting
from tests.support.keyed_server import MONEROD, NAMESPACE, NETWORKS, NODE_SETS, ROLES, Document, Scene, apply, until
from tools import generate

EVENTS = Kind("events.k8s.io", "v1", "events", "Event")
MOST_WRITES = 6
ON = {"enabled": True}
OWN, OTHER = onion.make(b"\x01" * 32), onion.make(b"\x02" * 32)


@pytest.fixture(scope="module")
def kubernetes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[apiserver.ApiServer]:
    """Run an API server of our own with Kubernetes' controllers; the kinds come first, for the garbage collector."""
    with apiserver.running(tmp_path_factory.mktemp("keys")) as server:
        asyncio.run(keyed_server.prepared(server))
        with controllers.running(server):
            yield server


@pytest.fixture
async def scene(kubernetes: apiserver.ApiServer, tmp_path: Path) -> AsyncIterator[Scene]:
    """Open what a user and an operator talk through."""
    access = keyed_server.guest_access(kubernetes, tmp_path)
    async with HttpClient(kubernetes.access) as admin, HttpClient(access) as guest:
        yield Scene(admin, guest)


async def test_the_address_in_the_status_is_the_hostname_of_a_real_tor(scene: Scene, tmp_path: Path) -> None:
    """It derives it from the file of the Secret; b32 addresses are those of the I2P files, which i2pd is asked for."""
    await scene.nodes("told", replicas=2, tor=ON, i2p=ON)
    async with scene.operator():
        await scene.has("told", "rpc", "rpc-0", "rpc-1", "p2p-0", "p2p-1")
        await scene.has("told", "rpc", "p2p-0", "p2p-1", network="i2p")
        await scene.says("told", "KeysGood")
        status = await until(functools.partial(addressed, scene, "told"), "the status has addresses")

    folder = tmp_path / "onion"
    folder.mkdir(mode=0o700)
    (folder / "hs_ed25519_secret_key").write_bytes((await scene.files("told-tor"))["rpc.secret_key"])
    assert status["tor"]["address"] == await asyncio.to_thread(derived, folder)
    assert status["i2p"]["address"] == i2p.address((await scene.files("told-i2p"))["rpc.dat"])
    owners = (await scene.secret("told-tor") or {})["metadata"]["ownerReferences"]
    assert [(owner["kind"], owner["name"]) for owner in owners] == [("MoneroNodeSet", "told")]


async def addressed(scene: Scene, name: str) -> Document:
    """Return a status that tells of addresses at both networks."""
    status = await scene.status(name)
    return status if all("address" in status.get(network, {}) for network in ("tor", "i2p")) else {}


def derived(folder: Path) -> str:
    """Return the address that a tor without a network serves a folder at."""
    (folder.parent / "torrc").write_text("")
    command = [anonymity_programs.programs().tor, "-f", str(folder.parent / "torrc")]
    options = {"DisableNetwork": "1", "SocksPort": "0", "DataDirectory": str(folder.parent / "data")}
    service = ["--HiddenServiceDir", str(folder), "--HiddenServicePort", "80"]
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    process = subprocess.Popen([*command, *flags, *service], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        name = folder / "hostname"
        return waiting.until(lambda: name.exists() and name.read_text().strip(), seconds=30.0, what="hostname") or ""
    finally:
        process.kill()
        process.wait()


async def test_an_operator_that_is_killed_after_any_write_loses_no_key(scene: Scene) -> None:
    """The next one finds what was written, and makes only what is missing; a rotation is done once."""
    for lives in range(1, MOST_WRITES):
        name = f"killed{lives}"
        await scene.nodes(name, tor=ON, i2p=ON)
        async with scene.operator(lives=lives) as first:
            died = asyncio.create_task(first.died.wait())
            done = asyncio.create_task(scene.says(name, "KeysGood"))
            await asyncio.wait([died, done], return_when=asyncio.FIRST_COMPLETED)
            died.cancel()
            done.cancel()
        before = await scene.files(f"{name}-tor")
        assert "rpc.secret_key" in before
        async with scene.operator() as second:
            await scene.says(name, "KeysGood")
        assert await scene.files(f"{name}-tor") == before
        assert (shapes.SECRETS, f"{name}-tor") not in second.writes
        if not first.died.is_set():
            break

    assert not first.died.is_set(), "the last operator needed fewer writes than it had"
    assert lives > 1


async def test_nothing_that_somebody_writes_meanwhile_is_lost(scene: Scene) -> None:
    """The operator rotates what it has looked at; whoever writes in between makes it look again."""
    await scene.nodes("raced", tor=ON)
    async with scene.operator() as operator:
        await scene.has("raced", "rpc", "p2p-0")
        await scene.says("raced", "KeysGood")
        get, notes = operator.get, iter(range(3))

        async def slow(kind: Kind, namespace: str, name: str) -> bytes:
            answer = await get(kind, namespace, name)
            if kind == shapes.SECRETS and (note := next(notes, None)) is not None:
                await scene.write(name, {f"note{note}": b"I"})
            return bytes(answer)

        operator.__dict__["get"] = slow
        before = await scene.addresses("raced")
        await scene.nodes("raced", {naming.ANNOTATION_ROTATE: "now"}, tor=ON)
        after = await until(functools.partial(changed, scene, "raced", before), "the keys are rotated")

    files = await scene.files("raced-tor")
    assert not set(before.values()) & set(after.values())
    assert {"note0", "note1", "note2"} <= files.keys()


async def changed(scene: Scene, name: str, before: dict[str, str]) -> dict[str, str]:
    """Return the addresses if none is what it was."""
    after = await scene.addresses(name)
    return after if after.keys() == before.keys() and not set(after.values()) & set(before.values()) else {}


async def test_rotation_by_hand_by_annotation_and_with_overlap(scene: Scene) -> None:
    """A deleted entry, a deleted Secret, a new annotation, which keeps the old keys beside the new ones for a time."""
    tor = ON | {"overlap": "2s"}
    await scene.nodes("turned", tor=tor)
    async with scene.operator():
        first = await scene.has("turned", "rpc", "p2p-0")
        await scene.write("turned-tor", {"rpc.secret_key": None})
        second = await until(functools.partial(another, scene, "turned", "rpc", first), "rpc has another key")
        assert second["p2p-0"] == first["p2p-0"]
        await scene.admin.delete(shapes.SECRETS, NAMESPACE, "turned-tor")
        third = await until(functools.partial(changed, scene, "turned", second), "all keys are others")
        await scene.nodes("turned", {naming.ANNOTATION_ROTATE: "1"}, tor=tor)
        fourth = await scene.has("turned", "rpc", "p2p-0", "rpc.previous", "p2p-0.previous")
        assert {entry: fourth[f"{entry}.previous"] for entry in third} == third
        fifth = await scene.has("turned", "rpc", "p2p-0")
        assert fifth.items() < fourth.items()
        await scene.nodes("turned", {naming.ANNOTATION_ROTATE: "rpc:2"}, tor=tor)
        sixth = await until(functools.partial(another, scene, "turned", "rpc", fifth), "rpc has another key again")
        assert sixth["p2p-0"] == fifth["p2p-0"]
    assert (await scene.files("turned-tor"))["rpc.hostname"].decode() == sixth["rpc"] + "\n"


async def another(scene: Scene, name: str, entry: str, before: dict[str, str]) -> dict[str, str]:
    """Return the addresses if that of one entry is there and not what it was."""
    after = await scene.addresses(name)
    return after if after.get(entry, before[entry]) != before[entry] else {}


async def test_a_key_of_ones_own_is_taken_over_and_a_bad_one_is_told(scene: Scene) -> None:
    """Also before the Secret is there, and also an entry that was good and is bad now."""
    await scene.nodes("owned", tor=ON | {"secretRef": {"name": "mine"}})
    async with scene.operator():
        assert "Secret mine" in await scene.says("owned", "KeysMissing")
        assert await scene.secret("owned-tor") is None
        await scene.write("mine", {"hs_ed25519_secret_key": OWN})
        assert (await scene.has("owned", "rpc", "p2p-0"))["rpc"] == onion.address(OWN)
        await scene.says("owned", "KeysGood")
        await scene.write("mine", {"hs_ed25519_secret_key": OTHER[:-1]})
        assert "95 bytes" in await scene.says("owned", "KeyInvalid")
        assert (await scene.addresses("owned"))["rpc"] == onion.address(OWN)
        await scene.write("mine", {"hs_ed25519_secret_key": OTHER})
        await until(functools.partial(is_at, scene, "owned", onion.address(OTHER)), "the changed key is taken over")
        await scene.says("owned", "KeysGood")


async def is_at(scene: Scene, name: str, address: str) -> bool:
    """Say whether a set's shared address is this one."""
    return (await scene.addresses(name)).get("rpc") == address


async def test_keys_go_or_stay_with_their_set_as_was_asked(scene: Scene) -> None:
    """Without a finalizer: the garbage collector takes what has an owner; what stays is taken up again."""
    await scene.nodes("gone", tor=ON)
    await scene.nodes("kept", tor=ON | {"retentionPolicy": {"whenDeleted": "Retain"}})
    async with scene.operator():
        first, kept = await scene.has("gone", "rpc", "p2p-0"), await scene.has("kept", "rpc", "p2p-0")
        for name in ("gone", "kept"):
            found: Document = msgspec.json.decode(await scene.admin.get(NODE_SETS, NAMESPACE, name))
            assert "finalizers" not in found["metadata"]
            await scene.admin.delete(NODE_SETS, NAMESPACE, name)
        await scene.gone(shapes.SECRETS, "gone-tor")
        await scene.gone(NODE_SETS, "kept")
        for name in ("gone", "kept"):
            await scene.nodes(name, tor=ON)
        assert await scene.has("kept", "rpc", "p2p-0") == kept
        assert not set((await scene.has("gone", "rpc", "p2p-0")).values()) & set(first.values())
        # It is the new set's, and goes with it this time.
        await until(functools.partial(is_owned, scene, "kept-tor"), "the Secret has an owner")
        await scene.admin.delete(NODE_SETS, NAMESPACE, "kept")
        await scene.gone(shapes.SECRETS, "kept-tor")


async def is_owned(scene: Scene, name: str) -> bool:
    """Say whether a Secret has an owner."""
    return bool((await scene.secret(name) or {}).get("metadata", {}).get("ownerReferences"))


async def test_switched_off_keys_stay_or_go_as_was_asked(scene: Scene) -> None:
    """A stranger's Secret of the name is neither used nor deleted."""
    policy = {"retentionPolicy": {"whenDisabled": "Delete"}}
    await scene.write("strange-tor", {"rpc.secret_key": OWN})
    async with scene.operator():
        for name, tor in (("off", ON | policy), ("idle", ON), ("strange", ON | policy)):
            await scene.nodes(name, tor=tor)
        await scene.has("off", "rpc", "p2p-0")
        idle = await scene.has("idle", "rpc", "p2p-0")
        await scene.says("strange", "NameClash")
        for name in ("off", "idle", "strange"):
            await scene.nodes(name, tor={"enabled": False} | (policy if name != "idle" else {}))
        await scene.gone(shapes.SECRETS, "off-tor")
        await until(functools.partial(is_silent, scene, "strange"), "nothing is said about keys any more")
        assert await scene.addresses("idle") == idle
    assert await scene.files("strange-tor") == {"rpc.secret_key": OWN}


async def is_silent(scene: Scene, name: str) -> bool:
    """Say whether a set has no condition about keys."""
    return all(c["type"] != "KeysValid" for c in (await scene.status(name))["conditions"])


@contextlib.asynccontextmanager
async def without_secrets(scene: Scene) -> AsyncIterator[None]:
    """Take the rights to Secrets out of the operator's role, until the end of the block."""
    contents = yaml.safe_load_all(generate.files()["deploy/rbac/operator.yaml"])
    role = next(content for content in contents if content["kind"] == "ClusterRole")
    rules = [rule for rule in role["rules"] if "secrets" not in rule["resources"]]
    try:
        await apply(scene.admin, ROLES["ClusterRole"], "", role | {"rules": rules})
        await until(functools.partial(may_list, scene, expected=False), "Secrets are forbidden")
        yield
    finally:
        await apply(scene.admin, ROLES["ClusterRole"], "", role)
        await until(functools.partial(may_list, scene, expected=True), "Secrets are allowed")


async def may_list(scene: Scene, *, expected: bool) -> bool:
    """Say whether the operator's right to list Secrets is as expected."""
    try:
        await scene.guest.list(shapes.SECRETS)
    except errors.Forbidden:
        return not expected
    return expected


async def test_an_operator_without_rights_to_secrets_serves_all_who_need_none(scene: Scene) -> None:
    """It starts, runs sets without Tor and I2P, and says of the others what is missing; with the rights keys come."""
    await scene.nodes("plain")
    await scene.nodes("hidden", tor=ON)
    async with without_secrets(scene), scene.operator() as operator:
        await scene.says("plain", "Valid", about="ConfigValid")
        assert "current role" in await scene.says("hidden", "KeysUnreadable")
        assert (shapes.STATEFULSETS, "plain") in operator.writes
    async with scene.operator():
        await scene.has("hidden", "rpc", "p2p-0")
        await scene.says("hidden", "KeysGood")


async def test_secrets_of_2021_are_filled(scene: Scene) -> None:
    """By label or annotation alone; an immutable one is told about, once and for all."""
    mark = {naming.FILL_WITH_KEYS: "v3"}
    await scene.write("labelled", {"note": b"mine"}, labels=mark)
    await scene.write("fixed", {"note": b"mine"})
    await scene.admin.patch(shapes.SECRETS, NAMESPACE, "fixed", msgspec.json.encode({"immutable": True}))
    await scene.admin.patch(
        shapes.SECRETS, NAMESPACE, "fixed", msgspec.json.encode({"metadata": {"annotations": mark}})
    )
    async with scene.operator():
        files = await until(functools.partial(filled, scene, "labelled"), "the labelled Secret is filled")
        await until(functools.partial(events, scene, "fixed", "KeysNotFilledIn"), "an event tells about the other")

    secret = files["hs_ed25519_secret_key"]
    assert files["hostname"].decode() == onion.address(secret) + "\n"
    assert files["hs_ed25519_public_key"] == onion.public_file(secret)
    assert files["note"] == b"mine"
    assert await scene.files("fixed") == {"note": b"mine"}


async def filled(scene: Scene, name: str) -> dict[str, bytes]:
    """Return the files of a Secret that has all of an onion's."""
    files = await scene.files(name)
    return files if {"hs_ed25519_secret_key", "hs_ed25519_public_key", "hostname"} <= files.keys() else {}


async def events(scene: Scene, name: str, reason: str) -> list[str]:
    """Return the notes of events of this reason about an object."""
    found = map(msgspec.json.decode, (await scene.admin.list(EVENTS, NAMESPACE)).items)
    return [each["note"] for each in found if (each["regarding"]["name"], each["reason"]) == (name, reason)]


async def test_a_network_has_keys_and_its_namespace_can_go(scene: Scene) -> None:
    """Each node has its own, and they grow with it; nothing of ours keeps a namespace from ending."""
    spec = {"replicas": 2, "template": {"spec": {"monerod": MONEROD, "tor": ON}}}
    await apply(scene.admin, NETWORKS, NAMESPACE, {"metadata": {"name": "net"}, "spec": spec})
    async with scene.operator():
        before = await scene.has("net", "rpc", "rpc-0", "rpc-1", "p2p-0", "p2p-1")
        await apply(scene.admin, NETWORKS, NAMESPACE, {"metadata": {"name": "net"}, "spec": spec | {"replicas": 3}})
        after = await scene.has("net", "rpc", "rpc-0", "rpc-1", "rpc-2", "p2p-0", "p2p-1", "p2p-2")
    assert before.items() < after.items()
    found: Document = await scene.secret("net-tor") or {}
    assert "finalizers" not in found["metadata"]
