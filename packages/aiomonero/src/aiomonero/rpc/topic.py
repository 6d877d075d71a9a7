# SPDX-License-Identifier: Apache-2.0
"""What the topics of a daemon's methods share: the connection that they call through."""

from aiomonero.methods.daemon import refusals
from aiomonero.transport import base, call


class Topic:
    """Some methods of the daemon at `url`; topics of one daemon are combined by inheritance."""

    def __init__(self, transport: base.Transport, url: str, *, policy: call.Policy | None = None) -> None:
        self._caller = call.Caller(transport, url, policy or call.Policy(), refusals.CODES)
