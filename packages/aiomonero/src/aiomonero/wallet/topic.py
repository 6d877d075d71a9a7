# SPDX-License-Identifier: Apache-2.0
"""What the topics of a wallet's methods share: the connection that they call through."""

from aiomonero.methods.wallet import refusals
from aiomonero.transport import base, call

PATIENT = call.Policy(timeout_seconds=300.0)
"""A wallet server answers one question after the other, and looking at the chain or signing takes its time."""


class Topic:
    """Some methods of the wallet server at `url`; topics of one server are combined by inheritance."""

    def __init__(self, transport: base.Transport, url: str, *, policy: call.Policy | None = None) -> None:
        self._caller = call.Caller(transport, url, policy or PATIENT, refusals.CODES, hides_methods=False)
