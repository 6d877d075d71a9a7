# SPDX-License-Identifier: Apache-2.0
"""What is told once when an address, or a whole network, is given up."""

from typing import Any

import msgspec
import pytest

from monero_operator import facts
from monero_operator.api.v1alpha1.anonymity import Client, I2p, KeyRetention, Tor
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from monero_operator.plan.nodeset import decide
from tests.support import build, hidden, node_world

TOR = {"enabled": True}
SHOP = Client(name="shop", public_key="KCTBICNR3XIDEXU3C23QBZYZ5F3SYBYABMN5O6DOSB6GKPJAJFOQ")
PARTING = ("AddressGone", "KeysKept")


def nodes(**tor: Any) -> MoneroNodeSet:
    """Return three nodes with Tor and I2P."""
    return build.node_set(replicas=3, tor=Tor(**TOR | tor), i2p=I2p(enabled=bool(tor.get("enabled", True))))


def told(wanted: MoneroNodeSet, *, keys: dict[facts.HiddenNetwork, facts.Keys] | None = None) -> list[str]:
    """Return the sentences at the change from what `nodes` asks for to this, and none after it."""
    there = node_world.World()
    there.keys = hidden.keys(3)
    before = there.settle(nodes()).status
    there.keys = there.keys if keys is None else keys

    def events(status: Any) -> tuple[Any, list[str]]:
        plan = decide.decide(msgspec.structs.replace(wanted, status=status), there.look(), build.IMAGES, build.NOW)
        return plan.status, [f"{event.type} {event.message}" for event in plan.events if event.reason in PARTING]

    after, sentences = events(before)
    assert events(after)[1] == []
    return sentences


@pytest.mark.parametrize(
    ("tor", "cause"),
    [
        ({"clients": (SHOP,)}, "spec.tor.clients are named"),
        ({"balanced": False}, "spec.tor.balanced is false"),
        ({"rpc": False, "clients": (SHOP,)}, "spec.tor.rpc is false"),
    ],
)
def test_an_address_that_wallets_lose_is_told_with_its_cause(tor: dict[str, Any], cause: str) -> None:
    """Once, as the next status has it no more."""
    (sentence,) = told(nodes(**tor))

    assert sentence.startswith(f"Warning Wallets are answered at {hidden.onion('rpc')} no longer, as {cause}")


def test_an_address_without_its_key_is_the_keys_matter() -> None:
    """A Secret that cannot be read for a moment is nobody's wish, and switches nothing off."""
    none = msgspec.structs.replace(nodes(), spec=msgspec.structs.replace(nodes().spec, replicas=0))

    assert told(nodes(), keys={}) == told(none, keys={}) == []


def test_whoever_switches_off_learns_that_the_keys_stay_and_where() -> None:
    """Who wants them deleted knows about it."""
    (sentence,) = told(nodes(enabled=False, retention_policy=KeyRetention(when_disabled="Delete")))

    assert sentence.startswith("Normal I2P is switched off, and its addresses come back with it")
    assert "Secret regtest-i2p" in sentence
    assert sentence.endswith("spec.i2p.retentionPolicy.whenDisabled: Delete.")


@pytest.mark.parametrize(
    ("had", "asked"),
    [({}, {"clients": (SHOP,)}), ({}, {"enabled": False}), ({"rpc": False}, {"rpc": False, "enabled": False})],
)
def test_a_paused_set_serves_its_addresses_on_and_loses_them_later(had: dict[str, Any], asked: dict[str, Any]) -> None:
    """Whatever is asked for meanwhile, the pods and the balancer are those of before."""
    there, wanted = node_world.World(), nodes(**asked)
    there.keys = hidden.keys(3)
    before = there.settle(nodes(**had)).status
    held = msgspec.structs.replace(wanted.spec, paused=True)

    paused, _ = there.step(msgspec.structs.replace(wanted, spec=held, status=before))
    after, _ = there.step(msgspec.structs.replace(wanted, status=paused.status))

    assert (paused.status.tor, paused.status.i2p) == (before.tor, before.i2p)
    assert [event for event in paused.events if event.reason in PARTING] == []
    assert not (after.status.tor and after.status.tor.address)
    assert [event.reason for event in after.events if event.reason in PARTING] != []
