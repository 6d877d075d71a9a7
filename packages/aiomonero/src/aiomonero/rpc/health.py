# SPDX-License-Identifier: Apache-2.0
"""Asks a `monero-exporter` for the health of the daemon beside it."""

from aiomonero import errors
from aiomonero.transport import base
from aiomonero.types import health

_LIMIT_BYTES = 64 * 1024


async def fetch_status(transport: base.Transport, base_url: str, *, timeout_seconds: float = 5.0) -> health.Status:
    """Return what the exporter at `base_url` (such as "http://10.0.0.7:9000") says; raises MoneroError."""
    url = f"{base_url}/status"
    document = await transport.get(url, timeout_seconds=timeout_seconds, limit_bytes=_LIMIT_BYTES)
    try:
        return health.decode(document)
    except errors.RemoteProtocolError as error:
        raise error.located(endpoint=url) from error.cause
