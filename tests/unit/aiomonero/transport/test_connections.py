# SPDX-License-Identifier: Apache-2.0
"""Which connection an exchange goes over, without any."""

import asyncio
from typing import Any

import pytest

from aiomonero import errors
from aiomonero.transport.connections import Separate, Shared
from aiomonero.types.login import Login

LOGIN = Login("user", "secret")


class Session:
    """Stands for a client's session."""

    def __init__(self, connections: int) -> None:
        self.connections = connections
        self.is_closed = False

    async def close(self) -> None:
        self.is_closed = True


class Sessions(list[Session]):
    """Opens sessions and remembers them."""

    def open(self, connections: int) -> Any:
        self.append(Session(connections))
        return self[-1]


async def test_without_a_login_all_share_one_session() -> None:
    """A pool serves any daemon."""
    sessions = Sessions()
    shared = Shared(sessions.open, 7)

    async with shared.lane("http://a:1/x") as one, shared.lane("http://b:1/x") as other:
        assert one is other
    assert [session.connections for session in sessions] == [7]


async def test_with_a_login_nobody_shares_and_the_latest_is_used_again() -> None:
    """Two exchanges at once have a connection each; afterwards one is enough."""
    sessions = Sessions()
    separate = Separate(sessions.open, 7, LOGIN)

    async with separate.lane("http://a:1/x") as first, separate.lane("http://a:1/y") as second:
        assert first is not second
    async with separate.lane("http://a:1/z") as third:
        assert third is first
    assert [session.connections for session in sessions] == [1, 1]


async def test_a_connection_serves_the_daemon_that_challenged_it() -> None:
    """Another daemon, or another scheme, gets another connection."""
    separate = Separate(Sessions().open, 7, LOGIN)

    async with separate.lane("http://a:1/x") as first:
        pass
    async with separate.lane("http://a:2/x") as other_port, separate.lane("https://a:1/x") as other_scheme:
        assert len({first, other_port, other_scheme}) == 3


async def test_the_oldest_idle_connection_makes_room() -> None:
    """Asking many daemons in turn never opens more than the limit."""
    sessions = Sessions()
    separate = Separate(sessions.open, 2, LOGIN)

    for host in "abc":
        async with separate.lane(f"http://{host}:1/"):
            pass

    assert [session.is_closed for session in sessions] == [True, False, False]


async def test_closing_closes_idle_and_busy_ones() -> None:
    """Exchanges under way fail."""
    sessions = Sessions()
    separate = Separate(sessions.open, 2, LOGIN)

    async with separate.lane("http://a:1/"):
        async with separate.lane("http://b:1/"):
            pass
        await separate.close()

    assert [session.is_closed for session in sessions] == [True, True]


async def test_who_waited_while_everything_was_closed_gets_no_connection() -> None:
    """Nobody would close it again."""
    sessions = Sessions()
    separate = Separate(sessions.open, 1, LOGIN)

    async def wait() -> None:
        async with separate.lane("http://a:1/"):
            raise AssertionError("it was closed")

    async with separate.lane("http://a:1/"):
        waiting = asyncio.ensure_future(wait())
        await asyncio.sleep(0)
        await separate.close()
    with pytest.raises(errors.Closed):
        await waiting

    assert len(sessions) == 1
