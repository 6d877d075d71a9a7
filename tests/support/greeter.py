# SPDX-License-Identifier: Apache-2.0
"""A small controller for tests of the runtime: it makes a ConfigMap of each Greeting and says so in its status."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from kubeloop import manager, recorder
from kubeloop.cache import digest
from kubeloop.client.base import Client
from kubeloop.controller import apply, loop, sources, status
from kubeloop.crd import markers
from kubeloop.informer import shared, source
from kubeloop.objects import owner
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key, Metadata, OwnerReference

CONFIG_MAP = Kind("", "v1", "configmaps", "ConfigMap")
NAMESPACE = "default"
PREFIXES = ("example.com/",)
OWN = "example.com/own=yes"


class Spec(msgspec.Struct, frozen=True, rename="camel"):
    """What a user asks for."""

    __rules__: ClassVar[tuple[markers.Rule, ...]] = (
        markers.Rule("!has(self.tone) || self.tone != 'loud' || size(self.text) < 20", "loud greetings are short"),
        markers.Rule("has(self.tone) == has(oldSelf.tone)", "tone stays"),
    )
    text: Annotated[str, Meta(description="The greeting.", min_length=1, max_length=100)]
    tone: Annotated[Annotated[str, Meta(max_length=10)] | None, Meta(description="How it is said.")] = None
    times: Annotated[int, Meta(description="How often.", ge=1, le=9)] = 1


class Status(msgspec.Struct, frozen=True, rename="camel"):
    """What became of it."""

    greeted: Annotated[str, Meta(description="The last greeting.")] = ""


class Greeting(msgspec.Struct, frozen=True):
    """A greeting that is written down."""

    __resource__: ClassVar[markers.Resource] = markers.Resource(
        group="example.com",
        version="v1",
        plural="greetings",
        singular="greeting",
        kind="Greeting",
        short_names=("hi",),
        columns=(markers.Column("Text", ".spec.text", "string"),),
        rules=(markers.Rule("size(self.metadata.name) <= 40", "the name must have at most 40 characters"),),
    )
    metadata: Metadata
    spec: Spec
    status: Status = Status()


GREETING = Greeting.__resource__.identity


class ChildMetadata(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """What we say about a child."""

    name: str
    namespace: str
    labels: dict[str, str] = {}
    owner_references: tuple[OwnerReference, ...] = ()


class ConfigMap(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """The child of a Greeting."""

    metadata: ChildMetadata
    data: dict[str, str] = {}
    immutable: bool = False


class Greeter:
    """The controller with its informers and manager, as one process builds them when it starts."""

    def __init__(self, client: Client, *, namespace: str | None = None) -> None:
        self.reconciled: list[Key] = []
        self.greetings = shared.Informer(
            client, source.Source(GREETING, Greeting, view=lambda greeting: greeting, namespace=namespace)
        )
        self.maps = shared.Informer(
            client,
            source.Source(
                CONFIG_MAP,
                ConfigMap,
                view=lambda _: None,
                digest=digest.of(PREFIXES),
                labels=OWN,
                namespace=namespace,
            ),
        )
        self.recorder = recorder.Recorder(client, controller="example.com/greeter", instance="test")
        self._applier = apply.Applier(client, manager="greeter", own_label_prefixes=PREFIXES)
        self._status = status.StatusWriter(client, manager="greeter-status")
        self._controller = loop.Controller("greeting", self.reconcile)
        self.manager = self._manager()

    async def reconcile(self, key: Key) -> loop.Result:
        """Make the ConfigMap and the status what the Greeting asks for."""
        self.reconciled.append(key)
        entry = self.greetings.store.get(key)
        if entry is None or entry.view is None:
            return loop.Result()
        text = entry.view.spec.text
        done = await self._applier.apply(self.maps, child_of(entry.metadata, text))
        if done is apply.Applied.CREATED:
            self.recorder.record(GREETING, entry.metadata, reason="Greeted", note=f"Said {text}")
        await self._status.write(
            self.greetings, entry.metadata, previous=entry.view.status, wanted=Status(greeted=text)
        )
        return loop.Result()

    def _manager(self) -> manager.Manager:
        self.greetings.add_handler(sources.of_objects(self._controller))
        self.maps.add_handler(sources.of_children(self._controller, GREETING))
        built = manager.Manager()
        built.add_informer(self.greetings)
        built.add_informer(self.maps)
        built.add_controller(self._controller)
        built.add(self.recorder.run)
        return built


def child_of(parent: Metadata, text: str) -> ConfigMap:
    """Return the ConfigMap of a Greeting."""
    reference = owner.reference(GREETING, parent)
    metadata = ChildMetadata(parent.name, parent.namespace, {"example.com/own": "yes"}, (reference,))
    return ConfigMap(metadata, {"text": text})


def greeting(name: str = "hello", text: str = "Hello", *, namespace: str = NAMESPACE) -> dict[str, object]:
    """Return a Greeting as a user writes it."""
    return {
        "apiVersion": GREETING.api_version,
        "kind": GREETING.name,
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"text": text},
    }
