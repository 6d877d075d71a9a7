# SPDX-License-Identifier: Apache-2.0
"""One wallet server as one object."""

import types
from typing import Self

from aiomonero.transport import base, call, tls, way
from aiomonero.types.endpoint import Endpoint
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy
from aiomonero.wallet import rpc

DEFAULT_PORT = 18088
"""The customary one; the server has none of its own."""


class Wallet(rpc.WalletRpc):
    """The `monero-wallet-rpc` at a URL such as "http://127.0.0.1:18088"; a context manager that owns its connections.

    With a `proxy` the server's name is looked up by the proxy alone.
    Connections are opened when they are needed: without `async with` it is used as well, and then wants a `close`.
    Once closed it stays so; make another one.
    A `transport` that is given has a login, trust and proxy of its own, and stays open at the end.
    Raises ValueError where the URL is none, or where the authorities to trust cannot be read, and TypeError where
    something is given as another type than its own.
    """

    def __init__(
        self,
        url: str,
        *,
        policy: call.Policy | None = None,
        login: Login | None = None,
        trust: tls.Trust | None = None,
        proxy: Proxy | None = None,
        transport: base.Transport | None = None,
    ) -> None:
        self.endpoint: Endpoint = Endpoint.parse(url, default_port=DEFAULT_PORT)
        self._way = way.Way(transport, login=login, trust=trust, proxy=proxy)
        super().__init__(self._way.transport, str(self.endpoint), policy=policy)

    async def close(self) -> None:
        """Close its connections for good, but for those of a transport that was given; calls under way fail."""
        await self._way.close()

    def __repr__(self) -> str:
        return f"Wallet({str(self.endpoint)!r})"

    async def __aenter__(self) -> Self:
        self._way.check()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        await self.close()
