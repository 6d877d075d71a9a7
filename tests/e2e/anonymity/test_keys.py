# SPDX-License-Identifier: Apache-2.0
"""Keys of one's own: brought along, spoiled, exchanged without a failed request, kept or deleted when it is over."""

from __future__ import annotations

import asyncio
import base64
import secrets
from typing import Any

from monero_operator.keys import i2p, onion
from tests.support import hidden_caller, hidden_cluster, hidden_set, journal, side_by_side
from tests.support.hidden_caller import Caller
from tests.support.hidden_cluster import HiddenCluster
from tests.support.hidden_set import RPC_PORT, HiddenSet
from tests.support.waiting import until

OWN = "my-keys"
ENTRY = {"tor": "rpc.secret_key", "i2p": "rpc.dat"}
NETWORKS = {"tor": hidden_cluster.TOR, "i2p": hidden_cluster.I2P}


@side_by_side.case
async def test_keys_of_ones_own_are_served_exchanged_and_kept_as_asked(hidden: HiddenCluster) -> None:
    """A spoiled key harms nobody, a good one takes over, and once switched off only keys that are kept stay."""
    await asyncio.to_thread(_lives, hidden)


def _lives(hidden: HiddenCluster) -> None:
    own = HiddenSet(hidden.namespace, "own")
    first, second = _keys(), _keys()
    _bring(hidden, first)
    with journal.step("keys of one's own are served at Tor and I2P"):
        own.make(_spec())
        own.await_true("Ready", "KeysValid")
        assert own.address("tor") == _at(onion.address(first["tor"]))
        assert own.address("i2p") == _at(i2p.address(first["i2p"]))
        hidden_set.await_answer(own.address("tor"), hidden.tor)
        hidden_set.await_answer(own.address("i2p"), hidden.i2p)
    births = own.births()
    with journal.step("a spoiled key is told of, and the old address is served"):
        _bring(hidden, {"tor": b"of no use", "i2p": first["i2p"]})
        told = until(lambda: _refused(own), seconds=60, what="the key is refused")
        assert (told["reason"], f"rpc of Secret {OWN}" in told["message"]) == ("KeyInvalid", True)
        assert hidden_caller.height(_at(onion.address(first["tor"])), hidden.tor) >= 1
    _exchange(hidden, own, first, second)
    assert births == own.births()
    _goes(hidden, own)


def _exchange(hidden: HiddenCluster, own: HiddenSet, first: dict[str, bytes], second: dict[str, bytes]) -> None:
    old = Caller(_at(onion.address(first["tor"])), hidden.tor)
    new = _at(onion.address(second["tor"]))
    with old.calling(), journal.step("another key: its onion is reached"):
        _bring(hidden, second)
        until(lambda: own.address("tor") == new, seconds=60, what="the status has the new address")
        hidden_set.await_answer(new, hidden.tor)
        hidden_set.await_answer(_at(i2p.address(second["i2p"])), hidden.i2p)
        own.await_true("KeysValid")
    journal.record(f"the old onion meanwhile: {old.notes()}", old.slowest_seconds)
    assert (old.failed, own.status()["tor"]["previousAddresses"]) == (0, [onion.address(first["tor"])])


def _goes(hidden: HiddenCluster, own: HiddenSet) -> None:
    """Switch I2P off without its keys, then Tor with them; delete the set, whose keys stay as they were asked to."""
    kept = hidden.namespace.get("secret", "own-tor")["data"]
    with journal.step("switched off: nothing is left of it but the keys that are kept"):
        own.patch({at: {"enabled": False} for at in NETWORKS})
        until(lambda: not _left(hidden, own), seconds=180, what="nothing is left")
        own.await_true("Ready")
    assert _secrets(hidden) == {"own-tor"}
    assert kept == hidden.namespace.get("secret", "own-tor")["data"]
    assert {each["type"] for each in own.status()["conditions"]}.isdisjoint({"KeysValid", "TorReady", "I2PReady"})
    assert own.status().keys().isdisjoint({"tor", "i2p"})
    hidden.namespace.run("delete", "moneronodeset", own.name, "--cascade=foreground", "--timeout=90s")
    assert _secrets(hidden) == {"own-tor"}
    hidden.namespace.run("delete", "secret", "own-tor", OWN)


def _spec() -> dict[str, Any]:
    at = {
        name: {"enabled": True, "secretRef": {"name": OWN}, "configMapRef": {"name": told}, "overlap": "10m"}
        for name, told in NETWORKS.items()
    }
    at["tor"]["retentionPolicy"] = {"whenDeleted": "Retain"}
    at["i2p"]["retentionPolicy"] = {"whenDisabled": "Delete"}
    steady = {"nodeSelector": hidden_cluster.steady()}
    return {"replicas": 1, "monerod": {"args": ["--regtest", "--fixed-difficulty=1"]}, "pod": steady, **at}


def _keys() -> dict[str, bytes]:
    tor, other = (secrets.token_bytes(kind.ENTROPY_BYTES) for kind in (onion, i2p))
    return {"tor": onion.make(tor), "i2p": i2p.make(other)}


def _bring(hidden: HiddenCluster, keys: dict[str, bytes]) -> None:
    content = {ENTRY[at]: base64.b64encode(key).decode() for at, key in keys.items()}
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": OWN}}
    hidden_cluster.apply(hidden.namespace, secret | {"data": content})


def _refused(own: HiddenSet) -> dict[str, Any] | None:
    found = own.condition("KeysValid")
    return found if found.get("status") == "False" else None


def _left(hidden: HiddenCluster, own: HiddenSet) -> list[str]:
    """Return what is still there of Tor and I2P: ConfigMaps, and what pods are made of."""
    maps = [each["metadata"]["name"] for each in hidden.namespace.items("configmaps")]
    containers = [
        each
        for pod in own.pods().values()
        for each in (*pod["spec"].get("initContainers", ()), *pod["spec"]["containers"])
    ]
    names = [each["name"] for each in containers if each["name"] in NETWORKS]
    words = ("tor", "i2p", "anonymous-inbound", "disable-rpc-ban")
    arguments = [word for each in containers for word in each.get("args", ()) if any(name in word for name in words)]
    return [*(name for name in maps if name in ("own-tor", "own-i2p")), *names, *arguments]


def _secrets(hidden: HiddenCluster) -> set[str]:
    found = hidden.namespace.items("secrets", "--selector", "utxo.com.br/moneronodeset=own")
    return {each["metadata"]["name"] for each in found}


def _at(address: str) -> str:
    return f"{address}:{RPC_PORT}"
