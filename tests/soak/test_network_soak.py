# SPDX-License-Identifier: Apache-2.0
"""A network under an hour of losses: whatever happens, its peers agree again, and the operator stays small.

Nothing waits for this suite. `SOAK_MINUTES` says how long it runs, `SOAK_SEED` repeats a run.
"""

from __future__ import annotations

import json
import os
import random
import time
from typing import Any

from tests.support import journal, peers
from tests.support.waiting import until
from tools import deploy
from tools.kubectl import Kubectl

MINUTES = float(os.environ.get("SOAK_MINUTES", "60"))
SEED = int(os.environ.get("SOAK_SEED", "1"))
PEERS = 8
NETWORK: dict[str, Any] = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNetwork",
    "metadata": {"name": "soak"},
    "spec": {
        "replicas": PEERS,
        "template": {"spec": {"monerod": {"args": ["--regtest", "--fixed-difficulty=1"]}}},
        "blocks": {"interval": "10s", "initial": 10},
    },
}


def test_peers_agree_again_whatever_is_lost(client: Kubectl, namespace: Kubectl) -> None:
    """Peers, the operator and children are lost at random; within two minutes all peers have one top hash again."""
    chance = random.Random(SEED)
    operator = client.within(deploy.NAMESPACE)
    namespace.run("apply", "--filename", "-", stdin=json.dumps(NETWORK))
    until(lambda: _agree(namespace), seconds=300, what="the network is up")
    deadline = time.monotonic() + 60 * MINUTES
    while time.monotonic() < deadline:
        lose = chance.choice((_lose_peers, _lose_operator, _lose_children))
        with journal.step(f"agreed again after {lose.__name__.removeprefix('_')}"):
            lose(namespace, operator, chance)
            until(lambda: _agree(namespace), seconds=120, what=f"agreement after {lose.__name__}, seed {SEED}")


def _lose_peers(namespace: Kubectl, _: Kubectl, chance: random.Random) -> None:
    lost = chance.sample(sorted(peers.pods(namespace, "soak")), k=chance.randint(1, PEERS // 2))
    namespace.run("delete", "pod", *lost, "--grace-period=0", "--force")


def _lose_operator(_: Kubectl, operator: Kubectl, __: random.Random) -> None:
    operator.run("delete", "pod", "--all", "--grace-period=0", "--force")


def _lose_children(namespace: Kubectl, _: Kubectl, chance: random.Random) -> None:
    ordinal = chance.randrange(PEERS)
    namespace.run("delete", f"service/soak-{ordinal}-p2p", f"statefulset/soak-{ordinal}", "--ignore-not-found")


def _agree(namespace: Kubectl) -> bool:
    tops = peers.tops(namespace, "soak")
    return len(tops) == PEERS and len(set(tops.values())) == 1
