# SPDX-License-Identifier: Apache-2.0
"""What the server knows of a kind: how its fields merge, whether status has a door of its own, what is counted.

Built-in kinds are a table of what controllers usually write; custom ones are read from their definition.
"""

from __future__ import annotations

import functools
from typing import Any

import msgspec

from kubeloop.objects.kind import Kind
from kubeloop.testing import schema
from kubeloop.testing.schema import ATOMIC, SET, Document, Type, list_map, struct

DEFINITIONS = Kind(
    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced=False
)
NAMESPACES = Kind("", "v1", "namespaces", "Namespace", namespaced=False)

WITHOUT_STATUS = frozenset({
    "ClusterRole", "ClusterRoleBinding", "ConfigMap", "ControllerRevision", "Endpoints", "EndpointSlice", "Event",
    "Lease", "LimitRange", "PriorityClass", "Role", "RoleBinding", "Secret", "ServiceAccount", "StorageClass",
})  # fmt: skip
WITHOUT_GENERATION = WITHOUT_STATUS - {"EndpointSlice", "PriorityClass"} | {
    "Namespace", "Node", "PersistentVolume", "PersistentVolumeClaim", "ResourceQuota", "Service",
}  # fmt: skip

METADATA = struct(finalizers=SET, ownerReferences=list_map("uid", each=ATOMIC))
_STATUS = struct(conditions=list_map("type"))
_SOURCE = struct(configMapKeyRef=ATOMIC, fieldRef=ATOMIC, resourceFieldRef=ATOMIC, secretKeyRef=ATOMIC)
_CONTAINERS = list_map(
    "name",
    each=struct(
        env=list_map("name", each=struct(valueFrom=_SOURCE)),
        ports=list_map("containerPort", "protocol", protocol="TCP"),
        volumeDevices=list_map("devicePath"),
        volumeMounts=list_map("mountPath"),
    ),
)
_POD = struct(
    containers=_CONTAINERS,
    ephemeralContainers=_CONTAINERS,
    hostAliases=list_map("ip"),
    imagePullSecrets=list_map("name"),
    initContainers=_CONTAINERS,
    nodeSelector=ATOMIC,
    topologySpreadConstraints=list_map("topologyKey", "whenUnsatisfiable"),
    volumes=list_map("name"),
)
_WORKLOAD = struct(selector=ATOMIC, template=struct(metadata=METADATA, spec=_POD))
_SELECTING = struct(selector=ATOMIC)
_SPECS = {
    "CronJob": struct(jobTemplate=struct(spec=_WORKLOAD)),
    "DaemonSet": _WORKLOAD,
    "Deployment": _WORKLOAD,
    "Job": _WORKLOAD,
    "NetworkPolicy": struct(podSelector=ATOMIC),
    "PersistentVolumeClaim": _SELECTING,
    "Pod": _POD,
    "PodDisruptionBudget": _SELECTING,
    "ReplicaSet": _WORKLOAD,
    "Service": struct(selector=ATOMIC, ports=list_map("port", "protocol", protocol="TCP")),
    "StatefulSet": _WORKLOAD,
}
_OTHER_FIELDS = {
    "ClusterRoleBinding": {"roleRef": ATOMIC},
    "Event": {"regarding": ATOMIC, "related": ATOMIC},
    "RoleBinding": {"roleRef": ATOMIC},
    "ServiceAccount": {"secrets": list_map("name")},
}


class Resource(msgspec.Struct, frozen=True):
    """What the server knows of a kind."""

    type: Type
    is_custom: bool = True
    has_status: bool = True
    has_generation: bool = True


UNDEFINED = Resource(struct(metadata=METADATA, status=_STATUS))
"""A custom kind of which no definition is known."""


def is_builtin(kind: Kind) -> bool:
    """Say whether the server has the kind without a definition."""
    return "." not in kind.group or kind.group.endswith(".k8s.io")


@functools.cache
def builtin(kind: Kind) -> Resource:
    """Return what is known of a built-in kind."""
    other: Any = _OTHER_FIELDS.get(kind.name, {})
    spec = _SPECS.get(kind.name, schema.UNDECLARED)
    return Resource(
        struct(metadata=METADATA, spec=spec, status=_STATUS, **other),
        is_custom=False,
        has_status=kind.name not in WITHOUT_STATUS,
        has_generation=kind.name not in WITHOUT_GENERATION,
    )


def defined(definition: Document) -> dict[Kind, Resource]:
    """Return what a CustomResourceDefinition says, for each version that is served."""
    spec = definition["spec"]
    names, is_namespaced = spec["names"], spec["scope"] == "Namespaced"
    found = {}
    for version in spec["versions"]:
        if version["served"]:
            kind = Kind(spec["group"], version["name"], names["plural"], names["kind"], is_namespaced)
            root = schema.from_openapi(version["schema"]["openAPIV3Schema"])
            fields = Type(fields=dict(root.fields) | {"metadata": METADATA})
            found[kind] = Resource(fields, has_status="status" in version.get("subresources", {}))
    return found
