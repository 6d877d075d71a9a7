# SPDX-License-Identifier: Apache-2.0
"""What runs beside the demo's network: full nodes, and miners with a chain of their own; both are examples."""

from __future__ import annotations

from typing import Any

import msgspec

from tools.demo import network
from tools.demo.stopwatch import Stopwatch
from tools.kubectl import Kubectl

NODES = network.EXAMPLES / "03-nodes" / "nodes.yaml"
MINERS = network.EXAMPLES / "04-miners" / "miners.yaml"
READY_SECONDS = 180


class Row(msgspec.Struct, frozen=True):
    """One resource as its status tells."""

    kind: str
    name: str
    ready: str
    tells: str


def apply(client: Kubectl) -> None:
    """Apply both examples in the demo's namespace."""
    inside = client.within(network.NAMESPACE)
    inside.run("apply", "--server-side", "--force-conflicts", "--filename", str(NODES), "--filename", str(MINERS))


def wait_ready(client: Kubectl) -> None:
    """Wait until all full nodes are ready."""
    network.until(lambda: _is(client, "moneronodeset", "nodes", "Ready"), READY_SECONDS, "no full nodes", client)


def wait_mined(client: Kubectl, watch: Stopwatch) -> None:
    """Wait until the miners are connected and have found a block."""
    network.until(lambda: _height(client) > 1, READY_SECONDS, "the miners found no block", client)
    network.until(
        lambda: _is(client, "monerominingnodeset", "miners", "Connected"), READY_SECONDS, "no miner connects", client
    )
    watch.say(f"the miners' chain has {_height(client)} blocks")


def rows(client: Kubectl) -> list[Row]:
    """Return node set and miners as they are now."""
    nodes, miners = (_status(client, kind, name) for kind, name in _SETS)
    return [
        Row("MoneroNodeSet", "nodes", _ready(nodes), f"{nodes.get('syncedReplicas', 0)} in sync"),
        Row("MoneroMiningNodeSet", "miners", _ready(miners), f"{miners.get('connectedReplicas', 0)} connected"),
    ]


_SETS = (("moneronodeset", "nodes"), ("monerominingnodeset", "miners"))


def _ready(status: dict[str, Any]) -> str:
    return f"{status.get('readyReplicas', 0)} of {status.get('replicas', 0)}"


def _is(client: Kubectl, kind: str, name: str, condition: str) -> bool:
    conditions = _status(client, kind, name).get("conditions", [])
    return any(each["type"] == condition and each["status"] == "True" for each in conditions)


def _height(client: Kubectl) -> int:
    return int(_status(client, "moneronetwork", "mined").get("height", 0))


def _status(client: Kubectl, kind: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = client.within(network.NAMESPACE).get(kind, name).get("status", {})
    return found
