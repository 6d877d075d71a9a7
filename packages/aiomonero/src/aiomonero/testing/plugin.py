# SPDX-License-Identifier: Apache-2.0
"""A pytest plugin: fixtures that run a real monerod or monero-wallet-rpc for a test, and end it with the test.

It is found by itself where `aiomonero` is installed, and loads nothing before a fixture is asked for. The programs are
those on PATH, or those that MONEROD and MONERO_WALLET_RPC name. The fixtures need no plugin for asynchronous tests and
get along with any.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent import futures
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import pytest

if TYPE_CHECKING:
    from aiomonero.testing.daemons import Monerod
    from aiomonero.testing.wallets import WalletRpc

_NETWORK_SIZE = 3

T = TypeVar("T")


class StartMonerod(Protocol):
    """Starts a daemon that ends with the test; takes what `daemons.running` takes behind its folder."""

    def __call__(self, *flags: str, **settings: Any) -> Monerod: ...


class StartWalletRpc(Protocol):
    """Starts a wallet server that ends with the test; takes what `wallets.running` takes behind its folder."""

    def __call__(self, daemon: Monerod | None, *flags: str, **settings: Any) -> WalletRpc: ...


class _Loop:
    """An event loop in a thread of its own: the test's loop, of whatever kind, is not touched."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="aiomonero.testing", daemon=True)
        self._thread.start()
        self._stack = contextlib.AsyncExitStack()

    def enter(self, context: AbstractAsyncContextManager[T]) -> T:
        """Enter a context, which is left when the loop is closed."""
        return self._run(self._stack.enter_async_context(context))

    def close(self) -> None:
        try:
            self._run(self._stack.aclose())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    def _run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        future: futures.Future[T] = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        return future.result()


@pytest.fixture
def _monero_programs() -> Iterator[_Loop]:
    loop = _Loop()
    try:
        yield loop
    finally:
        loop.close()


@pytest.fixture
def start_monerod(_monero_programs: _Loop, tmp_path_factory: pytest.TempPathFactory) -> StartMonerod:
    """Return a function that starts daemons; each is alone on regtest, offline, and publishes over ZMQ by default."""
    from aiomonero.testing import daemons

    def start(*flags: str, **settings: Any) -> Monerod:
        folder = tmp_path_factory.mktemp("monerod")
        return _monero_programs.enter(daemons.running(folder, *flags, **{"has_zmq": True, **settings}))

    return start


@pytest.fixture
def monerod(start_monerod: StartMonerod) -> Monerod:
    """Run a regtest daemon at fixed difficulty 1 that knows nobody; it can make blocks at once."""
    return start_monerod()


@pytest.fixture
def start_monerod_network(
    _monero_programs: _Loop, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[int], list[Monerod]]:
    """Return a function that starts so many regtest daemons which know each other and nobody else."""
    from aiomonero.testing import daemons

    def start(count: int) -> list[Monerod]:
        return _monero_programs.enter(daemons.connected(tmp_path_factory.mktemp("monerods"), count))

    return start


@pytest.fixture
def monerod_network(start_monerod_network: Callable[[int], list[Monerod]]) -> list[Monerod]:
    """Run three regtest daemons that know each other and nobody else, in sync."""
    return start_monerod_network(_NETWORK_SIZE)


@pytest.fixture
def start_wallet_rpc(_monero_programs: _Loop, tmp_path_factory: pytest.TempPathFactory) -> StartWalletRpc:
    """Return a function that starts wallet servers of a daemon; without a daemon they are offline, for cold wallets."""
    from aiomonero.testing import wallets

    def start(daemon: Monerod | None, *flags: str, **settings: Any) -> WalletRpc:
        folder = tmp_path_factory.mktemp("wallets")
        return _monero_programs.enter(wallets.running(folder, daemon, *flags, **settings))

    return start


@pytest.fixture
def wallet_rpc(start_wallet_rpc: StartWalletRpc, monerod: Monerod) -> WalletRpc:
    """Run a wallet server of the test's `monerod`, with no wallet in it."""
    return start_wallet_rpc(monerod)
