# SPDX-License-Identifier: Apache-2.0
"""The node sets that are measured, and the writes that each of them takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from benchmarks.runtime.floor import Write, write
from kubeloop.client.base import CREATES_ONLY
from kubeloop.controller import apply, explicit
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from monero_operator.cli.render import KIND_OF, MONITORING
from monero_operator.facts import NodeSetFacts
from monero_operator.plan.nodeset import decide
from monero_operator.settings import Images

KIND = MoneroNodeSet.__resource__.identity
IMAGES = Images(monerod="registry.example/monerod:1", exporter="registry.example/operator:1")
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def name(number: int) -> str:
    """Return the name of one of the node sets."""
    return f"nodes-{number:05}"


def manifest(number: int) -> bytes:
    """Return three full nodes of mainnet, as the proposal of 2021 has them."""
    args = ["--public", "--enable-dns-blocklist", "--enforce-dns-checkpointing", "--out-peers=1024", "--in-peers=1024"]
    spec: dict[str, Any] = {"replicas": 3, "hardAntiAffinity": True, "monerod": {"args": args}}
    metadata = {"name": name(number)}
    return json.dumps({"apiVersion": KIND.api_version, "kind": KIND.name, "metadata": metadata, "spec": spec}).encode()


def writes(node_set: MoneroNodeSet) -> Iterator[Write]:
    """Yield what the operator writes for a new node set: its children, then its status."""
    plan = decide.decide(node_set, NodeSetFacts(name=node_set.metadata.name, monitoring=MONITORING), IMAGES, NEVER)
    for child in plan.apply:
        content = apply.manifest(KIND_OF[type(child)], child)
        content["metadata"] |= {"resourceVersion": CREATES_ONLY}
        yield write(KIND_OF[type(child)], content)
    assert plan.status is not None, "a node set that is not being deleted has a status"
    metadata = {"name": node_set.metadata.name, "namespace": node_set.metadata.namespace}
    yield write(KIND, {"metadata": metadata, "status": explicit.builtins(plan.status)}, subresource="status")
