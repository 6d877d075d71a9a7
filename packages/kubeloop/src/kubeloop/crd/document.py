# SPDX-License-Identifier: Apache-2.0
"""A marked root struct → the CustomResourceDefinition, as JSON's types, ready to be dumped as YAML."""

from __future__ import annotations

from typing import Any, get_type_hints

import msgspec

from kubeloop.crd import columns, markers, schema
from kubeloop.crd.markers import Resource, Scale

API_VERSION = "apiextensions.k8s.io/v1"


def document(root: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the definition of the resource whose root struct this is: it has `__resource__`, `spec` and `status`.

    Raises `schema.Unsupported`, a TypeError, which says where a type or a bound is missing.
    """
    resource = _resource(root)
    return {
        "apiVersion": API_VERSION,
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{resource.plural}.{resource.group}"},
        "spec": {
            "group": resource.group,
            "names": _names(resource),
            "scope": "Namespaced" if resource.namespaced else "Cluster",
            "versions": [_version(resource, root)],
        },
    }


def _resource(root: type[msgspec.Struct]) -> Resource:
    found = getattr(root, "__resource__", None)
    missing = {"spec", "status"} - get_type_hints(root).keys()
    if not isinstance(found, Resource) or missing:
        raise schema.Unsupported(
            f"{root.__name__} is no root: it needs `__resource__: ClassVar[Resource]`, `spec` and `status`"
        )
    return found


def _names(resource: Resource) -> dict[str, Any]:
    names: dict[str, Any] = {
        "kind": resource.kind,
        "listKind": f"{resource.kind}List",
        "plural": resource.plural,
        "singular": resource.singular,
    }
    optional = {"shortNames": list(resource.short_names), "categories": list(resource.categories)}
    return names | {name: values for name, values in optional.items() if values}


def _version(resource: Resource, root: type[msgspec.Struct]) -> dict[str, Any]:
    return {
        "name": resource.version,
        "served": True,
        "storage": True,
        "schema": {"openAPIV3Schema": _root_schema(resource, root)},
        "subresources": {"status": {}} | _scale(resource.scale),
    } | (
        {"additionalPrinterColumns": [columns.rendered(each) for each in resource.columns]} if resource.columns else {}
    )


def _root_schema(resource: Resource, root: type[msgspec.Struct]) -> dict[str, Any]:
    types = get_type_hints(root)
    spec = schema.of(types["spec"])
    properties: dict[str, Any] = {
        "apiVersion": {"type": "string"},
        "kind": {"type": "string"},
        "metadata": {"type": "object"},
        "spec": spec | ({} if "required" in spec else {"default": {}}),
        "status": schema.of(types["status"], with_defaults=False),
    }
    described = {"type": "object", "description": _sentences(root), "properties": properties}
    return described | ({"required": ["spec"]} if "required" in spec else {}) | markers.validations(resource.rules)


def _scale(scale: Scale | None) -> dict[str, Any]:
    if scale is None:
        return {}
    return {
        "scale": {
            "specReplicasPath": scale.spec_replicas,
            "statusReplicasPath": scale.status_replicas,
            "labelSelectorPath": scale.selector,
        }
    }


def _sentences(root: type[msgspec.Struct]) -> str:
    return " ".join((root.__doc__ or "").split())
