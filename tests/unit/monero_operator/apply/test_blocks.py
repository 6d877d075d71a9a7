# SPDX-License-Identifier: Apache-2.0
"""Block production in virtual time against a chain that exists on paper."""

from __future__ import annotations

import asyncio
import json
import pathlib
from datetime import UTC, datetime
from typing import Any

from aiomonero import errors
from kubeloop.objects.metadata import Key
from kubeloop.testing import clock
from monero_operator.apply.blocks import Blocks
from monero_operator.plan.actions import BlockOrder

VECTORS = pathlib.Path(__file__).parents[3] / "vectors" / "rpc" / "0.18.4.0"
NETWORK = Key("ns", "net")
FIRST, SECOND = "http://10.0.0.1:18089", "http://10.0.0.2:18089"


class Chain:
    """Two daemons with one chain; `times` are when its blocks came, in seconds since the start."""

    def __init__(self) -> None:
        self.times = [0.0]
        self.down: set[str] = set()
        self.hung: set[str] = set()
        self.asked: list[tuple[str, str]] = []

    def now(self) -> datetime:
        return datetime.fromtimestamp(asyncio.get_running_loop().time() - 1000.0, UTC)

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise NotImplementedError

    async def post(self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        endpoint, method = url.removesuffix("/json_rpc"), json.loads(body)["method"]
        self.asked.append((endpoint, method))
        if endpoint in self.hung:
            await asyncio.sleep(3600)
        if endpoint in self.down:
            raise errors.ConnectFailed("refused")
        return json.dumps({"jsonrpc": "2.0", "id": "0", "result": self._answer(method)}).encode()

    def _answer(self, method: str) -> dict[str, Any]:
        top = len(self.times) - 1
        match method:
            case "get_last_block_header":
                answer = _vector(method)
                answer["block_header"] |= {"height": top, "timestamp": int(self.times[top])}
                return answer
            case "get_block_template":
                return _vector(method) | {"height": top + 1}
            case "submit_block":
                self.times.append(self.now().timestamp())
                return {"status": "OK"}
        raise AssertionError(method)


def _vector(method: str) -> dict[str, Any]:
    path = VECTORS / f"unrestricted.json_rpc.{method}.json"
    result: dict[str, Any] = json.loads(path.read_text())["response"]["result"]
    return result


def follow(chain: Chain, order: BlockOrder, seconds: float) -> list[tuple[Key, str]]:
    """Follow an order for a while and return the complaints."""
    complaints: list[tuple[Key, str]] = []

    async def story() -> None:
        blocks = Blocks(chain, clock=chain.now)
        blocks.listen(lambda network, problem: complaints.append((network, problem)))
        blocks.order(NETWORK, order)
        await asyncio.sleep(seconds)
        blocks.order(NETWORK, None)
        made = len(chain.times)
        await asyncio.sleep(60)
        assert len(chain.times) == made

    clock.run(story())
    return complaints


def test_initial_blocks_come_at_once_and_then_one_per_interval() -> None:
    """Ten blocks at second 0, then at 10, 20 and 30, and none after the order is withdrawn."""
    chain = Chain()

    follow(chain, BlockOrder(interval_seconds=10, initial=10, address="4", endpoints=(FIRST,)), seconds=35)

    assert [round(time) for time in chain.times] == [0] * 11 + [10, 20, 30]


def test_a_longer_chain_gets_no_initial_blocks_and_waits_for_its_interval() -> None:
    """A restarted operator goes on where the chain stands."""
    chain = Chain()
    chain.times = [0.0] * 20

    follow(chain, BlockOrder(interval_seconds=10, initial=10, address="4", endpoints=(FIRST,)), seconds=15)

    assert [round(time) for time in chain.times[20:]] == [10]


def test_the_next_node_helps_when_one_does_not() -> None:
    """A node that is down costs nothing but a try."""
    chain = Chain()
    chain.down = {FIRST}

    complaints = follow(chain, BlockOrder(interval_seconds=10, initial=1, address="4", endpoints=(FIRST, SECOND)), 5)

    assert len(chain.times) == 2
    assert complaints == []


def test_no_helping_node_is_told_and_tried_again_within_bounds() -> None:
    """While nobody answers, somebody hears of it, and each node is asked every five seconds only."""
    chain = Chain()
    chain.down = {FIRST, SECOND}

    complaints = follow(chain, BlockOrder(interval_seconds=1, initial=0, address="4", endpoints=(FIRST, SECOND)), 12)

    assert [network for network, _ in complaints] == [NETWORK] * 3
    assert len(chain.asked) == 6


def test_the_same_order_again_changes_nothing() -> None:
    """A reconcile that repeats an order does not restart the wait for the next block."""
    chain = Chain()
    order = BlockOrder(interval_seconds=10, initial=0, address="4", endpoints=(FIRST,))

    async def story() -> None:
        blocks = Blocks(chain, clock=chain.now)
        for _ in range(4):
            blocks.order(NETWORK, order)
            await asyncio.sleep(3)

    clock.run(story())

    assert len(chain.asked) == 4
    assert len(chain.times) == 2


def test_a_chain_whose_clock_is_ahead_gets_its_blocks_all_the_same() -> None:
    """Block times two hours ahead of ours make us wait for one interval, not for two hours."""
    chain = Chain()
    chain.times = [7000.0]

    follow(chain, BlockOrder(interval_seconds=10, initial=0, address="4", endpoints=(FIRST,)), seconds=15)

    assert [round(time) for time in chain.times[1:]] == [10]


def test_a_node_that_does_not_answer_is_not_asked_first_again() -> None:
    """A hanging node costs one time-out, not one per block."""
    chain = Chain()
    chain.hung = {FIRST}

    follow(chain, BlockOrder(interval_seconds=1, initial=0, address="4", endpoints=(FIRST, SECOND)), seconds=20)

    assert len(chain.times) >= 15
    assert [endpoint for endpoint, _ in chain.asked].count(FIRST) == 1
