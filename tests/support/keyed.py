# SPDX-License-Identifier: Apache-2.0
"""A node set, an operator, and their Secrets of keys, on an API server in memory and in virtual time."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

from aiomonero import errors
from kubeloop import errors as kubeloop_errors
from kubeloop.objects.kind import Kind
from kubeloop.recorder import EVENTS
from kubeloop.testing import clock
from kubeloop.testing.cluster import Cluster
from monero_operator import app, naming
from monero_operator.desired import parent, shapes
from monero_operator.keys import entries
from monero_operator.naming import OwnerKind
from monero_operator.settings import Images, Settings
from monero_operator.telemetry.counters import Counters

IMAGES = Images(monerod="monerod:1", exporter="operator:1", anonymity="anonymity:1")
NODE_SETS = parent.KINDS[OwnerKind.NODE_SET]
REGTEST = {"args": ["--regtest", "--fixed-difficulty=1", "--offline"]}
START = datetime(2026, 1, 1, tzinfo=UTC)

Document = dict[str, Any]
Story = Callable[[], Awaitable[None]]


class Silent:
    """A network in which nobody answers."""

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise errors.ConnectFailed("refused")

    async def post(self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise errors.ConnectFailed("refused")


class World:
    """A cluster, an operator, and a user of both."""

    def __init__(self, *, collects_garbage: bool = True) -> None:
        self.cluster = Cluster(collects_garbage=collects_garbage)

    def nodes(self, *, annotations: dict[str, str] | None = None, **spec: Any) -> None:
        """Make or change the node set `n` of a user."""
        found = self._stored(NODE_SETS, "n")
        metadata = {"name": "n", "namespace": "ns", "annotations": annotations or {}}
        generation = found["metadata"]["generation"] + 1 if found else 1
        content = {
            "apiVersion": f"{naming.GROUP}/{naming.VERSION}",
            "kind": NODE_SETS.name,
            "metadata": metadata | {"generation": generation},
            "spec": {"monerod": REGTEST} | spec,
        }
        self.cluster.put(NODE_SETS, content | ({"status": found["status"]} if found and "status" in found else {}))

    def give(self, name: str, files: dict[str, bytes], **metadata: Any) -> None:
        """Make or replace a Secret of a user."""
        data = {file: base64.b64encode(content).decode() for file, content in files.items()}
        self.cluster.put(
            shapes.SECRETS,
            {
                "apiVersion": "v1",
                "kind": "Secret",
                "metadata": {"name": name, "namespace": "ns"} | metadata,
                "data": data,
            },
        )

    def edit(self, name: str, change: Callable[[dict[str, bytes]], None]) -> None:
        """Change the files of a Secret."""
        files, found = self.files(name), self.secret(name)
        change(files)
        found["data"] = {file: base64.b64encode(content).decode() for file, content in files.items()}
        found["metadata"].pop("resourceVersion")
        self.cluster.put(shapes.SECRETS, found)

    def secret(self, name: str) -> Document:
        """Return a Secret."""
        return self.cluster.read(shapes.SECRETS, "ns", name)

    def files(self, name: str) -> dict[str, bytes]:
        """Return the files of a Secret."""
        return {file: base64.b64decode(content) for file, content in self.secret(name)["data"].items()}

    def addresses(self, network: str = "tor") -> dict[str, str]:
        """Return the addresses of the keys that `n` has."""
        return entries.read(entries.FORMS[network], self.files(f"n-{network}")).addresses

    def condition(self) -> tuple[str, str, str]:
        """Return what `n` says about its keys."""
        conditions = self.cluster.read(NODE_SETS, "ns", "n")["status"]["conditions"]
        return next((c["status"], c["reason"], c["message"]) for c in conditions if c["type"] == "KeysValid")

    def is_owned(self, name: str) -> bool:
        """Say whether a Secret goes with `n`."""
        uid = self.cluster.read(NODE_SETS, "ns", "n")["metadata"]["uid"]
        return [owner["uid"] for owner in self.secret(name)["metadata"].get("ownerReferences", [])] == [uid]

    def events(self) -> set[str]:
        """Return the reasons of all events."""
        return {self.cluster.read(EVENTS, "ns", name)["reason"] for name in self.cluster.names(EVENTS)}

    def keys_requests(self) -> list[tuple[str, str]]:
        """Return what was asked of Secrets by name: verb and name."""
        asked = [each for each in self.cluster.requests if each.kind == shapes.SECRETS]
        return [(each.verb, each.key.name) for each in asked if each.verb not in ("list", "watch")]

    def forbid(self, kind: Kind, verb: str, *, times: int) -> None:
        """Let the next requests of this verb on a kind be refused, and only those."""
        asked = getattr(self.cluster, verb)
        left = [times]

        async def refusing(its_kind: Kind, *arguments: Any, **options: Any) -> Any:
            if its_kind == kind and left[0]:
                left[0] -= 1
                raise kubeloop_errors.Forbidden("not allowed", status=403)
            return await asked(its_kind, *arguments, **options)

        setattr(self.cluster, verb, refusing)

    def play(self, story: Story) -> None:
        """Tell a story while an operator runs."""

        async def played() -> None:
            stop = asyncio.Event()
            loop = asyncio.get_running_loop()

            def now() -> datetime:
                return START + timedelta(seconds=loop.time())

            # The operator's one clock goes with the time of the loop.
            with mock.patch.object(app, "_now", now):
                manager = app.assemble(Settings(images=IMAGES), self.cluster, Silent(), Counters())
            running = asyncio.create_task(manager.run(stop))
            await story()
            stop.set()
            await running

        clock.run(played())

    def _stored(self, kind: Kind, name: str) -> Document | None:
        return self.cluster.read(kind, "ns", name) if name in self.cluster.names(kind) else None
