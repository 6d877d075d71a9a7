# SPDX-License-Identifier: Apache-2.0
"""The programs of the how-tos about watching, testing and Tor do what their pages say."""

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from aiomonero.types.login import Login
from tests.support import monerod, pages
from tests.support.socks import SocksProxy

SECONDS = 90.0
PLUGINS = ("-p", "aiomonero.testing.plugin", "-p", "pytest_asyncio.plugin")
SETTINGS = ("-o", "asyncio_mode=auto", "-o", "asyncio_default_test_loop_scope=session")
SCOPE = ("-o", "asyncio_default_fixture_loop_scope=session")


async def test_the_pool_is_watched(tmp_path: Path) -> None:
    """The program asks for the pool once, and says how it is after each block."""
    (program,) = pages.programs(pages.HOW_TO / "watch-the-pool.md")
    async with (
        monerod.running(tmp_path / "daemon", has_zmq=True) as daemon,
        daemon.node(timeout_seconds=SECONDS) as node,
    ):
        text = program.replace("http://127.0.0.1:18081", daemon.url)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", text.replace("tcp://127.0.0.1:18083", daemon.zmq_address), stdout=PIPE
        )
        assert process.stdout
        try:
            first = await asyncio.wait_for(process.stdout.readline(), SECONDS)
            second = asyncio.create_task(process.stdout.readline())
            async with asyncio.timeout(SECONDS):
                while not second.done():
                    await node.rpc.generate_blocks(1, monerod.ADDRESS)
                    await asyncio.wait([second], timeout=0.5)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.communicate()

    assert (first, second.result()) == (b"0 transactions wait\n", b"0 transactions wait after FullBlocks\n")


async def test_the_tests_pass(tmp_path: Path) -> None:
    """Each of the page's tests, in a project of its own."""
    programs = pages.programs(pages.HOW_TO / "write-a-test-against-a-real-daemon.md")
    for index, program in enumerate(programs):
        (tmp_path / f"test_page_{index}.py").write_text(program)

    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "-q", "-W", "error", *PLUGINS, *SETTINGS, *SCOPE, str(tmp_path)),
        cwd=tmp_path,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdout=PIPE,
    )
    told, _ = await asyncio.wait_for(process.communicate(), SECONDS)

    assert f"{sum(program.count('def test_') for program in programs)} passed" in told.decode(), told.decode()


async def test_a_hidden_service_is_asked(tmp_path: Path) -> None:
    """The proxy alone knows the name, and is told the login that the page shows."""
    (program,) = pages.programs(pages.HOW_TO / "talk-over-tor.md")
    name = "a" * 56 + ".onion"
    async with (
        monerod.running(tmp_path / "daemon") as daemon,
        SocksProxy({name: daemon.restricted_port}, login=Login("wallet", "1")).running() as proxy,
    ):
        text = program.replace("….onion", name).replace("127.0.0.1:9050", f"127.0.0.1:{proxy.port}")
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", text, stdout=PIPE)
        told, _ = await asyncio.wait_for(process.communicate(), SECONDS)

    assert told.startswith(b"Info("), told
    assert proxy.log == [(name, 18089)]
