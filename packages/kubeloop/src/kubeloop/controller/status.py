# SPDX-License-Identifier: Apache-2.0
"""The status of an object: applied on the server under a manager of its own, and only when it differs.

The manager differs from that of `apply`: an applier gives up what it leaves out, and neither must undo the other.
The write names the version that the status is about: the uid alone is no precondition for custom resources, whose
server would take it for a new object of the same name.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kubeloop import errors
from kubeloop.client.base import Client
from kubeloop.controller import explicit
from kubeloop.informer.shared import Informer
from kubeloop.objects.metadata import Metadata


class StatusWriter:
    """Writes status under one field manager."""

    def __init__(self, client: Client, *, manager: str) -> None:
        self._client = client
        self._manager = manager

    async def write(
        self, informer: Informer[Any, Any], metadata: Metadata, *, previous: object, wanted: msgspec.Struct
    ) -> bool:
        """Make the status of the object what is wanted; return whether that took a write.

        `metadata` and `previous` are as the cache has them. An object that was deleted meanwhile needs none; one that
        changed meanwhile raises `Conflict`: look again. Raises what the client raises.
        """
        if previous == wanted:
            return False
        kind, key = informer.source.kind, metadata.key
        body = {
            "apiVersion": kind.api_version,
            "kind": kind.name,
            "metadata": _identity(metadata),
            "status": explicit.builtins(wanted),
        }
        informer.begin_write(key)
        try:
            answer = await self._client.apply(
                kind, key.namespace, key.name, msgspec.json.encode(body), manager=self._manager, subresource="status"
            )
        except errors.NotFound:
            informer.abandoned(key)
            return False
        except BaseException:
            informer.abandoned(key)
            raise
        informer.written(key, answer)
        return True


def _identity(metadata: Metadata) -> dict[str, str]:
    named = {"name": metadata.name} | ({"namespace": metadata.namespace} if metadata.namespace else {})
    return named | {"uid": metadata.uid, "resourceVersion": metadata.resource_version}
