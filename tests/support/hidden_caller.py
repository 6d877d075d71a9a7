# SPDX-License-Identifier: Apache-2.0
"""Somebody who asks a hidden address for its height, each time on a new way to it, and once more when that fails."""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import itertools
import json
import socket
import threading
import time
from collections.abc import Iterator

from aiomonero.protocol import socks5
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy

EVERY_SECONDS = 2.0
PATIENCE_SECONDS = 60.0
"""An attempt; tor itself gives one that stalls two minutes."""
ATTEMPTS = 2
_WAYS = itertools.count(1)


@dataclasses.dataclass(slots=True)
class Caller:
    """What was answered at `address` (host:port) so far."""

    address: str
    proxy: Proxy
    asked: int = 0
    failed: int = 0
    again: int = 0
    slowest_seconds: float = 0.0
    errors: list[str] = dataclasses.field(default_factory=list)

    @contextlib.contextmanager
    def calling(self) -> Iterator[None]:
        """Ask as long as the block lasts."""
        enough = threading.Event()
        asking = threading.Thread(target=self._ask_until, args=(enough,), daemon=True)
        asking.start()
        try:
            yield
        finally:
            enough.set()
            asking.join()

    def notes(self) -> str:
        """Return how it went, for the journal."""
        return (
            f"{self.failed} of {self.asked} requests failed, {self.again} needed a second attempt, "
            f"the slowest took {self.slowest_seconds:.1f} s {'; '.join(self.errors)}".rstrip()
        )

    def _ask_until(self, enough: threading.Event) -> None:
        while not enough.wait(EVERY_SECONDS):
            began = time.monotonic()
            answered = next((number for number in range(ATTEMPTS) if self._ask()), ATTEMPTS)
            self.asked += 1
            self.again += answered == 1
            self.failed += answered == ATTEMPTS
            self.slowest_seconds = max(self.slowest_seconds, time.monotonic() - began)

    def _ask(self) -> bool:
        try:
            height(self.address, self.proxy)
        except Exception as error:  # noqa: BLE001 - whatever happened, it is no answer
            self.errors.append(f"{time.strftime('%X')} {type(error).__name__}: {error}")
            return False
        return True


def height(address: str, proxy: Proxy, *, seconds: float = PATIENCE_SECONDS) -> int:
    """Return the height that a restricted RPC tells, reached as somebody new would."""
    host, _, port = address.rpartition(":")
    # To Tor another login is another way; i2pd knows no logins.
    login = Login(f"way{next(_WAYS)}", "of its own") if host.endswith(".onion") else None
    with contextlib.closing(_connected(host, int(port), proxy, login, seconds)) as way:
        connection = http.client.HTTPConnection(host, int(port))
        connection.sock = way
        connection.request("GET", "/get_height")
        return int(json.load(connection.getresponse())["height"])


def _connected(host: str, port: int, proxy: Proxy, login: Login | None, seconds: float) -> socket.socket:
    conversation = socks5.connect(host, port, login)
    way = socket.create_connection((proxy.host, proxy.port), seconds)
    try:
        step = next(conversation)
        while True:
            way.sendall(step.send)
            step = conversation.send(_read(way, step.expects))
    except StopIteration:
        return way
    except BaseException:
        way.close()
        raise


def _read(way: socket.socket, size: int) -> bytes:
    received = b""
    while len(received) < size:
        if not (more := way.recv(size - len(received))):
            raise ConnectionError("the proxy hung up")
        received += more
    return received
