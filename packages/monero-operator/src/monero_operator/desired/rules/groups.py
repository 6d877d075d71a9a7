# SPDX-License-Identifier: Apache-2.0
"""The rules as groups, which is how Prometheus loads them: those of nodes, of miners, of the operator."""

from typing import Any

from monero_operator.desired.rules import chain, controller, exporter, hidden, load, miner, node, peers, recordings
from monero_operator.desired.rules.rule import group
from monero_operator.desired.rules.terms import Terms

Groups = list[dict[str, Any]]


def of_nodes(terms: Terms) -> Groups:
    """Return the groups about nodes and the chain that they follow."""
    return [
        group("monero-nodes-recordings", recordings.of_nodes(terms), terms),
        group("monero-nodes-exporter", exporter.of_nodes(terms), terms),
        group("monero-nodes", node.alerts(terms), terms),
        group("monero-nodes-peers", peers.alerts(terms), terms),
        group("monero-nodes-hidden", hidden.alerts(terms), terms),
        group("monero-nodes-chain", chain.alerts(terms), terms),
        group("monero-nodes-load", load.alerts(terms), terms),
    ]


def of_miners(terms: Terms) -> Groups:
    """Return the groups about miners."""
    return [
        group("monero-miners-exporter", exporter.of_miners(terms), terms),
        group("monero-miners", miner.alerts(terms), terms),
    ]


def of_operator(terms: Terms) -> Groups:
    """Return the groups about the operator; the terms' matchers are those of the operator's own series."""
    return [group("monero-operator", controller.alerts(terms), terms)]
