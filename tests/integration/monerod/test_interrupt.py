# SPDX-License-Identifier: Apache-2.0
"""Ctrl-C while the command waits for an answer, as a terminal sends it: to a process, on a real connection."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from aiomonero.testing import answers
from aiomonero.testing.fakenode import FakeNode

RECORDED = Path(__file__).parents[2] / "vectors" / "rpc" / "0.18.5.3"
PAGE = 1000
COMMAND = ("-m", "aiomonero.cli", "daemon", "get-block-headers-range", "--start", "1", "--end", "3000", "--json")
PATIENCE_SECONDS = 30


async def test_an_interrupted_command_prints_what_it_has(tmp_path: Path) -> None:
    """The first page came, the second never does: the document is whole, and the exit code is that of an interrupt."""
    started: list[subprocess.Popen[bytes]] = []

    def headers(params: dict[str, int]) -> dict[str, Any]:
        if params["start_height"] > PAGE:
            started[0].send_signal(signal.SIGINT)
            started[0].wait(PATIENCE_SECONDS)
        return _headers(params)

    fake = FakeNode({"get_height": {"height": 4 * PAGE, "hash": "0" * 64}, "get_block_headers_range": headers})
    async with fake.serving() as url:
        started.append(_start(url, tmp_path))
        code = await asyncio.to_thread(started[0].wait, PATIENCE_SECONDS)

    assert (code, (tmp_path / "told").read_text()) == (130, "")
    heights = [each["height"] for each in json.loads((tmp_path / "printed").read_bytes())]
    assert heights == list(range(1, PAGE + 1))


def _start(url: str, folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "MONERO_ADDRESS": url}
    with (folder / "printed").open("wb") as printed, (folder / "told").open("wb") as told:
        return subprocess.Popen([sys.executable, *COMMAND], env=environment, stdout=printed, stderr=told)


def _headers(params: dict[str, int]) -> dict[str, Any]:
    """Return a range of headers, of which each follows the one before."""
    recorded: Any = answers.recorded(RECORDED)["get_last_block_header"]
    heights = range(params["start_height"], params["end_height"] + 1)
    return {
        "headers": [
            {**recorded["block_header"], "height": each, "hash": f"{each:064}", "prev_hash": f"{each - 1:064}"}
            for each in heights
        ]
    }
