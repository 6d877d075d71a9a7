# SPDX-License-Identifier: Apache-2.0
"""Every program of the library's README runs as it stands there, but for the places of daemons and wallet."""

import asyncio
import contextlib
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from aiomonero.node import Node
from aiomonero.testing import daemons
from aiomonero.types.login import Login
from tests.support import certificates, pages, payer
from tests.support.socks import SocksProxy

RECIPES = pages.recipes(pages.AIOMONERO)
SECONDS = 60.0

EXPECTED = {
    "Ask a daemon": r"regtest has \d+ blocks, the last one of difficulty 1\n",
    "Know whose fault it is": r"there is no such block yet\n",
    "Read the chain": r"(\d+ [0-9a-f]{64} \S+ XMR\n){3}(\d+ \d+ bytes and 0 transactions\n){2}",
    "Ask many daemons at once": r"\{'http:\S+': \d+, 'http:\S+': \d+\}\n",
    "Log in, and speak TLS": r"Version\(.*\)\n",
    "Ask through Tor": r"height \d+\n",
    "Watch blocks and the pool": r"new blocks from height \d+\n",
    "Shake hands with a peer": r"height \d+ and 0 peers known\n",
    "Pay": r"paid in [0-9a-f]{64} for a fee of \d+ piconero\n",
    "Make and read addresses": r"5[0-9A-Za-z]{94}\n7[0-9A-Za-z]{94}\n.+\n",
    "Test against a real daemon": r".*1 passed.*",
}
"""What each prints."""

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def places(chain: payer.Chain, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, str]]:
    """Run all that the programs talk to; tell where it is by where the README says it is."""
    folder = tmp_path_factory.mktemp("recipes")
    authority = certificates.authority(folder, "ca")
    secured = daemons.running(
        folder / "secured",
        login=Login("user", "password"),
        tls=certificates.server(authority, folder, "daemon"),
    )
    async with (
        daemons.running(chain.copy(folder / "daemon"), has_zmq=True) as daemon,
        daemons.running(folder / "peer", is_lonely=True) as peer,
        secured as other,
        payer.running(folder / "wallet", daemon) as owner,
        SocksProxy().running() as proxy,
    ):
        yield {
            "http://127.0.0.1:18081": daemon.url,
            "http://127.0.0.1:18089": daemon.restricted_url,
            "https://127.0.0.1:18082": other.url,
            "tcp://127.0.0.1:18083": daemon.zmq_address,
            '"127.0.0.1", 18080': f'"127.0.0.1", {peer.p2p_port}',
            "http://127.0.0.1:18088": owner.server.url,
            '"alice"': f'"{payer.WALLET}"',
            "socks5://127.0.0.1:9050": str(proxy.address),
            '"ca.pem"': f'"{authority.certificate}"',
        }


@pytest.mark.parametrize("title", EXPECTED)
async def test_a_recipe_does_what_it_says(title: str, places: dict[str, str], tmp_path: Path) -> None:
    """It ends well and prints what its text promises."""
    program = tmp_path / "test_recipe.py"
    program.write_text(_placed(RECIPES[title], places))
    how = ("-m", "pytest", "-q", "-p", "no:cacheprovider") if "def test_" in RECIPES[title] else ()

    async with _making_blocks(places["http://127.0.0.1:18081"]) if "Watch" in title else contextlib.nullcontext():
        output = await _output(*how, str(program))

    assert re.fullmatch(EXPECTED[title], output, re.DOTALL), output


async def test_every_recipe_is_tried() -> None:
    """A new one needs an expectation."""
    assert RECIPES.keys() == EXPECTED.keys()


def _placed(program: str, places: dict[str, str]) -> str:
    for told, real in places.items():
        program = program.replace(told, real)
    return program


async def _output(*arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(SECONDS):
            out, wrong = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
    assert process.returncode == 0, out.decode() + wrong.decode()
    return out.decode()


@contextlib.asynccontextmanager
async def _making_blocks(url: str) -> AsyncIterator[None]:
    async def make() -> None:
        async with Node(url) as node:
            while True:
                await node.rpc.generate_blocks(1, daemons.ADDRESS)

    task = asyncio.create_task(make())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
