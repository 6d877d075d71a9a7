# SPDX-License-Identifier: Apache-2.0
"""The synthetic kind and its eight children: three ClusterIP Services, a StatefulSet and the usual company."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from kubeloop.crd import markers
from kubeloop.objects import owner
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Metadata

GROUP = "bench.example.com"
PREFIXES = (f"{GROUP}/",)
CHILDREN = 8
SERVICES = ("peers", "rpc", "metrics")


class Spec(msgspec.Struct, frozen=True, rename="camel"):
    """What a user asks for."""

    image: Annotated[str, Meta(description="What runs.", max_length=200)] = "example.com/daemon:1"
    note: Annotated[str, Meta(description="A line of configuration.", max_length=200)] = ""


class Status(msgspec.Struct, frozen=True, rename="camel"):
    """What became of it."""

    note: Annotated[str, Meta(description="The configuration that is in place.", max_length=200)] = ""
    ready_replicas: Annotated[int, Meta(description="Pods that are ready.")] = 0


class Fleet(msgspec.Struct, frozen=True):
    """A synthetic set of daemons."""

    __resource__: ClassVar[markers.Resource] = markers.Resource(
        group=GROUP, version="v1", plural="fleets", singular="fleet", kind="Fleet"
    )
    metadata: Metadata
    spec: Spec = Spec()
    status: Status = Status()


class Selector(msgspec.Struct, frozen=True, rename="camel"):
    """Pods by label."""

    match_labels: dict[str, str]


class ServicePort(msgspec.Struct, frozen=True, rename="camel"):
    """A port of a Service."""

    name: str
    port: int
    target_port: str
    protocol: str = "TCP"


class ServiceSpec(msgspec.Struct, frozen=True, rename="camel"):
    """An address of its own."""

    selector: dict[str, str]
    ports: tuple[ServicePort, ...]
    type: str = "ClusterIP"
    publish_not_ready_addresses: bool = False


class Service(msgspec.Struct, frozen=True):
    """One of three."""

    metadata: Metadata
    spec: ServiceSpec


class ConfigMap(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of two; the first holds the note, so that an edit of it is one write."""

    metadata: Metadata
    data: dict[str, str] = {}


class ServiceAccount(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """An identity without a token."""

    metadata: Metadata
    automount_service_account_token: bool | None = None


class BudgetSpec(msgspec.Struct, frozen=True, rename="camel"):
    """How many pods may be away."""

    max_unavailable: int
    selector: Selector


class DisruptionBudget(msgspec.Struct, frozen=True):
    """A PodDisruptionBudget."""

    metadata: Metadata
    spec: BudgetSpec


class Port(msgspec.Struct, frozen=True, rename="camel"):
    """A port of a container."""

    name: str
    container_port: int
    protocol: str = "TCP"


class Variable(msgspec.Struct, frozen=True):
    """A variable of a container's environment."""

    name: str
    value: str


class Mount(msgspec.Struct, frozen=True, rename="camel"):
    """Where a volume is seen."""

    name: str
    mount_path: str


class Resources(msgspec.Struct, frozen=True):
    """What a container asks for."""

    requests: dict[str, str]


class Container(msgspec.Struct, frozen=True, rename="camel"):
    """A program of a pod."""

    name: str
    image: str
    args: tuple[str, ...] = ()
    env: tuple[Variable, ...] = ()
    ports: tuple[Port, ...] = ()
    volume_mounts: tuple[Mount, ...] = ()
    resources: Resources = Resources({})


class ConfigMapSource(msgspec.Struct, frozen=True):
    """A volume from a ConfigMap."""

    name: str


class Volume(msgspec.Struct, frozen=True, rename="camel"):
    """A volume of a pod."""

    name: str
    config_map: ConfigMapSource


class PodSpec(msgspec.Struct, frozen=True, rename="camel"):
    """Two programs and their volumes."""

    containers: tuple[Container, ...]
    volumes: tuple[Volume, ...]
    service_account_name: str
    termination_grace_period_seconds: int = 30


class PodMetadata(msgspec.Struct, frozen=True):
    """Labels of a pod."""

    labels: dict[str, str]


class PodTemplate(msgspec.Struct, frozen=True):
    """What the StatefulSet makes pods of."""

    metadata: PodMetadata
    spec: PodSpec


class StatefulSetSpec(msgspec.Struct, frozen=True, rename="camel"):
    """Three pods."""

    replicas: int
    service_name: str
    selector: Selector
    template: PodTemplate
    pod_management_policy: str = "Parallel"


class StatefulSetStatus(msgspec.Struct, frozen=True, rename="camel"):
    """How many of them are ready."""

    ready_replicas: int = 0


class StatefulSet(msgspec.Struct, frozen=True, omit_defaults=True):
    """The daemons."""

    metadata: Metadata
    spec: StatefulSetSpec
    status: StatefulSetStatus = StatefulSetStatus()


FLEETS = Fleet.__resource__.identity
KINDS: dict[type[Any], Kind] = {
    Service: Kind("", "v1", "services", "Service"),
    ConfigMap: Kind("", "v1", "configmaps", "ConfigMap"),
    ServiceAccount: Kind("", "v1", "serviceaccounts", "ServiceAccount"),
    DisruptionBudget: Kind("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget"),
    StatefulSet: Kind("apps", "v1", "statefulsets", "StatefulSet"),
}


def children(fleet: Fleet) -> Iterator[Any]:
    """Yield the eight children that a fleet wants."""
    name = fleet.metadata.name
    pods = {f"{GROUP}/fleet": name}

    def named(suffix: str) -> Metadata:
        return owner.child_metadata(FLEETS, fleet.metadata, f"{name}{suffix}", {f"{GROUP}/own": "yes", **pods})

    yield ConfigMap(named("-config"), {"note": fleet.spec.note, "daemon.conf": "log-level=1\nmax-peers=64\n"})
    yield ConfigMap(named("-scripts"), {"start": "exec daemon --config /etc/daemon/daemon.conf\n"})
    yield ServiceAccount(named(""), automount_service_account_token=False)
    for number, port in enumerate(SERVICES):
        ports = (ServicePort(port, 8000 + number, port),)
        yield Service(named(f"-{port}"), ServiceSpec(pods, ports, publish_not_ready_addresses=port == "peers"))
    yield DisruptionBudget(named(""), BudgetSpec(1, Selector(pods)))
    yield StatefulSet(named(""), _statefulset(fleet, pods))


def _statefulset(fleet: Fleet, pods: dict[str, str]) -> StatefulSetSpec:
    name = fleet.metadata.name
    mounts = (Mount("config", "/etc/daemon"), Mount("scripts", "/opt/scripts"))
    ports = tuple(Port(port, 8000 + number) for number, port in enumerate(SERVICES))
    arguments = tuple(f"--flag-{number}=value-{number}" for number in range(12))
    variables = (Variable("FLEET", name), Variable("LOG", "info"))
    containers = (
        Container("daemon", fleet.spec.image, arguments, variables, ports, mounts, Resources({"cpu": "100m"})),
        Container("exporter", "example.com/exporter:1", ("--port=9000",), resources=Resources({"cpu": "5m"})),
    )
    volumes = tuple(Volume(each, ConfigMapSource(f"{name}-{each}")) for each in ("config", "scripts"))
    template = PodTemplate(PodMetadata(pods), PodSpec(containers, volumes, name))
    return StatefulSetSpec(3, f"{name}-peers", Selector(pods), template)
