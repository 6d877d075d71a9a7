# SPDX-License-Identifier: Apache-2.0
"""One daemon as one object."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Self

from aiomonero.rpc import daemon
from aiomonero.transport import base, call, tls, way
from aiomonero.types import argument, peer_address
from aiomonero.types.endpoint import Endpoint
from aiomonero.types.login import Login
from aiomonero.types.network import Network
from aiomonero.types.proxy import Proxy
from aiomonero.zmq import address

if TYPE_CHECKING:
    from aiomonero.p2p.client import Client
    from aiomonero.zmq.subscriber import Subscriber


class Node:
    """The daemon at a URL such as "http://127.0.0.1:18081"; an asynchronous context manager that owns its connections.

    With a `proxy` the daemon's name is looked up by the proxy alone, also "….onion" and "….b32.i2p".
    `zmq` is where it publishes, as its own `--zmq-pub` says: "tcp://127.0.0.1:18083". `p2p` is where it listens for
    peers, such as "127.0.0.1:18080"; without a `network` the port tells it, or, where it is none of the customary ones,
    it is mainnet's or regtest's.
    Connections are opened when they are needed: without `async with` it is used as well, and then wants a `close`.
    Once closed it stays so; make another one.
    A `transport` that is given carries the RPC, with a login, trust and proxy of its own, and stays open at the end.
    Raises ValueError where an address is none, or where the authorities to trust cannot be read, and TypeError where
    something is given as another type than its own.
    """

    def __init__(  # noqa: PLR0913 - each says something else about the one daemon
        self,
        url: str,
        *,
        policy: call.Policy | None = None,
        login: Login | None = None,
        trust: tls.Trust | None = None,
        proxy: Proxy | None = None,
        zmq: str | None = None,
        p2p: str | None = None,
        network: Network | None = None,
        transport: base.Transport | None = None,
    ) -> None:
        argument.check("zmq", zmq, str, '"tcp://127.0.0.1:18083"')
        argument.check("p2p", p2p, str, '"127.0.0.1:18080"')
        argument.check("network", network, Network, "Network.STAGENET or the like")
        self.endpoint: Endpoint = Endpoint.parse(url)
        self._zmq = address.check(zmq) if zmq else None
        self._p2p = peer_address.host_and_port(p2p) if p2p else None
        self._proxy = proxy
        self._network = network
        self._way = way.Way(transport, login=login, trust=trust, proxy=proxy)
        self.rpc: daemon.DaemonRpc = daemon.DaemonRpc(self._way.transport, str(self.endpoint), policy=policy)

    @property
    def zmq(self) -> Subscriber:
        """What it publishes; raises ValueError where nobody said where that is."""
        if self._zmq is None:
            raise ValueError('say where the daemon publishes: Node(url, zmq="tcp://127.0.0.1:18083")')
        return self.zmq_at(self._zmq)

    def zmq_at(self, address: str) -> Subscriber:
        """Return what is published at another address, reached as the daemon itself is; raises ValueError."""
        from aiomonero.zmq import subscriber

        return subscriber.Subscriber(address, proxy=self._proxy)

    @property
    def p2p(self) -> Client:
        """Who it is among peers; raises ValueError where nobody said where it listens for them."""
        from aiomonero.p2p import client
        from aiomonero.transport.tcp import TcpDialer

        if self._p2p is None:
            raise ValueError('say where the daemon listens for peers: Node(url, p2p="127.0.0.1:18080")')
        host, port = self._p2p
        network = self._network or Network.from_p2p_port(port)
        return client.Client(host, port, network=network, dialer=TcpDialer(self._proxy))

    async def close(self) -> None:
        """Close its connections for good, but for those of a transport that was given; calls under way fail."""
        await self._way.close()

    def __repr__(self) -> str:
        return f"Node({str(self.endpoint)!r})"

    async def __aenter__(self) -> Self:
        self._way.check()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        await self.close()
