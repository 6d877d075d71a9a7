# SPDX-License-Identifier: Apache-2.0
"""A cluster with a Tor and an I2P network: those of the example, and how they are entered from this machine."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import pathlib
from collections.abc import Iterator
from typing import Any

import yaml

from aiomonero.types.proxy import Proxy
from tests.support import journal, journeys
from tests.support.waiting import until
from tools import cluster
from tools.kubectl import Kubectl

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "07-behind-tor"
TOR, I2P = "tor-network", "i2p-network"
"""What a Deployment, a Service, and the ConfigMap that tells how to join a network are called."""
SOCKS_PORTS = {TOR: 9150, I2P: 4447}
OF_THE_EXAMPLE = ("Namespace", "MoneroNodeSet")
STEADY = {"example.org/power": "steady"}
STEADY_MACHINES = ("n1", "n2")
"""The machines that no journey kills, cuts or drains."""
UP_SECONDS = 180.0


@dataclasses.dataclass(frozen=True, slots=True)
class HiddenCluster:
    """What journeys over Tor and I2P share. `images` has the references by which pods name each image."""

    client: Kubectl
    namespace: Kubectl
    images: dict[str, str]
    tor: Proxy
    i2p: Proxy


@contextlib.contextmanager
def living(client: Kubectl, images: dict[str, str]) -> Iterator[HiddenCluster]:
    """Run both networks in a namespace of their own, where sets may join them, until the end of the block."""
    if not cluster.is_existing():
        label = "".join(f"{key}={value}" for key, value in STEADY.items())
        client.run("label", "nodes", *STEADY_MACHINES, label, "--overwrite")
    with journeys.living(client, "behind-tor") as namespace:
        with journal.step("a Tor and an I2P network in the cluster"):
            apply(namespace, *_networks(client, images["anonymity"]))
            for name in (TOR, I2P):
                until(lambda name=name: tells(namespace, name), seconds=UP_SECONDS, what=f"{name} runs")  # type: ignore[misc]
        tor, i2p = (_socks(namespace, name) for name in (TOR, I2P))
        yield HiddenCluster(client, namespace, images, tor, i2p)


def nodes(client: Kubectl) -> dict[str, Any]:
    """Return the node set of the example."""
    return next(each for each in _manifests(client) if each["kind"] == "MoneroNodeSet")


def steady() -> dict[str, str]:
    """Return the labels of machines that no journey takes down, for pods that others' losses should not touch."""
    return {} if cluster.is_existing() else STEADY


def hand_over(hidden: HiddenCluster, namespace: Kubectl) -> None:
    """Tell sets of another namespace, too, how to join both networks."""
    for name in (TOR, I2P):
        told = hidden.namespace.get("configmap", name)
        apply(namespace, {**told, "metadata": {"name": name}})


def apply(namespace: Kubectl, *documents: dict[str, Any]) -> None:
    """Apply objects; those that name a namespace go there."""
    content = {"apiVersion": "v1", "kind": "List", "items": documents}
    namespace.run("apply", "--server-side", "--force-conflicts", "--filename", "-", stdin=json.dumps(content))


def tells(namespace: Kubectl, network: str) -> bool:
    """Tell whether a network says how it is joined."""
    return bool(namespace.run("get", f"configmap/{network}", "--ignore-not-found", "--output", "name").strip())


def _networks(client: Kubectl, image: str) -> Iterator[dict[str, Any]]:
    for document in _manifests(client):
        if document["kind"] in OF_THE_EXAMPLE:
            continue
        if document["kind"] == "Deployment":
            pod = document["spec"]["template"]["spec"]
            pod["containers"][0]["image"] = image
            pod["nodeSelector"] = steady()
        yield document


def _manifests(client: Kubectl) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(client.run("kustomize", str(EXAMPLE))))


def _socks(namespace: Kubectl, network: str) -> Proxy:
    return Proxy(namespace.get("service", network)["spec"]["clusterIP"], SOCKS_PORTS[network])
