# SPDX-License-Identifier: Apache-2.0
"""What the topics of a daemon's methods share: the connection that they call through."""

import copy
from typing import Self

from aiomonero.methods.daemon import refusals
from aiomonero.transport import base, call

MONEROD = call.Server("monerod", refusals.CODES, request_limit_bytes=2**20 - 2**12)
"""It hangs up on a question that has, with its head, more than a mebibyte (seen of monero 0.18.0.0)."""


class Calls:
    """Some methods of the daemon at `url`; topics of one daemon are combined by inheritance."""

    def __init__(self, transport: base.Transport, url: str, *, policy: call.Policy | None = None) -> None:
        self._caller = call.Caller(transport, url, policy or call.Policy(), MONEROD)

    def within(self, timeout_seconds: float) -> Self:
        """Return the same calls with another deadline: `await node.rpc.within(3600).prune_blockchain()`."""
        other = copy.copy(self)
        other._caller = self._caller.within(timeout_seconds)  # noqa: SLF001 - our own, of the same class
        return other
