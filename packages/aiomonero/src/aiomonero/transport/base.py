# SPDX-License-Identifier: Apache-2.0
"""What the rest of the library needs of HTTP, so that tests and proxies can stand in for it."""

from typing import Protocol

ANSWER_LIMIT_BYTES = 64 * 2**20
"""More than any RPC answer: monerod's own soft limit for one is 25 MiB (monero 0.18)."""


class Transport(Protocol):
    """One exchange per call; returns the body of a successful answer.

    Raises TransportError where the exchange failed and DaemonError where the server refused. An answer longer than
    `limit_bytes` is a RemoteProtocolError.
    """

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = ...) -> bytes: ...

    async def post(self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = ...) -> bytes: ...
