# SPDX-License-Identifier: Apache-2.0
"""The operator's children in a namespace: what they say, and when the operator wrote it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from monero_operator import naming
from tools.kubectl import Kubectl

KINDS = "statefulsets,deployments,services,poddisruptionbudgets,configmaps"
OF_THE_SERVER = frozenset({"apiVersion", "kind", "metadata", "status"})


def contents(namespace: Kubectl) -> dict[str, Any]:
    """Return what each child says and who owns it, without addresses that clients look up."""
    return _each(namespace, _content)


def writes(namespace: Kubectl) -> dict[str, tuple[str, list[str]]]:
    """Return each child's uid, and when the operator wrote it."""
    return _each(namespace, _writes)


def differing(now: dict[str, Any], before: dict[str, Any]) -> set[str]:
    """Return the names of the children that are not as they were."""
    return {name for name in now | before if now.get(name) != before.get(name)}


def _each(namespace: Kubectl, look: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    items = namespace.items(KINDS, "--selector", naming.SELECT_MANAGED, "--show-managed-fields")
    return {f"{item['kind']}/{item['metadata']['name']}": look(item) for item in items}


def _content(item: dict[str, Any]) -> dict[str, Any]:
    metadata = item["metadata"]
    content = {name: value for name, value in item.items() if name not in OF_THE_SERVER}
    if item["kind"] == "Service" and not metadata["name"].endswith("-p2p"):
        content["spec"] = {key: value for key, value in item["spec"].items() if not key.startswith("clusterIP")}
    ours = {key: value for key, value in metadata["labels"].items() if key.startswith(naming.OWN_LABEL_PREFIXES)}
    return content | {"labels": ours, "owners": metadata["ownerReferences"]}


def _writes(item: dict[str, Any]) -> tuple[str, list[str]]:
    entries = item["metadata"]["managedFields"]
    return item["metadata"]["uid"], [each["time"] for each in entries if each["manager"] == naming.FIELD_MANAGER]
