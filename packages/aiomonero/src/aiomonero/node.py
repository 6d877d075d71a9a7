# SPDX-License-Identifier: Apache-2.0
"""One daemon as one object."""

import types
from typing import Self

from aiomonero.rpc import daemon
from aiomonero.transport import call, http, tls
from aiomonero.types.endpoint import Endpoint
from aiomonero.types.login import Login


class Node:
    """The daemon at a URL such as "http://127.0.0.1:18081"; an asynchronous context manager that owns its connections.

    Raises ValueError where the URL is none, or where the authorities to trust cannot be read.
    """

    def __init__(
        self,
        url: str,
        *,
        policy: call.Policy | None = None,
        login: Login | None = None,
        trust: tls.Trust | None = None,
    ) -> None:
        self.endpoint = Endpoint.parse(url)
        self._transport = http.HttpTransport(login=login, trust=trust)
        self.rpc = daemon.DaemonRpc(self._transport, str(self.endpoint), policy=policy)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        await self._transport.close()
