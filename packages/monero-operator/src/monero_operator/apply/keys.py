# SPDX-License-Identifier: Apache-2.0
"""Carries out what a plan says about Secrets of keys; here randomness enters.

A Secret is made only where there is none of its name, and changed only if it is the one that the plan has seen, so that
nothing that somebody else wrote meanwhile is lost. A key's bytes are in memory for as long as its request takes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from kubeloop import errors
from kubeloop.client.base import CREATES_ONLY, Client
from kubeloop.informer.shared import Informer
from kubeloop.objects import permission
from kubeloop.objects.metadata import Key, OwnerReference
from monero_operator import facts, naming
from monero_operator.desired import secret, shapes
from monero_operator.desired.secret import Secret
from monero_operator.keys import entries
from monero_operator.plan.actions import Event, KeyDrop, KeyOrder

PERMISSIONS = (permission.on(shapes.SECRETS, "get", "create", "patch", "delete"),)

Entropy = Callable[[int], bytes]


class Keys:
    """Writes Secrets through the informer that watches them, so that own writes are seen at once."""

    def __init__(self, client: Client, informer: Informer[secret.Head, bool], *, entropy: Entropy) -> None:
        self._client = client
        self._informer = informer
        self._entropy = entropy

    async def carry_out(
        self, namespace: str, orders: Iterable[KeyOrder | KeyDrop], *, tell: Callable[[Event], None]
    ) -> tuple[facts.Refusal, ...]:
        """Do what is ordered, and return what the API server refused; raises `Conflict` for what has changed.

        The events of an order are told when it is done, and not for one that was refused.
        """
        refusals = []
        for order in orders:
            try:
                await self._do(Key(namespace, order.secret), order)
            except (errors.Invalid, errors.Forbidden) as refusal:
                refusals.append(
                    facts.Refusal(kind=shapes.SECRETS.name, name=order.secret, message=_without_content(refusal))
                )
                continue
            for event in order.events:
                tell(event)
        return tuple(refusals)

    async def fill(self, key: Key) -> tuple[str, ...]:
        """Give a Secret what it lacks of an onion's three files, as in 2021; return the names of what it got.

        Raises `MalformedError` if what it has is not one key's.
        """
        live = await self._read(key)
        missing = entries.filled(live.data, self._entropy(entries.TOR.entropy_bytes))
        if missing:
            await self._patch(key, {"metadata": {"resourceVersion": live.metadata.resource_version}, "data": missing})
        return tuple(missing)

    async def _do(self, key: Key, order: KeyOrder | KeyDrop) -> None:
        if isinstance(order, KeyDrop):
            await self._drop(key, order)
        elif order.uid:
            await self._change(key, order)
        else:
            await self._make(key, order)

    async def _drop(self, key: Key, order: KeyDrop) -> None:
        with contextlib.suppress(errors.NotFound):
            await self._client.delete(shapes.SECRETS, key.namespace, key.name, uid=order.uid)

    async def _make(self, key: Key, order: KeyOrder) -> None:
        metadata = {
            "name": key.name,
            "namespace": key.namespace,
            "resourceVersion": CREATES_ONLY,
            "labels": order.labels,
            "annotations": {name: value for name, value in order.annotations.items() if value is not None},
            "ownerReferences": [order.owner] if order.owner else [],
        }
        data = await self._changes(key, order, {})
        kind = {"apiVersion": shapes.SECRETS.api_version, "kind": shapes.SECRETS.name}
        body = msgspec.json.encode(kind | {"metadata": metadata, "type": "Opaque", "data": data})
        await self._write(
            key,
            lambda: self._client.apply(
                shapes.SECRETS, key.namespace, key.name, body, manager=naming.FIELD_MANAGER, force=False
            ),
        )

    async def _change(self, key: Key, order: KeyOrder) -> None:
        live = await self._read(key)
        if (live.metadata.uid, live.metadata.resource_version) != (order.uid, order.version):
            raise errors.Conflict(f"Secret {key} has changed since it was looked at")
        metadata = {
            "resourceVersion": order.version,
            "labels": order.labels,
            "annotations": order.annotations,
            "ownerReferences": _owners(live, order),
        }
        await self._patch(key, {"metadata": metadata, "data": await self._changes(key, order, live.data)})

    async def _changes(self, key: Key, order: KeyOrder, files: Mapping[str, bytes]) -> entries.Changes:
        form = entries.FORMS[order.network]
        new = {entry: form.make(self._entropy(form.entropy_bytes)) for entry in order.make}
        if order.copy:
            given = await self._given(Key(key.namespace, order.given), order)
            new |= {entry: given[form.file(entry)] for entry in order.copy}
        return entries.changes(
            form,
            files,
            new,
            keeps_previous=order.keeps_previous,
            named=order.name,
            encrypted=order.encrypted,
            retired=order.retire,
        )

    async def _given(self, key: Key, order: KeyOrder) -> dict[str, bytes]:
        live = await self._read(key)
        if live.metadata.resource_version != order.given_version:
            raise errors.Conflict(f"Secret {key} has changed since it was looked at")
        return entries.given_files(entries.FORMS[order.network], live.data)

    async def _read(self, key: Key) -> Secret:
        return secret.read(key.name, await self._client.get(shapes.SECRETS, key.namespace, key.name))

    async def _patch(self, key: Key, body: dict[str, Any]) -> None:
        content = msgspec.json.encode(body)
        await self._write(key, lambda: self._client.patch(shapes.SECRETS, key.namespace, key.name, content))

    async def _write(self, key: Key, write: Callable[[], Any]) -> None:
        self._informer.begin_write(key)
        try:
            answer = await write()
        except BaseException:
            self._informer.abandoned(key)
            raise
        self._informer.written(key, answer)


def _owners(live: Secret, order: KeyOrder) -> list[OwnerReference]:
    """Return the owners that a Secret is to have: others stay who they are."""
    others = [each for each in live.metadata.owner_references if not each.controller]
    return [*others, order.owner] if order.owner else others


def _without_content(refusal: errors.ApiError) -> str:
    """Return what the API server said; of a Secret it could not read it may repeat a part."""
    return refusal.message if isinstance(refusal, errors.Forbidden) else "its content is not accepted"
