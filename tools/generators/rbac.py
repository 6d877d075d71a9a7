# SPDX-License-Identifier: Apache-2.0
"""deploy/rbac and deploy/namespaced/role.yaml from the PERMISSIONS that stand beside the code which needs them, and
roles for users of the kinds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from kubeloop import recorder
from kubeloop.election import record
from kubeloop.objects import permission
from monero_operator import naming
from monero_operator.api import kinds
from monero_operator.apply import children, claims, keys, orphans
from monero_operator.controllers import reconciler
from monero_operator.observe import keyrings, sources
from tools.generators import manifest

SOURCE = "the PERMISSIONS beside the code"
NAME = "monero-operator"
NAMESPACE = "monero-system"
OVERLAID = "default"
"""A namespace that an overlay of deploy/namespaced replaces by its own."""
RBAC = "rbac.authorization.k8s.io"
READ_VERBS = ["get", "list", "watch"]
WRITE_VERBS = ["create", "delete", "deletecollection", "patch", "update"]


def files() -> dict[str, str]:
    """Return the operator's account and role, the users' roles, and the folder's kustomization."""
    return {
        "deploy/rbac/operator.yaml": manifest.text(
            SOURCE,
            _account(NAMESPACE),
            _cluster_role(NAME, _rules(permissions())),
            _binding("ClusterRole", NAMESPACE),
            # Leases are needed in the operator's own namespace only.
            _role(NAMESPACE, record.PERMISSIONS),
            _binding("Role", NAMESPACE),
        ),
        "deploy/namespaced/role.yaml": manifest.text(
            SOURCE,
            _account(OVERLAID),
            _role(OVERLAID, permission.merged((*permissions(), *record.PERMISSIONS))),
            _binding("Role", OVERLAID),
        ),
        "deploy/rbac/users.yaml": manifest.text("monero_operator.api", *_user_roles()),
        "deploy/rbac/kustomization.yaml": manifest.kustomization(SOURCE, "operator.yaml", "users.yaml"),
    }


def permissions() -> tuple[permission.Permission, ...]:
    """Return all that the operator's code declares to need."""
    declaring = (sources, keyrings, children, claims, keys, orphans, reconciler, recorder)
    return permission.merged(needed for module in declaring for needed in module.PERMISSIONS)


def _rules(needed: Iterable[permission.Permission]) -> list[dict[str, Any]]:
    return [{"apiGroups": [each.group], "resources": [each.resource], "verbs": list(each.verbs)} for each in needed]


def _account(namespace: str) -> dict[str, Any]:
    metadata = {"name": NAME, "namespace": namespace, "labels": manifest.LABELS}
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata}


def _cluster_role(name: str, rules: list[dict[str, Any]], labels: dict[str, str] | None = None) -> dict[str, Any]:
    metadata = {"name": name, "labels": manifest.LABELS | (labels or {})}
    return {"apiVersion": f"{RBAC}/v1", "kind": "ClusterRole", "metadata": metadata, "rules": rules}


def _role(namespace: str, needed: Iterable[permission.Permission]) -> dict[str, Any]:
    metadata = {"name": NAME, "namespace": namespace, "labels": manifest.LABELS}
    return {"apiVersion": f"{RBAC}/v1", "kind": "Role", "metadata": metadata, "rules": _rules(needed)}


def _binding(kind: Literal["ClusterRole", "Role"], namespace: str) -> dict[str, Any]:
    within = {"namespace": namespace} if kind == "Role" else {}
    return {
        "apiVersion": f"{RBAC}/v1",
        "kind": f"{kind}Binding",
        "metadata": {"name": NAME, **within, "labels": manifest.LABELS},
        "roleRef": {"apiGroup": RBAC, "kind": kind, "name": NAME},
        "subjects": [{"kind": "ServiceAccount", "name": NAME, "namespace": namespace}],
    }


def _user_roles() -> list[dict[str, Any]]:
    """Whoever may view or edit a namespace may view or edit the kinds in it."""
    plurals = [root.__resource__.plural for root in kinds.ALL]
    scales = [f"{plural}/scale" for plural in plurals]
    read = {"apiGroups": [naming.GROUP], "resources": plurals + scales, "verbs": READ_VERBS}
    write = {"apiGroups": [naming.GROUP], "resources": plurals + scales, "verbs": WRITE_VERBS}
    aggregate = f"{RBAC}/aggregate-to-"
    return [
        _cluster_role("monero-view", [read], {f"{aggregate}view": "true"}),
        _cluster_role("monero-edit", [read, write], {f"{aggregate}edit": "true", f"{aggregate}admin": "true"}),
    ]
