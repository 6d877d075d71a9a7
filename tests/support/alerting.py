# SPDX-License-Identifier: Apache-2.0
"""A real Prometheus with the real rules over real exporters, with the rules' times made short."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

from aiomonero.types.network import Network
from monero_operator.desired.rules import groups
from monero_operator.desired.rules.terms import Limits, Terms
from tests.support import prometheus
from tests.support.exporter import Exporter
from tests.support.prometheus import Prometheus, Target

PACE = 0.005
"""Ten minutes are three seconds."""
REGTEST = Limits(
    block_age_seconds={Network.REGTEST: 5},
    reorganization_blocks={Network.REGTEST: 3},
    lag_blocks=3,
    restarts_per_hour=1,
    rpc_seconds=0.1,
    backlog_blocks=0,
    low_disk_ratio=0.995,
    full_disk_ratio=0.95,
)
"""Limits by which a chain of a few blocks can be in trouble."""
SECONDS = 40.0
"""For an alert to fire or to resolve: half an hour is nine seconds here, and a busy machine takes some more."""


def name(watcher: Exporter) -> str:
    """Return what an exporter is called by Prometheus."""
    return f"127.0.0.1:{watcher.port}"


@contextlib.asynccontextmanager
async def watching(
    folder: Path,
    sets: Mapping[str, Sequence[Exporter]],
    *,
    miners: Sequence[Exporter] = (),
) -> AsyncIterator[Prometheus]:
    """Watch sets of nodes, and miners, until the end of the block; it begins when each exporter was scraped."""
    terms = Terms(limits=REGTEST, pace=PACE)
    nodes = [Target(name(each), {"set": title}) for title, members in sets.items() for each in members]
    targets = [*nodes, *(Target(name(each), {"component": "miner"}) for each in miners)]
    rules = [*groups.of_nodes(terms), *groups.of_miners(terms)]
    async with prometheus.running(folder, {terms.exporter_job: targets}, rules) as running:
        await running.until_some(f"count(up == 1) == {len(targets)}", seconds=SECONDS)
        yield running


async def fires(running: Prometheus, alert: str, instance: str = "", *, seconds: float = SECONDS) -> str:
    """Wait until an alert fires and return its description; fails where a sentence of it cannot be read."""
    found = await running.until_firing(alert, instance, seconds=seconds)
    for sentence in found["annotations"].values():
        assert "<error" not in sentence, sentence
        assert "{{" not in sentence, sentence
    description: str = found["annotations"]["description"]
    return description


async def resolves(running: Prometheus, alert: str, instance: str = "", *, seconds: float = SECONDS) -> None:
    """Wait until an alert neither fires nor waits to fire."""
    await running.until_none(f'ALERTS{{alertname="{alert}",instance="{instance}"}}', seconds=seconds)
