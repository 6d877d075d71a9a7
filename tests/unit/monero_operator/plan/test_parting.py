# SPDX-License-Identifier: Apache-2.0
"""What is told once when an address, or a whole network, is given up."""

from typing import Any

import pytest

from monero_operator.api.v1alpha1.anonymity import Client, I2p, I2pStatus, KeyRetention, Tor, TorStatus
from monero_operator.api.v1alpha1.nodes import NodeSpec, NodesStatus
from monero_operator.plan import parting

SERVED = NodesStatus(tor=TorStatus(address="front.onion"), i2p=I2pStatus(address="front.b32.i2p"))
SHOP = Client(name="shop", public_key="KCTBICNR3XIDEXU3C23QBZYZ5F3SYBYABMN5O6DOSB6GKPJAJFOQ")


def told(before: NodesStatus, after: NodesStatus, **spec: Any) -> list[tuple[str, str]]:
    """Return the severity and the sentence of each event."""
    events = parting.events("nodes", NodeSpec(**spec), before, after, prefix="spec")
    return [(event.type, event.message) for event in events]


@pytest.mark.parametrize(
    ("tor", "cause"),
    [
        (Tor(enabled=True, clients=(SHOP,)), "spec.tor.clients are named"),
        (Tor(enabled=True, balanced=False), "spec.tor.balanced is false"),
        (Tor(enabled=True, rpc=False, clients=(SHOP,)), "spec.tor.rpc is false"),
    ],
)
def test_an_address_that_wallets_lose_is_told_with_its_cause(tor: Tor, cause: str) -> None:
    """Once: the next status has it no more."""
    after = NodesStatus(tor=TorStatus(), i2p=SERVED.i2p)

    ((severity, sentence),) = told(SERVED, after, tor=tor)

    assert (severity, sentence.partition(cause)[0]) == (
        "Warning",
        "Wallets are answered at front.onion no longer, as ",
    )
    assert told(after, after, tor=tor) == []


def test_an_address_without_its_key_is_the_keys_matter() -> None:
    """A Secret that cannot be read for a moment is no wish of anybody's."""
    assert told(SERVED, NodesStatus(tor=TorStatus(), i2p=I2pStatus()), tor=Tor(enabled=True)) == []


def test_whoever_switches_off_learns_that_the_keys_stay_and_where() -> None:
    """Who wants them deleted knows about it."""
    drop = KeyRetention(when_disabled="Delete")

    ((severity, sentence),) = told(SERVED, NodesStatus(), tor=Tor(retention_policy=drop))

    assert (severity, sentence.partition(",")[0]) == ("Normal", "I2P is switched off")
    assert "Secret nodes-i2p" in sentence
    assert "spec.i2p.retentionPolicy.whenDisabled: Delete" in sentence
    assert told(NodesStatus(), NodesStatus(), i2p=I2p()) == []
