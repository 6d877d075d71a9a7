# SPDX-License-Identifier: Apache-2.0
"""Dashboards ask a real Prometheus what it can answer."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

from tests.support import observed, prometheus
from tests.support.prometheus import Prometheus
from tools.dashboards import filled, names, silent
from tools.dashboards.boards import every
from tools.dashboards.filled import Filled

SECONDS = 90.0
PODLESS = {"monero_operator_daemon_polls_total", "monero_operator_daemon_poll_duration_seconds"}
"""What the operator does not tell here, for nobody runs the pods that it makes."""
VALUES = {"__rate_interval": "10s", "__interval": "5s", "__range": "60s", "job": observed.OPERATOR_JOB}
NODE = {"instance": "regtest-0-0"}


def _asked() -> Iterator[Filled]:
    for board in every.ALL:
        yield from filled.expressions(board, VALUES | (NODE if board.name == "node" else {}))


def test_every_expression_is_promql(tmp_path: Path) -> None:
    """Prometheus' own tool understands all that dashboards ask, marks over time included."""
    events = [each for board in every.ALL for each in filled.events(board, VALUES | NODE)]
    rules = [{"record": f"asked:{index}", "expr": each.expression} for index, each in enumerate([*_asked(), *events])]
    (tmp_path / "rules.yaml").write_text(json.dumps({"groups": [{"name": "asked", "rules": rules}]}))

    told = prometheus.promtool("check", "rules", "rules.yaml", folder=tmp_path)

    assert told.returncode == 0, told.stderr + told.stdout
    assert len(rules) > 300


async def test_every_panel_has_data_or_a_reason_why_not(tmp_path: Path) -> None:
    """On a network in which everything happens once, no panel is empty that should not be."""
    async with observed.with_operator(tmp_path, observed.QUICK) as found:
        unanswered = await _unanswered(found)

    assert [each for each in unanswered if not _may_be_empty(each)] == []


def _may_be_empty(asked: Filled) -> bool:
    return bool(silent.reason(asked) or names.named(asked.expression) <= PODLESS)


async def _unanswered(source: Prometheus) -> list[Filled]:
    """Ask until all that should be answered was answered once, or the time is over."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + SECONDS
    left = list(_asked())
    while not all(map(_may_be_empty, left)) and loop.time() < deadline:
        left = [each for each in left if not await source.query(each.expression)]
        await asyncio.sleep(1.0)
    return left
