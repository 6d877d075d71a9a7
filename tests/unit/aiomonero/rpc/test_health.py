# SPDX-License-Identifier: Apache-2.0
"""Asking an exporter for a daemon's health."""

import pytest

from aiomonero import errors
from aiomonero.rpc import health as health_rpc
from aiomonero.transport import base
from aiomonero.types import health


class OneDocument:
    """Answers every GET with the same document and remembers how it was asked."""

    def __init__(self, document: bytes) -> None:
        self._document = document
        self.asked: tuple[str, float, int] | None = None

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES) -> bytes:
        self.asked = (url, timeout_seconds, limit_bytes)
        return self._document

    async def post(
        self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES
    ) -> bytes:
        raise AssertionError("a status is never posted")


async def test_a_status_is_fetched_with_small_bounds() -> None:
    """A status is short, so that a stranger at that port cannot fill the memory."""
    status = health.Status(height=7, ready=True)
    transport = OneDocument(health.encode(status))

    assert await health_rpc.fetch_status(transport, "http://10.0.0.7:9000", timeout_seconds=2) == status
    assert transport.asked == ("http://10.0.0.7:9000/status", 2, 64 * 1024)


async def test_another_server_at_the_port_is_an_error_with_its_address() -> None:
    """A document that is no status says who sent it."""
    with pytest.raises(errors.RemoteProtocolError) as caught:
        await health_rpc.fetch_status(OneDocument(b"hello"), "http://10.0.0.7:9000")

    assert caught.value.endpoint == "http://10.0.0.7:9000/status"
