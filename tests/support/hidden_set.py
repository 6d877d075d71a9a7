# SPDX-License-Identifier: Apache-2.0
"""A node set or network behind Tor or I2P in a cluster: what its status says, and whether it is reached."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from aiomonero.types.proxy import Proxy
from monero_operator import naming
from monero_operator.naming import OwnerKind
from tests.support import hidden_caller, hidden_cluster, payer, subjects
from tests.support.waiting import until
from tools.kubectl import Kubectl

READY_SECONDS = 240.0
REACHED_SECONDS = 180.0
"""A new onion is reached some ten seconds after its tor is ready, in a machine that does little else."""
ATTEMPT_SECONDS = 20.0
MINING_SECONDS = 240.0
RPC_PORT = 18089


@dataclasses.dataclass(frozen=True, slots=True)
class HiddenSet:
    """One custom resource."""

    namespace: Kubectl
    name: str
    kind: OwnerKind = OwnerKind.NODE_SET

    def make(self, spec: dict[str, Any]) -> None:
        """Apply it."""
        content = {"apiVersion": "utxo.com.br/v1alpha1", "kind": self.kind.value, "metadata": {"name": self.name}}
        hidden_cluster.apply(self.namespace, content | {"spec": spec})

    def patch(self, spec: dict[str, Any]) -> None:
        """Change its spec."""
        change = json.dumps({"spec": spec})
        self.namespace.run("patch", self.kind.value, self.name, "--type=merge", "--patch", change)

    def status(self) -> dict[str, Any]:
        """Return what it says of itself, unless that is of an older spec."""
        found = self.namespace.get(self.kind.value, self.name)
        status: dict[str, Any] = found.get("status", {})
        return status if status.get("observedGeneration") == found["metadata"]["generation"] else {}

    def condition(self, kind: str) -> dict[str, Any]:
        """Return a condition, or nothing."""
        return next((each for each in self.status().get("conditions", ()) if each["type"] == kind), {})

    def is_true(self, *kinds: str) -> bool:
        """Tell whether all these conditions hold."""
        told = {each["type"]: each["status"] for each in self.status().get("conditions", ())}
        return all(told.get(kind) == "True" for kind in kinds)

    def await_true(self, *kinds: str, seconds: float = READY_SECONDS) -> None:
        """Wait until all these conditions hold."""

        def look() -> bool:
            if self.is_true(*kinds):
                return True
            raise LookupError([self.condition(kind) for kind in kinds if not self.is_true(kind)])

        until(look, seconds=seconds, what=f"{self.name} is {' and '.join(kinds)}", every=1)

    def address(self, at: str) -> str:
        """Return where all its nodes are reached at `tor` or `i2p`, with the port."""
        found = until(lambda: self.status().get(at, {}).get("address"), seconds=60, what=f"{self.name} has an address")
        return f"{found}:{RPC_PORT}"

    def node(self, at: str, ordinal: int) -> dict[str, Any]:
        """Return what the status says of one node at `tor` or `i2p`."""
        found: dict[str, Any] = self.status()[at]["nodes"][ordinal]
        return found

    def pods(self) -> dict[str, dict[str, Any]]:
        """Return its nodes' pods, by name."""
        found = self.namespace.items("pods", "--selector", f"{self.kind.label}={self.name}")
        return {pod["metadata"]["name"]: pod for pod in found if not subjects.is_terminating(pod)}

    def pool(self, ordinal: int) -> list[str]:
        """Return the transactions that one node of a node set knows of."""
        pod = naming.node_pod(self.name, ordinal)
        where = (
            f"/api/v1/namespaces/{self.namespace.command[-1]}/pods/{pod}:{RPC_PORT}/proxy/get_transaction_pool_hashes"
        )
        found: list[str] = json.loads(self.namespace.run("get", "--raw", where)).get("tx_hashes", [])
        return found

    def mine(self, blocks: int = payer.BLOCKS) -> None:
        """Have its first node make blocks that pay the payer."""
        program = ("--container", naming.CONTAINER_EXPORTER, "--", "python3", "-c", payer.MINE, str(blocks))
        self.namespace.run("exec", naming.node_pod(self.name, 0), *program, timeout_seconds=MINING_SECONDS)

    def births(self) -> dict[str, str]:
        """Return the uid of each pod."""
        return {name: pod["metadata"]["uid"] for name, pod in self.pods().items()}


def await_answer(address: str, proxy: Proxy, *, seconds: float = REACHED_SECONDS) -> int:
    """Wait until somebody new reaches an address; return the height that he is told."""
    return until(
        lambda: hidden_caller.height(address, proxy, seconds=ATTEMPT_SECONDS),
        seconds=seconds,
        what=f"{address} answers",
    )
