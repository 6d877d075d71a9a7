# SPDX-License-Identifier: Apache-2.0
"""Alerts about sets behind Tor, from a real operator: bad keys, peers that nobody named, an onion of nobody's."""

import base64
import json
import os
from pathlib import Path
from typing import Any

from aiomonero.testing.fakenode import FakeNode
from monero_operator.desired.rules import groups
from monero_operator.desired.rules.terms import Terms
from monero_operator.keys import onion
from tests.support import agents, alerting, apiserver, exporter, kubelet, operating, prometheus, vectors
from tests.support.prometheus import Target
from tools.kubectl import Kubectl

NAMESPACE = "behind-tor"
ALL = ("MoneroKeysInvalid", "MoneroNoOnionPeers", "MoneroBalancerUnavailable")
SECONDS = 90.0
KEY = onion.make(os.urandom(onion.ENTROPY_BYTES))


async def test_bad_keys_missing_peers_and_a_missing_balancer_name_their_set(
    server: apiserver.ApiServer, tmp_path: Path
) -> None:
    """Each set is told of its own trouble, and of none once its owner has helped it."""
    namespace = operating.prepare(server, NAMESPACE)
    _give(namespace, "mine", KEY[:-1])
    _ask(namespace, "keyless", {"enabled": True, "p2p": "never", "secretRef": {"name": "mine"}})
    _ask(namespace, "lonely", {"enabled": True, "p2p": "always"})
    _ask(namespace, "shared", {"enabled": True, "p2p": "never"}, replicas=2)
    terms = Terms(pace=alerting.PACE)
    daemon, agent = FakeNode(vectors.answers("0.18.5.3", "unrestricted")), FakeNode({"status": agents.tor()})
    async with (
        daemon.serving() as daemon_url,
        agent.serving() as agent_url,
        exporter.beside(daemon_url, f"--tor-addr={agent_url}") as watcher,
        kubelet.running(namespace, [watcher.port]),
    ):
        flags = ("--anonymity-image=registry.example/anonymity:1", f"--watch-namespace={NAMESPACE}")
        with operating.running(server, tmp_path, *flags, f"--lease-namespace={NAMESPACE}") as operator:
            jobs = {terms.operator_job: [Target(f"127.0.0.1:{operator.metrics_port}")]}
            async with prometheus.running(tmp_path / "prometheus", jobs, groups.of_operator(terms)) as running:
                bad = await running.until_some(_firing("MoneroKeysInvalid"), seconds=SECONDS)
                alone = await running.until_some(_firing("MoneroNoOnionPeers"), seconds=SECONDS)
                unbalanced = await running.until_some(_firing("MoneroBalancerUnavailable"), seconds=SECONDS)
                _give(namespace, "mine", KEY)
                _ask(namespace, "lonely", {"enabled": True, "p2p": "never"})
                _ask(namespace, "shared", {"enabled": True, "p2p": "never", "balanced": False}, replicas=2)
                await running.until_none(f'ALERTS{{alertname=~"{"|".join(ALL)}"}}', seconds=SECONDS)

    assert [[each.labels["set"] for each in found] for found in (bad, alone, unbalanced)] == [
        ["keyless"],
        ["lonely"],
        ["shared"],
    ]


def _firing(alert: str) -> str:
    return f'ALERTS{{alertname="{alert}",alertstate="firing"}}'


def _give(namespace: Kubectl, name: str, key: bytes) -> None:
    data = {"rpc.secret_key": base64.b64encode(key).decode()}
    _apply(namespace, {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "data": data})


def _ask(namespace: Kubectl, name: str, tor: dict[str, Any], *, replicas: int = 1) -> None:
    monerod = {"args": ["--regtest", "--add-exclusive-node=192.0.2.1:18080"]}
    spec = {"replicas": replicas, "monerod": monerod, "tor": tor}
    kind = {"apiVersion": "utxo.com.br/v1alpha1", "kind": "MoneroNodeSet"}
    _apply(namespace, {**kind, "metadata": {"name": name}, "spec": spec})


def _apply(namespace: Kubectl, document: dict[str, Any]) -> None:
    namespace.run("apply", "--filename", "-", stdin=json.dumps(document))
