# SPDX-License-Identifier: Apache-2.0
"""Miners on an API server in memory: what is written, what is asked, and what is left alone."""

from __future__ import annotations

import asyncio
from typing import Any

from aiomonero import errors
from monero_operator.desired import parent, shapes
from monero_operator.naming import OwnerKind
from monero_operator.settings import Images, Settings
from tests.support import vectors
from tests.support.stage import Stage

SETTINGS = Settings(images=Images(xmrig="xmrig:1"))
MINERS: dict[str, Any] = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroMiningNodeSet",
    "metadata": {"name": "miners", "namespace": "ns"},
    "spec": {"replicas": 2, "xmrig": {"args": ["-o", "pool:3333"]}},
}


class Xmrigs:
    """Every miner says the same."""

    def __init__(self) -> None:
        self.says = "mining"
        self.asked: set[str] = set()

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        self.asked.add(url)
        return vectors.summary("6.22.2", self.says)

    async def post(self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise errors.ConnectFailed("refused")


def staged() -> Stage[Xmrigs]:
    """Return a stage for two miners."""
    return Stage(SETTINGS, Xmrigs(), parent.KINDS[OwnerKind.MINING_SET], MINERS)


async def settle(stage: Stage[Xmrigs]) -> None:
    """Make the miners, and play everybody until two pods run."""
    await stage.make()
    stage.run_pods("miners-xmrig", "10.0.0.0", "10.0.0.1")
    await asyncio.sleep(5)


def test_miners_are_asked_and_their_pool_that_goes_away_is_told() -> None:
    """One child; each pod is asked at its own address; the condition follows what they say."""
    stage = staged()

    async def story() -> None:
        await settle(stage)
        assert stage.cluster.names(shapes.STATEFULSETS) == ("miners-xmrig",)
        assert stage.pods.asked == {"http://10.0.0.0:8600/2/summary", "http://10.0.0.1:8600/2/summary"}
        assert stage.condition("Ready") == ("True", "AllReady")
        assert stage.condition("Connected") == ("True", "Connected")
        stage.pods.says = "idle"
        await asyncio.sleep(2 * SETTINGS.poll_interval_seconds)
        assert stage.condition("Connected") == ("False", "Disconnected")
        assert stage.condition("Ready") == ("True", "AllReady")

    stage.play(story)


def test_settled_miners_cost_no_write() -> None:
    """A minute without changes writes nothing."""
    stage = staged()

    async def story() -> None:
        await settle(stage)
        before = len(stage.cluster.writes)
        await asyncio.sleep(60)
        assert len(stage.cluster.writes) == before

    stage.play(story)


def test_miners_that_are_gone_are_not_asked_any_more() -> None:
    """Nor is anything written for them."""
    stage = staged()

    async def story() -> None:
        await settle(stage)
        stage.cluster.remove(parent.KINDS[OwnerKind.MINING_SET], "ns", "miners")
        await asyncio.sleep(1)
        stage.pods.asked.clear()
        await asyncio.sleep(60)
        assert stage.pods.asked == set()

    stage.play(story)
