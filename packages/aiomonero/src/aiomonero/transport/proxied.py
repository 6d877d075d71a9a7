# SPDX-License-Identifier: Apache-2.0
"""HTTP's connections through a SOCKS5 proxy: the proxy looks up the names, TLS is spoken with the daemon behind it."""

import ssl
from typing import TYPE_CHECKING, Any

import aiohttp

from aiomonero.transport import dial, tls
from aiomonero.types.proxy import Proxy

if TYPE_CHECKING:
    from aiohttp.client_proto import ResponseHandler


class ProxyConnector(aiohttp.BaseConnector):
    """Opens connections as aiohttp's own connectors do, by the one method in which they differ from each other."""

    def __init__(self, proxy: Proxy, verification: ssl.SSLContext | None, *, limit: int, idle_seconds: float) -> None:
        super().__init__(limit=limit, keepalive_timeout=idle_seconds)
        self._proxy = proxy
        self._verification = verification

    async def _create_connection(
        self,
        req: aiohttp.ClientRequest,
        traces: Any,  # noqa: ARG002 - the base class's signature
        timeout: Any,  # noqa: ARG002, ASYNC109 - the same; the deadline is over the whole exchange
    ) -> "ResponseHandler":
        host, is_secure = req.url.raw_host or "", req.url.scheme == "https"
        sock = await dial.connected(host, req.url.port or 0, self._proxy)
        context = (self._verification or tls.system()) if is_secure else None
        _, protocol = await self._loop.create_connection(
            self._factory, sock=sock, ssl=context, server_hostname=host if context else None
        )
        return protocol
