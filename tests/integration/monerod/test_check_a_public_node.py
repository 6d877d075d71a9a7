# SPDX-License-Identifier: Apache-2.0
"""The program of the how-to page, as it stands there, against real daemons."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support import monerod, pages

PAGE = pages.HOW_TO / "check-a-public-node.md"
BLOCKS = 12
SECONDS = 30.0


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Save the program as a reader does."""
    pages.save(PAGE, tmp_path)
    return tmp_path / "check.py"


@pytest_asyncio.fixture
async def own(tmp_path: Path) -> AsyncIterator[monerod.Monerod]:
    """Run a node with some blocks."""
    async with monerod.running(tmp_path / "own") as daemon, daemon.node() as node:
        await node.rpc.generate_blocks(BLOCKS, monerod.ADDRESS)
        yield daemon


async def _check(program: Path, public: str, own: str) -> tuple[int | None, list[str]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(program), public, own, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await asyncio.wait_for(process.communicate(), SECONDS)
    return process.returncode, output.decode().splitlines()


async def test_a_good_node_passes(program: Path, own: monerod.Monerod) -> None:
    """The restricted port of one's own node is one."""
    code, lines = await _check(program, own.restricted_url, own.url)

    assert {line[:3] for line in lines} == {"yes"}
    assert code == 0


async def test_a_node_of_another_chain_does_not(program: Path, own: monerod.Monerod, tmp_path: Path) -> None:
    """It has other blocks at the same heights, and shows its owner's port to everybody."""
    async with monerod.running(tmp_path / "other") as other, other.node() as node:
        await node.rpc.generate_blocks(BLOCKS, monerod.ADDRESS)
        code, lines = await _check(program, other.url, own.url)

    wrong = {line[4:] for line in lines if line.startswith("NO")}
    assert wrong == {"has the same block at height 2", "offers its restricted port alone"}
    assert code == 1
