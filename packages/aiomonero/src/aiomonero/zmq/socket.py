# SPDX-License-Identifier: Apache-2.0
"""A subscriber's socket of libzmq: it connects, repeats that for ever when the connection breaks, and says so.

The only door to pyzmq, which is an extra: `pip install aiomonero[zmq]`.
"""

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


class Change(enum.Enum):
    """What became of the connection."""

    CONNECTED = enum.auto()
    DISCONNECTED = enum.auto()


_CHANGES = {
    zmq.Event.HANDSHAKE_SUCCEEDED: Change.CONNECTED,
    zmq.Event.DISCONNECTED: Change.DISCONNECTED,
}


class SubscriberSocket:
    """Connects to one publisher when it is made; closing it closes its thread too."""

    def __init__(self, address: str, topics: Sequence[str], *, proxy: Proxy | None, message_bytes: int) -> None:
        self._context = zmq.asyncio.Context(io_threads=1)
        self._socket = self._context.socket(zmq.SUB)
        try:
            self._configure(proxy, message_bytes)
            for topic in topics:
                self._socket.subscribe(topic)
            self._monitor = self._socket.get_monitor_socket(zmq.Event.HANDSHAKE_SUCCEEDED | zmq.Event.DISCONNECTED)
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
        """Return what became of the connection next."""
        try:
            event = await monitor.recv_monitor_message(self._monitor)
        except zmq.ZMQError as error:
            raise errors.Closed(str(error)) from error
        return _CHANGES[zmq.Event(event["event"])]

    def close(self) -> None:
        """End the connection; what has not been received is lost."""
        self._context.destroy(linger=0)

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
            self._socket.set_string(zmq.SOCKS_PROXY, f"{proxy.host}:{proxy.port}")
