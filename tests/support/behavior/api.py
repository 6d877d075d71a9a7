# SPDX-License-Identifier: Apache-2.0
"""The server under test, in the words of these tests, and a custom resource with every type of list and map."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from kubeloop.client.base import Client, Event
from kubeloop.crd import document, markers
from kubeloop.objects.condition import Condition
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Metadata
from kubeloop.testing.cluster import Cluster

CONFIG_MAP = Kind("", "v1", "configmaps", "ConfigMap")
SERVICE = Kind("", "v1", "services", "Service")
STATEFUL_SET = Kind("apps", "v1", "statefulsets", "StatefulSet")
NAMESPACE = Kind("", "v1", "namespaces", "Namespace", namespaced=False)
DEFINITION = Kind(
    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced=False
)

Content = dict[str, Any]
Word = Annotated[str, Meta(max_length=9)]
Names = tuple[str, ...]


class Part(msgspec.Struct, frozen=True):
    """An entry that is known by its name."""

    name: Word
    count: int | None = None
    color: Word | None = None


class Port(msgspec.Struct, frozen=True):
    """An entry that is known by two keys, of which one has a default."""

    port: int
    protocol: Word = "TCP"
    title: Word | None = None


class Spec(msgspec.Struct, frozen=True):
    """Every way in which values merge."""

    size: int | None = None
    parts: Annotated[tuple[Part, ...], Meta(max_length=9), markers.list_map("name")] = ()
    ports: Annotated[tuple[Port, ...], Meta(max_length=9), markers.list_map("port", "protocol")] = ()
    tags: Annotated[tuple[Word, ...], Meta(max_length=9, extra_json_schema={"x-kubernetes-list-type": "set"})] = ()
    steps: Annotated[tuple[Word, ...], Meta(max_length=9)] = ()
    options: Annotated[dict[str, Word], Meta(max_length=9)] = {}
    selector: Annotated[dict[str, Word], Meta(max_length=9, extra_json_schema={"x-kubernetes-map-type": "atomic"})] = {}


class Status(msgspec.Struct, frozen=True):
    """What became of it."""

    phase: Word = ""
    conditions: Annotated[tuple[Condition, ...], Meta(max_length=9), markers.list_map("type")] = ()


class Widget(msgspec.Struct, frozen=True):
    """A thing to try out merging on."""

    __resource__: ClassVar[markers.Resource] = markers.Resource(
        group="behavior.example.com", version="v1", plural="widgets", singular="widget", kind="Widget"
    )
    metadata: Metadata
    spec: Spec = Spec()
    status: Status = Status()


WIDGET = Widget.__resource__.identity
WIDGET_DEFINITION = document.document(Widget)


@dataclass(frozen=True)
class Api:
    """A server, a namespace that is empty when the test begins, and a way to lose all history."""

    client: Client
    namespace: str
    expire: Callable[[], Awaitable[None]]

    async def apply(
        self,
        kind: Kind,
        name: str = "a",
        *,
        manager: str = "one",
        metadata: Content | None = None,
        subresource: str = "",
        force: bool = True,
        **content: Any,
    ) -> Content:
        """Apply an object and return what the server has then."""
        identity = {"name": name} | ({"namespace": self.namespace} if kind.namespaced else {})
        body = {"apiVersion": kind.api_version, "kind": kind.name, "metadata": identity | (metadata or {})} | content
        answer = await self.client.apply(
            kind,
            self.namespace,
            name,
            msgspec.json.encode(body),
            manager=manager,
            subresource=subresource,
            force=force,
        )
        found: Content = msgspec.json.decode(answer)
        return found

    async def patch(self, kind: Kind, changes: Content, name: str = "a", *, subresource: str = "") -> Content:
        """Patch an object and return what the server has then."""
        body = msgspec.json.encode(changes)
        found: Content = msgspec.json.decode(
            await self.client.patch(kind, self.namespace, name, body, subresource=subresource)
        )
        return found

    async def get(self, kind: Kind, name: str = "a") -> Content:
        """Return an object."""
        found: Content = msgspec.json.decode(await self.client.get(kind, self.namespace, name))
        return found

    async def make(self, *names: str, **labels: str) -> None:
        """Make ConfigMaps with these labels."""
        for name in names:
            await self.apply(CONFIG_MAP, name, metadata={"labels": labels} if labels else {})

    async def version(self) -> str:
        """Return the version from which on a watch shows what happens now."""
        return (await self.client.list(CONFIG_MAP, self.namespace)).resource_version

    async def names(self, labels: str = "") -> Names:
        """Return the names of the ConfigMaps that a selector finds."""
        page = await self.client.list(CONFIG_MAP, self.namespace, labels=labels)
        return tuple(name_of(item) for item in page.items)

    async def seen(self, version: str, count: int, *, labels: str = "", seconds: int = 10) -> list[Event]:
        """Return the first events that a watch of ConfigMaps shows after a version, or fewer if there are no more."""
        watch = self.client.watch(
            CONFIG_MAP, self.namespace, labels=labels, resource_version=version, timeout_seconds=seconds
        )
        found: list[Event] = []
        async with contextlib.aclosing(watch):
            async for event in watch:
                if event.type != "BOOKMARK":
                    found.append(event)
                if len(found) == count:
                    break
        return found


def in_memory() -> Api:
    """Return a cluster in memory, as strict as a real one and as lonely: nobody collects garbage."""
    cluster = Cluster(is_strict=True, collects_garbage=False)
    cluster.put(NAMESPACE, {"metadata": {"name": "behavior"}})
    cluster.define(WIDGET_DEFINITION)

    async def expire() -> None:
        cluster.expire_watches()

    return Api(cluster, "behavior", expire)


def decoded(raw: msgspec.Raw | bytes) -> Content:
    """Return an object that came as bytes."""
    found: Content = msgspec.json.decode(raw)
    return found


def name_of(raw: msgspec.Raw) -> str:
    """Return the name of an object."""
    name: str = decoded(raw)["metadata"]["name"]
    return name


def told(events: list[Event]) -> list[tuple[str, str]]:
    """Return what each event says happened, and to whom."""
    return [(event.type, name_of(event.object)) for event in events]


def owned(content: Content, manager: str, operation: str = "Apply", subresource: str = "") -> Content | None:
    """Return the fields that a manager owns, as `fieldsV1` says it; None if it is not among the managers."""
    for entry in content["metadata"].get("managedFields", []):
        if (entry["manager"], entry["operation"], entry.get("subresource", "")) == (manager, operation, subresource):
            fields: Content = entry["fieldsV1"]
            return fields
    return None
