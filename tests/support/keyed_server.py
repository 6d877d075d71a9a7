# SPDX-License-Identifier: Apache-2.0
"""What a user and an operator do with keys on a real API server, where the operator has the role that is shipped."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import functools
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import yaml

from kubeloop import errors
from kubeloop.client.http import HttpClient
from kubeloop.config import kubeconfig
from kubeloop.config.access import Access
from kubeloop.objects.kind import Kind
from monero_operator.cli import definitions
from monero_operator.desired import parent, shapes
from monero_operator.keys import entries
from monero_operator.naming import OwnerKind
from tests.support import apiserver, mortal
from tools import generate

CUSTOM = Kind("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced=False)
NAMESPACES = Kind("", "v1", "namespaces", "Namespace", namespaced=False)
RIGHTS = "rbac.authorization.k8s.io"
ROLES = {
    "ClusterRole": Kind(RIGHTS, "v1", "clusterroles", "ClusterRole", namespaced=False),
    "ClusterRoleBinding": Kind(RIGHTS, "v1", "clusterrolebindings", "ClusterRoleBinding", namespaced=False),
}
GUEST = {"kind": "User", "apiGroup": RIGHTS, "name": apiserver.GUEST_TOKEN}
"""Who the operator is here, in place of its service account."""
NODE_SETS, NETWORKS = parent.KINDS[OwnerKind.NODE_SET], parent.KINDS[OwnerKind.NETWORK]
NAMESPACE = "keys"
PATIENCE_SECONDS = 30.0
MONEROD = {"args": ["--regtest"]}

Document = dict[str, Any]


async def prepared(server: apiserver.ApiServer) -> None:
    """Install the kinds, a namespace, and the operator's role."""
    async with HttpClient(server.access) as client:
        for definition in definitions.definitions():
            await apply(client, CUSTOM, "", definition)
        await apply(client, NAMESPACES, "", {"metadata": {"name": NAMESPACE}})
        for content in yaml.safe_load_all(generate.files()["deploy/rbac/operator.yaml"]):
            if kind := ROLES.get(content["kind"]):
                await apply(client, kind, "", content | ({"subjects": [GUEST]} if "subjects" in content else {}))
        for kind in parent.KINDS.values():
            await until(functools.partial(served, client, kind), f"{kind.plural} are served")


async def apply(client: HttpClient, kind: Kind, namespace: str, content: Document) -> None:
    """Apply an object as its user."""
    body = msgspec.json.encode({"apiVersion": kind.api_version, "kind": kind.name} | content)
    await client.apply(kind, namespace, content["metadata"]["name"], body, manager="user")


async def served(client: HttpClient, kind: Kind) -> bool:
    """Say whether a kind can be listed."""
    with contextlib.suppress(errors.NotFound):
        await client.list(kind, NAMESPACE)
        return True
    return False


async def until(check: Callable[[], Awaitable[Any]], what: str) -> Any:
    """Wait for something that is true."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while not (found := await check()):
        assert asyncio.get_running_loop().time() < deadline, f"not within {PATIENCE_SECONDS:g} s: {what}"
        await asyncio.sleep(0.05)
    return found


def guest_access(server: apiserver.ApiServer, folder: Path) -> Access:
    """Return the access of somebody who may do what the operator's role says."""
    text = server.kubeconfig.read_text().replace(f"token: {apiserver.ADMIN_TOKEN}", f"token: {apiserver.GUEST_TOKEN}")
    path = folder / "guest"
    path.write_text(text.replace("apiserver.crt", str(server.folder / "apiserver.crt")))
    return kubeconfig.load(path)


class Scene:
    """What a user and an operator do in one namespace."""

    def __init__(self, admin: HttpClient, guest: HttpClient) -> None:
        self.admin, self.guest = admin, guest
        self.operator = functools.partial(mortal.operator, guest)

    async def nodes(self, name: str, annotations: dict[str, str] | None = None, **spec: Any) -> None:
        """Make or change a node set."""
        metadata = {"name": name, "annotations": annotations or {}}
        await apply(self.admin, NODE_SETS, NAMESPACE, {"metadata": metadata, "spec": {"monerod": MONEROD} | spec})

    async def secret(self, name: str) -> Document | None:
        """Return a Secret."""
        with contextlib.suppress(errors.NotFound):
            found: Document = msgspec.json.decode(await self.admin.get(shapes.SECRETS, NAMESPACE, name))
            return found
        return None

    async def files(self, name: str) -> dict[str, bytes]:
        """Return the files of a Secret, none if there is none."""
        found = await self.secret(name) or {}
        return {file: base64.b64decode(content) for file, content in found.get("data", {}).items()}

    async def write(self, name: str, files: dict[str, bytes | None], **metadata: Any) -> None:
        """Make a Secret, or change some of its files."""
        if await self.secret(name) is None:
            kind = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name} | metadata}
            await self.admin.apply(shapes.SECRETS, NAMESPACE, name, msgspec.json.encode(kind), manager="user")
        await self.admin.patch(shapes.SECRETS, NAMESPACE, name, msgspec.json.encode({"data": files}))

    async def addresses(self, name: str, network: str = "tor") -> dict[str, str]:
        """Return the addresses of a set's good keys."""
        return entries.read(entries.FORMS[network], await self.files(f"{name}-{network}")).addresses

    async def has(self, name: str, *expected: str, network: str = "tor") -> dict[str, str]:
        """Wait until a set has good keys of these entries, and no others; return their addresses."""

        async def there() -> dict[str, str]:
            found = await self.addresses(name, network)
            return found if found.keys() == set(expected) else {}

        found: dict[str, str] = await until(there, f"{name} has keys for {expected}")
        return found

    async def status(self, name: str) -> Document:
        """Return the status of a node set."""
        found: Document = msgspec.json.decode(await self.admin.get(NODE_SETS, NAMESPACE, name)).get("status", {})
        return found

    async def says(self, name: str, reason: str, about: str = "KeysValid") -> str:
        """Wait until a condition gives a reason, and return its sentence."""

        async def said() -> str:
            conditions = (await self.status(name)).get("conditions", [])
            return next((c["message"] for c in conditions if (c["type"], c["reason"]) == (about, reason)), "")

        return str(await until(said, f"{name} says {reason}"))

    async def gone(self, kind: Kind, name: str) -> None:
        """Wait until there is no such object."""

        async def is_gone() -> bool:
            with contextlib.suppress(errors.NotFound):
                await self.admin.get(kind, NAMESPACE, name)
                return False
            return True

        await until(is_gone, f"{kind.name} {name} is gone")
