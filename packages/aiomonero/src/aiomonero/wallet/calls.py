# SPDX-License-Identifier: Apache-2.0
"""What the topics of a wallet's methods share: the connection that they call through."""

import copy
from typing import Self

from aiomonero.methods.wallet import refusals, versions
from aiomonero.transport import base, call

SERVER = call.Server(
    "monero-wallet-rpc", refusals.CODES, always=versions.ALWAYS, hides_methods=False, patience_seconds=300.0
)
"""A wallet server answers one question after the other, and looking at the chain or signing takes its time."""


class Calls:
    """Some methods of the wallet server at `url`; topics of one server are combined by inheritance."""

    def __init__(self, transport: base.Transport, url: str, *, policy: call.Policy | None = None) -> None:
        self._caller = call.Caller(transport, url, policy or call.Policy(), SERVER)

    def within(self, timeout_seconds: float) -> Self:
        """Return the same calls with another deadline: `await wallet.within(86400).rescan_blockchain()`."""
        other = copy.copy(self)
        other._caller = self._caller.within(timeout_seconds)  # noqa: SLF001 - our own, of the same class
        return other
