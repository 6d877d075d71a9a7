# SPDX-License-Identifier: Apache-2.0
"""What the rest of the library needs of HTTP and of byte streams, so that tests and proxies can stand in for them."""

from typing import Protocol

ANSWER_LIMIT_BYTES = 64 * 2**20
"""More than any RPC answer: monerod's own soft limit for one is 25 MiB (monero 0.18)."""


class Transport(Protocol):
    """One exchange per call; returns the body of a successful answer.

    Raises TransportError where the exchange failed and DaemonError where the server refused. An answer longer than
    `limit_bytes` is a RemoteProtocolError.
    """

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = ...) -> bytes:
        """Ask for what stands at a URL."""

    async def post(self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = ...) -> bytes:
        """Send a body and return what comes back."""


class ByteStream(Protocol):
    """A connection; every method raises TransportError where it fails, and may be cancelled."""

    async def receive(self, limit_bytes: int = ...) -> bytes:
        """Return at least one byte and at most the limit, or b"" where the other side ended the stream."""

    async def send(self, data: bytes) -> None:
        """Hand over all of the data, waiting while the other side takes no more."""

    async def close(self) -> None:
        """Let go of the connection."""


class Dialer(Protocol):
    """Opens byte streams, straight or through a proxy; raises TransportError."""

    async def open(self, host: str, port: int, *, timeout_seconds: float) -> ByteStream:
        """Connect within the time."""
