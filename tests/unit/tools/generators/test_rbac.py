# SPDX-License-Identifier: Apache-2.0
"""Roles from what the code declares."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import yaml

import monero_operator
from kubeloop.objects.permission import Permission
from monero_operator.api import kinds
from tools.generators import rbac


def generated(path: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the objects of a generated file by kind and name."""
    return {(each["kind"], each["metadata"]["name"]): each for each in yaml.safe_load_all(rbac.files()[path])}


def declared() -> Iterator[Permission]:
    """Find what each module of the operator says that it needs."""
    for module in pkgutil.walk_packages(monero_operator.__path__, "monero_operator."):
        if not module.name.endswith("__main__"):
            yield from getattr(importlib.import_module(module.name), "PERMISSIONS", ())


def test_what_any_module_declares_is_granted() -> None:
    """A module that the generator does not know would be refused in every cluster, and only there."""
    granted = {(each.group, each.resource, verb) for each in rbac.permissions() for verb in each.verbs}
    needed = {(each.group, each.resource, verb) for each in declared() for verb in each.verbs}

    assert needed <= granted
    assert ("", "persistentvolumeclaims", "patch") in needed


def test_an_operator_of_one_namespace_may_do_there_what_another_may_everywhere() -> None:
    """The Role is the ClusterRole and the Role for the lease, and nothing in it is bound outside."""
    everywhere, within = generated("deploy/rbac/operator.yaml"), generated("deploy/namespaced/role.yaml")
    name = rbac.NAME

    wanted = everywhere["ClusterRole", name]["rules"] + everywhere["Role", name]["rules"]

    assert sorted(map(str, wanted)) == sorted(map(str, within["Role", name]["rules"]))
    assert {kind for kind, _ in within} == {"ServiceAccount", "Role", "RoleBinding"}


def test_nobody_may_do_anything_anywhere() -> None:
    """Least privilege: no wildcard, and of Secrets what keys of Tor and I2P need and no more."""
    rules = generated("deploy/namespaced/role.yaml")["Role", rbac.NAME]["rules"]

    assert not any("*" in rule[part] for rule in rules for part in ("apiGroups", "resources", "verbs"))
    of_secrets = [set(rule["verbs"]) for rule in rules if "secrets" in rule["resources"]]
    assert of_secrets == [{"list", "watch", "get", "create", "patch", "delete"}]


def test_users_roles_are_about_every_kind_and_its_scale() -> None:
    """Whoever may edit a namespace may scale what is in it, and admin includes edit."""
    users = generated("deploy/rbac/users.yaml")
    plurals = {root.__resource__.plural for root in kinds.ALL}
    expected = plurals | {f"{plural}/scale" for plural in plurals}

    assert [set(rule["resources"]) for role in users.values() for rule in role["rules"]] == [expected] * 3
    aggregated = {name: set(role["metadata"]["labels"]) for (_, name), role in users.items()}
    prefix = "rbac.authorization.k8s.io/aggregate-to-"
    assert f"{prefix}view" in aggregated["monero-view"]
    assert {f"{prefix}edit", f"{prefix}admin"} <= aggregated["monero-edit"]
