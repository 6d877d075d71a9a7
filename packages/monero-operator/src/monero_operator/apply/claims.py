# SPDX-License-Identifier: Apache-2.0
"""Changes claims. They are made by StatefulSets and not by us, so they are patched where they must differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from kubeloop import errors
from kubeloop.client.base import Client
from kubeloop.informer.shared import Informer
from kubeloop.objects import permission
from kubeloop.objects.metadata import Key
from monero_operator import facts
from monero_operator.desired import shapes
from monero_operator.plan.actions import ClaimChange

PERMISSIONS = (permission.on(shapes.CLAIMS, "patch"),)


class Claims:
    """Patches claims through the informer that watches them, so that own writes are seen at once."""

    def __init__(self, client: Client, informer: Informer[Any, facts.Claim]) -> None:
        self._client = client
        self._informer = informer

    async def change(self, namespace: str, changes: Iterable[ClaimChange]) -> tuple[facts.Refusal, ...]:
        """Make changes until one is refused; return the refusal.

        What refuses one claim to grow, a class or a quota, refuses the others too, and a claim that has another version
        by now is left to the next plan.
        """
        for change in changes:
            try:
                await self._patch(Key(namespace, change.name), change)
            except (errors.Conflict, errors.NotFound):
                continue
            except (errors.Invalid, errors.Forbidden) as refusal:
                return (facts.Refusal(kind=shapes.CLAIMS.name, name=change.name, message=refusal.message),)
        return ()

    async def _patch(self, key: Key, change: ClaimChange) -> None:
        self._informer.begin_write(key)
        try:
            answer = await self._client.patch(shapes.CLAIMS, key.namespace, key.name, _body(change))
        except BaseException:
            self._informer.abandoned(key)
            raise
        self._informer.written(key, answer)


def _body(change: ClaimChange) -> bytes:
    metadata: dict[str, Any] = {"resourceVersion": change.version}
    body: dict[str, Any] = {"metadata": metadata}
    if change.owners is not None:
        metadata["ownerReferences"] = change.owners
    if change.size is not None:
        body["spec"] = {"resources": {"requests": {"storage": change.size}}}
    return msgspec.json.encode(body)
