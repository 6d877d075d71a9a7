# SPDX-License-Identifier: Apache-2.0
"""The peers of a network as they speak for themselves, asked inside their pods and through the API server."""

from __future__ import annotations

import json
from typing import Any

from tools.kubectl import Kubectl

ASK = """
import json, sys, urllib.request
body = json.dumps({"jsonrpc": "2.0", "id": "0", "method": sys.argv[1]}).encode()
request = urllib.request.Request("http://127.0.0.1:18081/json_rpc", body, {"Content-Type": "application/json"})
print(urllib.request.urlopen(request, timeout=10).read().decode())
"""


def pods(namespace: Kubectl, network: str) -> dict[str, dict[str, Any]]:
    """Return the network's pods by name."""
    found = namespace.items("pods", "--selector", f"utxo.com.br/moneronetwork={network}")
    return {pod["metadata"]["name"]: pod for pod in found}


def ask(namespace: Kubectl, pod: str, method: str) -> dict[str, Any]:
    """Call a method of the unrestricted RPC, which only listens inside the pod."""
    answer = namespace.run("exec", pod, "--container", "exporter", "--", "python3", "-c", ASK, method)
    result: dict[str, Any] = json.loads(answer)["result"]
    return result


def tops(namespace: Kubectl, network: str) -> dict[str, tuple[int, str]]:
    """Return height and top hash as each peer itself reports them."""
    found = {}
    for name, pod in pods(namespace, network).items():
        path = f"/api/v1/namespaces/{pod['metadata']['namespace']}/pods/{name}:18089/proxy/get_height"
        answer = json.loads(namespace.run("get", "--raw", path))
        found[name] = (answer["height"], answer["hash"])
    return found


def status(namespace: Kubectl, network: str) -> dict[str, Any]:
    """Return the status of a MoneroNetwork."""
    found: dict[str, Any] = namespace.get("moneronetwork", network).get("status", {})
    return found


def condition(namespace: Kubectl, network: str, kind: str) -> dict[str, Any]:
    """Return one condition of a MoneroNetwork; fails if it is not there."""
    return next(found for found in status(namespace, network)["conditions"] if found["type"] == kind)
