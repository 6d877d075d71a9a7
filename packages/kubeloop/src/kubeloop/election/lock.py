# SPDX-License-Identifier: Apache-2.0
"""The Lease on the server: read, made anew where it is missing, and replaced only in the version that was seen."""

from __future__ import annotations

import msgspec

from kubeloop import errors
from kubeloop.client.base import CREATES_ONLY, Client
from kubeloop.election.record import LEASES, Lease, Record
from kubeloop.objects.metadata import Key

FIELD_MANAGER = "kubeloop-election"

_decoder = msgspec.json.Decoder(Lease)


class Lock:
    """One Lease. All methods raise what the client raises: `Conflict` means that somebody else was faster."""

    def __init__(self, client: Client, key: Key) -> None:
        self.key = key
        self._client = client

    async def read(self) -> Lease:
        """Return the Lease; raises `NotFound` if there is none."""
        return _decoded(await self._client.get(LEASES, *self.key))

    async def read_or_make(self, record: Record) -> Lease:
        """Return the Lease; if there is none, make it say this."""
        try:
            return await self.read()
        except errors.NotFound:
            return await self._make(record)

    async def replace(self, lease: Lease, record: Record) -> Lease:
        """Make this very version of the Lease say something else; return it as it is then."""
        change = {"metadata": {"resourceVersion": lease.metadata.resource_version}, "spec": record}
        return _decoded(await self._client.patch(LEASES, *self.key, msgspec.json.encode(change)))

    async def _make(self, record: Record) -> Lease:
        body = {
            "apiVersion": LEASES.api_version,
            "kind": LEASES.name,
            "metadata": {"namespace": self.key.namespace, "name": self.key.name, "resourceVersion": CREATES_ONLY},
            "spec": record,
        }
        return _decoded(await self._client.apply(LEASES, *self.key, msgspec.json.encode(body), manager=FIELD_MANAGER))


def _decoded(answer: bytes) -> Lease:
    try:
        return _decoder.decode(answer)
    except msgspec.MsgspecError as error:
        raise errors.Undecodable(f"the API server's answer is not a Lease: {error}") from error
