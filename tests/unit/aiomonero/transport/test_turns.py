# SPDX-License-Identifier: Apache-2.0
"""How many exchanges are made with one server at a time, without any server."""

import asyncio
import contextlib

import pytest

from aiomonero.transport import turns
from aiomonero.transport.turns import Turns


@pytest.mark.parametrize(
    ("host", "is_private"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("fd00::1", True),
        ("8.8.8.8", False),
        ("2606:4700::1111", False),
        ("localhost", True),
        ("monerod", True),
        ("nodes.default.svc", True),
        ("nodes.default.svc.cluster.local.", True),
        ("node.example", False),
    ],
)
def test_what_a_server_sees_of_us_is_guessed_by_its_address(host: str, is_private: bool) -> None:
    """A private server has private clients."""
    assert is_private is turns.is_private(host)


async def _count(queue: Turns, host: str, askers: int = 40) -> int:
    """Return how many had their turn when nothing moved any more."""
    admitted = 0
    end = asyncio.Event()

    async def ask() -> None:
        nonlocal admitted
        async with queue.turn(f"http://{host}:1", host):
            admitted += 1
            await end.wait()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(askers):
            tasks.create_task(ask())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        seen = admitted
        end.set()
    assert admitted == askers
    return seen


@pytest.mark.parametrize(
    ("queue", "host", "expected"),
    [
        pytest.param(Turns(), "127.0.0.1", turns.PRIVATE, id="a private server"),
        pytest.param(Turns(), "node.example", turns.PUBLIC, id="a public server"),
        pytest.param(Turns(is_proxied=True), "127.0.0.1", turns.PUBLIC, id="behind a proxy that others use too"),
        pytest.param(Turns(7), "node.example", 7, id="somebody knew better"),
    ],
)
async def test_so_many_ask_at_once_and_the_others_after_them(queue: Turns, host: str, expected: int) -> None:
    """Nobody is turned away."""
    assert await _count(queue, host) == expected


async def test_servers_do_not_wait_for_each_other_and_are_forgotten() -> None:
    """Who asks many servers in turn keeps nothing of them, also not of those that failed."""
    queue = Turns(1)

    async with queue.turn("http://a:1", "a"), queue.turn("http://b:1", "b"):
        pass
    with contextlib.suppress(TimeoutError):
        async with queue.turn("http://a:1", "a"), asyncio.timeout(0), queue.turn("http://a:1", "a"):
            raise AssertionError("two had the only turn")

    assert not queue._queues
