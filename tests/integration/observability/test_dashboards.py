# SPDX-License-Identifier: Apache-2.0
"""Dashboards ask a real Prometheus what it can answer."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

from tests.support import observed, prometheus
from tests.support.prometheus import Prometheus
from tools.dashboards import filled, silent
from tools.dashboards.board import Board
from tools.dashboards.boards import every
from tools.dashboards.filled import Filled

SECONDS = 150.0
ONE = {
    "cluster": "",
    "namespace": observed.NAMESPACE,
    "set": observed.SET,
    "instance": "regtest-0-0",
    "job": observed.OPERATOR_JOB,
}


def _values(board: Board) -> dict[str, str]:
    chosen = {each.name: ONE[each.name] for each in board.variables if each.is_one}
    return {"__rate_interval": "10s", "__range": "60s"} | chosen


def _asked() -> Iterator[Filled]:
    """Yield what all panels ask, and all marks over time."""
    for board in every.ALL:
        yield from filled.expressions(board, _values(board))
        yield from filled.events(board, _values(board))


def test_every_expression_is_promql(tmp_path: Path) -> None:
    """Prometheus' own tool understands all that dashboards ask, marks over time included."""
    rules = [{"record": f"asked:{index}", "expr": each.expression} for index, each in enumerate(_asked())]
    (tmp_path / "rules.yaml").write_text(json.dumps({"groups": [{"name": "asked", "rules": rules}]}))

    told = prometheus.promtool("check", "rules", "rules.yaml", folder=tmp_path)

    assert told.returncode == 0, told.stderr + told.stdout
    assert len(rules) > 300


def test_marks_are_seen_by_those_who_scrape_once_a_minute(tmp_path: Path) -> None:
    """A restart and a reorganization make a mark each, and no other moment does."""
    node = next(board for board in every.ALL if board.name == "node")
    own = 'namespace="research", set="regtest", instance="regtest-0-0"'
    series = {
        f"monero_daemon_start_time_seconds{{{own}}}": "100x9 700x20",
        f"monero_chain_reorganizations_total{{{own}}}": "0x9 1x20",
    }
    marked = [(each.expression, minutes) for each in filled.events(node, _values(node)) for minutes in (9, 12, 20)]
    tests = [
        {
            "expr": f"count({expression}) or vector(0)",
            "eval_time": f"{minutes}m",
            "exp_samples": [_sample(minutes == 12)],
        }
        for expression, minutes in marked
    ]
    given = [{"series": name, "values": values} for name, values in series.items()]
    world = [{"interval": "1m", "input_series": given, "promql_expr_test": tests}]
    (tmp_path / "tests.yaml").write_text(json.dumps({"evaluation_interval": "1m", "tests": world}))

    told = prometheus.promtool("test", "rules", "tests.yaml", folder=tmp_path)

    assert told.returncode == 0, told.stderr + told.stdout


def _sample(is_marked: bool) -> dict[str, object]:
    return {"labels": "{}", "value": int(is_marked)}


async def test_every_panel_has_data_or_a_reason_why_not(tmp_path: Path) -> None:
    """On a network in which everything happens once, no panel is empty that should not be."""
    async with observed.with_operator(tmp_path, observed.QUICK) as found:
        unanswered = await _unanswered(found)

    assert [each for each in unanswered if not silent.reason(each)] == []


async def _unanswered(source: Prometheus) -> list[Filled]:
    """Ask until all that should be answered was answered once, or the time is over."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + SECONDS
    left = list(_asked())
    while not all(map(silent.reason, left)) and loop.time() < deadline:
        left = [each for each in left if not await source.query(each.expression)]
        await asyncio.sleep(1.0)
    return left
