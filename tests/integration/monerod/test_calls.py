# SPDX-License-Identifier: Apache-2.0
"""Every call of the library, typed, against a real daemon."""

import asyncio
import signal
from pathlib import Path

import pytest

from aiomonero import Network, errors
from aiomonero.node import Node
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.transport.call import Policy
from aiomonero.transport.http import HttpTransport
from tests.support import monerod, releases

RESERVED_BYTES = 60


async def test_info_and_version_describe_the_daemon(daemon: monerod.Monerod) -> None:
    """The daemon tells its network, its height and the version of its RPC."""
    async with daemon.node() as node:
        info, version = await node.rpc.get_info(), await node.rpc.get_version()

    assert Network.REGTEST is info.network
    assert info.height >= 1
    assert info.synchronized
    assert version.rpc_version >= (3, 10)


async def test_headers_by_height_and_of_the_top_are_of_one_chain(daemon: monerod.Monerod) -> None:
    """The last header is the one at the height below the chain's."""
    async with daemon.node() as node:
        info = await node.rpc.get_info()
        by_height = await node.rpc.get_block_header_by_height(info.height - 1)
        last = await node.rpc.get_last_block_header()

    assert info.top_block_hash == by_height.hash == last.hash
    assert info.cumulative_difficulty == last.cumulative_difficulty


async def test_a_height_above_the_top_is_not_found(daemon: monerod.Monerod) -> None:
    """A block that does not exist is NotFound, and the error says of which method and daemon."""
    async with daemon.node() as node:
        with pytest.raises(errors.NotFound) as caught:
            await node.rpc.get_block_header_by_height(10**6)

    assert caught.value.method == "get_block_header_by_height"
    assert caught.value.endpoint == f"{daemon.url}/json_rpc"


async def test_a_submitted_template_raises_the_height_on_the_restricted_port(daemon: monerod.Monerod) -> None:
    """At fixed difficulty 1 the template itself is a valid block, and the restricted port takes it."""
    async with Node(daemon.restricted_url, policy=monerod.QUICK) as node:
        before = await node.rpc.get_info()
        template = await node.rpc.get_block_template(monerod.ADDRESS)
        await node.rpc.submit_block(template.blocktemplate_blob)
        after = await node.rpc.get_info()

    assert before.height == template.height
    assert before.height + 1 == after.height


async def test_a_template_leaves_the_space_that_was_asked_for(daemon: monerod.Monerod) -> None:
    """The reserved bytes stand in the block as zeros at the given offset."""
    async with daemon.node() as node:
        template = await node.rpc.get_block_template(monerod.ADDRESS, reserve_size=RESERVED_BYTES)

    block = bytes.fromhex(template.blocktemplate_blob)
    assert bytes(RESERVED_BYTES) == block[template.reserved_offset : template.reserved_offset + RESERVED_BYTES]


async def test_generated_blocks_are_in_the_chain(daemon: monerod.Monerod) -> None:
    """A regtest daemon makes blocks itself and names them."""
    async with daemon.node() as node:
        made = await node.rpc.generate_blocks(3, monerod.ADDRESS)
        header = await node.rpc.get_block_header_by_height(made.height)

    assert len(made.blocks) == 3
    assert made.blocks[-1] == header.hash


async def test_nonsense_is_rejected_with_the_daemons_code(daemon: monerod.Monerod) -> None:
    """A blob that is no block is Rejected, not repeated and not a transport's failure."""
    async with daemon.node() as node:
        with pytest.raises(errors.Rejected) as caught:
            await node.rpc.submit_block("00")

    assert caught.value.code == -6


async def test_the_restricted_port_hides_peers(daemon: monerod.Monerod) -> None:
    """What only the unrestricted port offers is Restricted on the other one."""
    async with Node(daemon.restricted_url, policy=monerod.QUICK) as node:
        with pytest.raises(errors.Restricted):
            await node.rpc.get_connections()


async def test_a_daemon_that_met_nobody_is_busy(tmp_path: Path) -> None:
    """While a daemon is not synchronized it neither tells its last header nor gives templates, but has headers."""
    async with monerod.running(tmp_path, is_lonely=True) as lonely, lonely.node() as node:
        with pytest.raises(errors.Busy):
            await node.rpc.get_block_template(monerod.ADDRESS)
        with pytest.raises(errors.Busy):
            await node.rpc.get_last_block_header()
        header = await node.rpc.get_block_header_by_height(0)

    assert header.height == 0


async def test_two_daemons_see_each_other(tmp_path: Path) -> None:
    """Each of two connected daemons tells one connection, in opposite directions."""
    async with (
        monerod.running(tmp_path / "a", is_lonely=True) as first,
        monerod.running(tmp_path / "b", peers=[first]) as second,
        first.node() as a,
        second.node() as b,
    ):
        await monerod.until_synchronized(second)
        of_first, of_second = await a.rpc.get_connections(), await b.rpc.get_connections()

    assert [peer.incoming for peer in of_first] == [True]
    assert [peer.incoming for peer in of_second] == [False]
    assert [f"127.0.0.1:{first.p2p_port}"] == [peer.address for peer in of_second]


async def test_a_hanging_daemon_times_out_and_a_dead_one_is_not_there(tmp_path: Path) -> None:
    """The deadline holds while the daemon hangs; a killed daemon is told from it."""
    impatient = Policy(timeout_seconds=0.5, attempts=3, pause_seconds=0.01)
    async with monerod.running(tmp_path) as victim, HttpTransport() as transport:
        rpc = DaemonRpc(transport, victim.url, policy=impatient)

        victim.signal(signal.SIGSTOP)
        with pytest.raises(errors.TimedOut):
            await rpc.get_info()
        victim.kill()
        with pytest.raises(errors.ConnectFailed):
            await rpc.get_info()


@pytest.mark.parametrize("release", releases.RELEASES)
async def test_a_hundred_calls_at_once_are_all_served(release: str, tmp_path: Path) -> None:
    """No more connections are opened than the daemon serves, so nobody is hung up on and nothing is repeated."""
    once = Policy(timeout_seconds=20.0, attempts=1)
    command = releases.programs(release).monerod
    async with monerod.running(tmp_path, command=command) as daemon, Node(daemon.url, policy=once) as node:
        answers = await asyncio.gather(*(node.rpc.get_version() for _ in range(100)))

    assert len(answers) == 100
