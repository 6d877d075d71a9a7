# SPDX-License-Identifier: Apache-2.0
"""Where transactions leave by Tor and I2P, hidden or not, and who shares an onion, by plans of node sets."""

import pytest

from monero_operator.api.v1alpha1.anonymity import Client, Tor
from monero_operator.api.v1alpha1.moneronodeset import P2p
from tests.support import hidden
from tests.support.routed_set import CLIENT_KEY, MAINNET, TOR, services, settled, told


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"args": MAINNET}, True, id="mainnet has seeds"),
        pytest.param({"args": ("--stagenet",)}, False, id="stagenet has none"),
        pytest.param({"args": ("--add-exclusive-node=192.0.2.1",)}, False, id="monerod dials nobody beside that one"),
        pytest.param({"args": ("--offline",)}, False, id="offline"),
        pytest.param({"args": ("--stagenet",), "replicas": 2, "p2p": P2p(siblings=True)}, True, id="siblings"),
        pytest.param({"args": ("--stagenet",), "replicas": 1, "p2p": P2p(siblings=True)}, False, id="no sibling yet"),
        pytest.param({"replicas": 2}, True, id="a closed set"),
        pytest.param({"replicas": 1}, False, id="alone and closed"),
        pytest.param(
            {"args": ("--stagenet",), "tor": Tor(enabled=True, peers=(hidden.onion("friend"),))}, True, id="peers"
        ),
        pytest.param({"args": ("--stagenet",), "tor": Tor(enabled=True, p2p="always")}, True, id="by the user's word"),
        pytest.param({"args": MAINNET, "tor": Tor(enabled=True, p2p="never")}, False, id="against the user's word"),
    ],
)
def test_transactions_leave_by_tor_only_where_somebody_can_take_them(fields, expected):
    """Elsewhere they would stay: monerod has then no other way. The RPC is offered in any case."""
    there = settled(**{"tor": TOR} | fields)

    lines = [line for each in (told(there).values() if there.config else ()) for line in each]
    assert expected == any(line.startswith("tx-proxy=tor") for line in lines)
    assert expected == ("p2p" in services(there, "tor"))
    assert "rpc" in services(there, "tor")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"args": MAINNET}, True, id="mainnet"),
        pytest.param({"args": MAINNET, "replicas": 2, "p2p": P2p(siblings=True)}, True, id="siblings on mainnet"),
        pytest.param(
            {"args": ("--stagenet",), "tor": Tor(enabled=True, peers=(hidden.onion("friend"),))}, True, id="peers"
        ),
        pytest.param({"args": ("--stagenet",), "replicas": 2, "p2p": P2p(siblings=True)}, False, id="siblings alone"),
        pytest.param({"replicas": 2}, False, id="a closed set"),
        pytest.param(
            {"replicas": 2, "tor": Tor(enabled=True, peers=(hidden.onion("friend"),))}, False, id="a closed one's peers"
        ),
        pytest.param({"replicas": 2, "tor": Tor(enabled=True, noise=True)}, True, id="by the user's word"),
        pytest.param({"args": MAINNET, "tor": Tor(enabled=True, noise=False)}, False, id="against the user's word"),
    ],
)
def test_transactions_are_hidden_among_padding_where_strangers_are_met(fields, expected):
    """Siblings have blocks later than who pads towards them, and transactions would wait for that."""
    there = settled(**{"tor": TOR} | fields)

    (proxy,) = (line for line in told(there)[0] if line.startswith("tx-proxy=tor"))
    assert ("disable_noise" not in proxy) == expected


def test_an_onion_for_named_clients_is_each_nodes_own():
    """Onionbalance would let everybody in."""
    there = settled(replicas=2, tor=Tor(enabled=True, clients=(Client(name="a", public_key=CLIENT_KEY),)))

    rpc = services(there, "tor")["rpc"]
    assert rpc["clients"] == {"a": CLIENT_KEY}
    assert rpc["key"] == "rpc-{ordinal}"
    assert "masters" not in rpc
