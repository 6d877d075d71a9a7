# SPDX-License-Identifier: Apache-2.0
"""What `aiomonero.testing` offers to other projects: the plugin in a project of its own, and the fake over HTTP."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aiomonero import errors
from aiomonero.node import Node
from aiomonero.testing import server
from aiomonero.testing.answers import Refusal, recorded
from aiomonero.testing.daemons import QUICK
from aiomonero.testing.fakenode import FakeNode
from tests.support import monerod

SECONDS = 120.0
RECORDED = Path(__file__).parents[2] / "vectors" / "rpc" / "0.18.5.3"

PROJECT = '''
import urllib.request


def test_a_daemon_and_its_wallet(monerod, wallet_rpc, start_monerod):
    """Without any plugin for asynchronous tests."""
    other = start_monerod("--log-level=1")
    assert len({monerod.url, other.url, wallet_rpc.url}) == 3
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(monerod.url + "/get_info") as answer:
        assert answer.status == 200


def test_a_network(start_monerod_network):
    members = start_monerod_network(2)
    assert len({member.p2p_port for member in members}) == 2


def test_no_way_out(start_monerod):
    try:
        start_monerod("--add-exclusive-node=node.example:18080")
    except ValueError as error:
        assert "beyond this machine" in str(error)
    else:
        raise AssertionError("it was started")
'''


def test_the_plugin_serves_a_project_of_strangers(tmp_path: Path) -> None:
    """Its fixtures run real programs, which end with their test, and warn of nothing."""
    (tmp_path / "test_project.py").write_text(PROJECT)
    monerod.program()

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "aiomonero.testing.plugin", "test_project.py"],
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert "3 passed" in run.stdout


async def test_a_daemon_that_does_not_start_says_why(tmp_path: Path) -> None:
    """The error holds the end of what it printed."""
    with pytest.raises(server.StartFailed, match="unrecognised option '--nonsense'"):
        async with monerod.running(tmp_path, "--nonsense"):
            pass


async def test_a_fake_answers_any_client_over_http() -> None:
    """Results, refusals, statuses and broken connections arrive as from a daemon, over one connection and another."""
    fake = FakeNode(
        recorded(RECORDED)
        | {
            "get_version": Refusal(-9),
            "get_connections": errors.Unauthorized("who are you?"),
            "sync_info": errors.Closed("gone"),
        }
    )
    async with fake.serving() as url, Node(url, policy=QUICK) as node:
        assert (await node.rpc.get_info()).version == "0.18.5.3-unknown"
        with pytest.raises(errors.Busy):
            await node.rpc.get_version()
        with pytest.raises(errors.Unauthorized):
            await node.rpc.get_connections()
        with pytest.raises(errors.Closed):
            await node.rpc.sync_info()
        assert (await node.rpc.get_net_stats()).total_packets_in == 182

    names = [call.name for call in fake.calls]
    assert names == ["get_info", "get_version", "get_connections", "sync_info", "get_net_stats"]
