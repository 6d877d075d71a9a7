# SPDX-License-Identifier: Apache-2.0
"""Deletes what is left of a custom resource that went while one of its StatefulSets was being made again.

Those are pods, and the revisions of their template. Claims are not among them: at every moment they have the owners
with whom they are to go (`plan.growth`), and one without an owner is a volume that is to stay.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator, Sequence

import msgspec

from kubeloop import errors
from kubeloop.client.base import Client
from kubeloop.objects import owner, permission, selector
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key, Metadata
from monero_operator import facts, naming
from monero_operator.desired import shapes
from monero_operator.naming import OwnerKind

PERMISSIONS = (permission.on(shapes.REVISIONS, "list", "delete"), permission.on(shapes.PODS, "delete"))

MOST_REVISIONS = 500
"""More than a network of the greatest size can have: three for each StatefulSet."""

_log = logging.getLogger(__name__)


class _Listed(msgspec.Struct, frozen=True):
    metadata: Metadata


_decoder = msgspec.json.Decoder(_Listed)


class Orphans:
    """Deletes pods that nobody will ever look after."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def sweep(self, kind: OwnerKind, key: Key, pods: Sequence[facts.Pod]) -> None:
        """Delete these pods of a custom resource that is gone; their revisions first, which nothing else points to."""
        if not pods:
            return
        _log.info("%s %s is gone, and left %d pods that nothing controls", kind.value, key, len(pods))
        async for revision in self._revisions(kind, key):
            await self._delete(shapes.REVISIONS, revision.key, revision.uid)
        for pod in pods:
            await self._delete(shapes.PODS, Key(key.namespace, pod.name), pod.uid)

    async def _revisions(self, kind: OwnerKind, key: Key) -> AsyncIterator[Metadata]:
        labels = selector.of(naming.labels(kind, key.name))
        page = await self._client.list(
            shapes.REVISIONS, key.namespace, labels=labels, limit=MOST_REVISIONS, only_metadata=True
        )
        for item in page.items:
            found = _decoder.decode(item).metadata
            if owner.controller_of(found) is None:
                yield found

    async def _delete(self, kind: Kind, key: Key, uid: str) -> None:
        with contextlib.suppress(errors.NotFound, errors.Conflict):
            await self._client.delete(kind, key.namespace, key.name, uid=uid)
