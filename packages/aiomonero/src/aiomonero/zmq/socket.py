# SPDX-License-Identifier: Apache-2.0
"""A subscriber's socket of libzmq: it connects, repeats that for ever when the connection breaks, and says so.

The only door to pyzmq, which is an extra: `pip install aiomonero[zmq]`.
"""

import asyncio
import contextlib
import enum
from collections.abc import Sequence

import zmq
import zmq.asyncio
from zmq.utils import monitor

from aiomonero import errors
from aiomonero.types.proxy import Proxy

_RETRY_MILLISECONDS = 100
_LONGEST_RETRY_MILLISECONDS = 10_000
# A peer that vanished without a word is noticed after so long; libzmq answers such pings itself.
_HEARTBEAT_MILLISECONDS = 15_000
_HEARTBEAT_TIMEOUT_MILLISECONDS = 45_000


# What ends a connection, and what libzmq says when it tries again. After a peer that broke the protocol it does not.
_CUTS = (
    zmq.Event.DISCONNECTED
    | zmq.Event.HANDSHAKE_FAILED_NO_DETAIL
    | zmq.Event.HANDSHAKE_FAILED_PROTOCOL
    | zmq.Event.HANDSHAKE_FAILED_AUTH
)
_TRIES = zmq.Event.CONNECT_DELAYED | zmq.Event.CONNECT_RETRIED | zmq.Event.CONNECTED
_GIVEN_UP_SECONDS = 1.0


class Change(enum.Enum):
    """What became of the connection."""

    CONNECTED = enum.auto()
    DISCONNECTED = enum.auto()


class SubscriberSocket:
    """Connects to one publisher when it is made; closing it closes its thread too."""

    def __init__(self, address: str, topics: Sequence[str], *, proxy: Proxy | None, message_bytes: int) -> None:
        self._address = address
        self._is_connected = False
        self._is_cut = False
        self._context = zmq.asyncio.Context(io_threads=1)
        self._socket = self._context.socket(zmq.SUB)
        try:
            self._configure(proxy, message_bytes)
            for topic in topics:
                self._socket.subscribe(topic)
            self._monitor = self._socket.get_monitor_socket(zmq.Event.HANDSHAKE_SUCCEEDED | _CUTS | _TRIES)
            self._socket.connect(address)
        except zmq.ZMQError as error:
            self.close()
            raise errors.ConnectFailed(str(error)) from error

    async def receive(self) -> list[bytes]:
        """Return the frames of the next message."""
        try:
            return await self._socket.recv_multipart()
        except zmq.ZMQError as error:
            raise errors.Closed(str(error)) from error

    async def change(self) -> Change:
        """Wait until the connection is made or ended, and meanwhile try again where libzmq does not."""
        while True:
            event = await self._event()
            if event is zmq.Event.HANDSHAKE_SUCCEEDED:
                self._is_connected = True
                return Change.CONNECTED
            self._is_cut = bool(event & _CUTS)
            if self._is_connected and self._is_cut:
                self._is_connected = False
                return Change.DISCONNECTED

    def close(self) -> None:
        """End the connection; what has not been received is lost."""
        self._context.destroy(linger=0)

    async def _event(self) -> zmq.Event:
        while True:
            try:
                async with asyncio.timeout(_GIVEN_UP_SECONDS if self._is_cut else None):
                    return zmq.Event((await monitor.recv_monitor_message(self._monitor))["event"])
            except TimeoutError:
                self._connect_again()
            except zmq.ZMQError as error:
                raise errors.Closed(str(error)) from error

    def _connect_again(self) -> None:
        with contextlib.suppress(zmq.ZMQError):  # libzmq has forgotten the address where it gave up
            self._socket.disconnect(self._address)
        self._socket.connect(self._address)

    def _configure(self, proxy: Proxy | None, message_bytes: int) -> None:
        options: dict[int, int] = {
            zmq.IPV6: 1,
            zmq.MAXMSGSIZE: message_bytes,
            zmq.RECONNECT_IVL: _RETRY_MILLISECONDS,
            zmq.RECONNECT_IVL_MAX: _LONGEST_RETRY_MILLISECONDS,
            zmq.HEARTBEAT_IVL: _HEARTBEAT_MILLISECONDS,
            zmq.HEARTBEAT_TIMEOUT: _HEARTBEAT_TIMEOUT_MILLISECONDS,
        }
        for name, value in options.items():
            self._socket.set(name, value)
        if proxy:
            self._go_through(proxy)

    def _go_through(self, proxy: Proxy) -> None:
        # libzmq hands the publisher's name over to the proxy as it is.
        self._socket.set_string(zmq.SOCKS_PROXY, f"{proxy.host}:{proxy.port}")
        if proxy.login:
            self._socket.set_string(zmq.SOCKS_USERNAME, proxy.login.username)
            self._socket.set_string(zmq.SOCKS_PASSWORD, proxy.login.password)
