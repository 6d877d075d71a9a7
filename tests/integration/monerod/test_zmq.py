# SPDX-License-Identifier: Apache-2.0
"""What daemons of three releases publish, and subscriptions that lose their daemon or get nonsense."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import zmq
import zmq.asyncio

from aiomonero import errors
from aiomonero.node import Node
from aiomonero.testing import loopback
from aiomonero.types.login import Login
from aiomonero.types.mining import MinerData
from aiomonero.types.publication import FullBlocks, NewBlocks, Topic
from aiomonero.zmq import connection
from aiomonero.zmq.backlog import BacklogLimits
from aiomonero.zmq.notice import Disconnected, Event, Missed, Overflowed, Reconnected, Reorganized, Silent, Undecodable
from aiomonero.zmq.subscriber import Subscriber, Subscription
from tests.support import monerod, releases
from tests.support.socks import SocksProxy

SECONDS = 60.0
HIDDEN = f"{56 * 'a'}.onion"


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=releases.RELEASES)
async def publisher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[monerod.Monerod]:
    """Run a daemon of each release that publishes."""
    command = releases.programs(request.param).monerod
    async with monerod.running(tmp_path_factory.mktemp("publisher"), command=command, has_zmq=True) as daemon:
        yield daemon


async def test_a_block_is_published_whole_and_by_its_hash_and_to_miners(publisher: monerod.Monerod) -> None:
    """All that is said of one block agrees with what RPC says of it, and nothing is missing."""
    topics = (Topic.FULL_CHAIN, Topic.MINIMAL_CHAIN, Topic.MINER_DATA)
    async with publisher.node(timeout_seconds=SECONDS) as node, node.zmq.subscribe(*topics) as events:
        await _settled(node, events)
        made = await node.rpc.generate_blocks(1, monerod.ADDRESS)
        miner_data, full, minimal = await _next(events), await _next(events), await _next(events)
        header = await node.rpc.get_block_header_by_height(made.height)

    assert isinstance(full, FullBlocks)
    assert isinstance(minimal, NewBlocks)
    assert isinstance(miner_data, MinerData)
    (block,) = full.blocks
    assert (header.height, header.prev_hash, header.timestamp) == (block.height, block.prev_hash, block.timestamp)
    assert header.reward_piconero == sum(output.amount_piconero for output in block.miner_tx.outputs)
    assert (made.height, header.prev_hash, made.blocks) == (minimal.height, minimal.first_prev_hash, minimal.hashes)
    assert (made.height + 1, header.hash) == (miner_data.height, miner_data.prev_hash)


async def test_a_reorganization_is_told_before_its_blocks(publisher: monerod.Monerod) -> None:
    """Two blocks are popped, which nobody publishes; the next block replaces the first of them."""
    async with publisher.node(timeout_seconds=SECONDS) as node, node.zmq.subscribe(Topic.FULL_CHAIN) as events:
        await _settled(node, events)
        top = (await node.rpc.generate_blocks(2, monerod.ADDRESS)).height
        for _ in range(2):
            assert isinstance(await _next(events), FullBlocks)
        await node.rpc.pop_blocks(2)
        await node.rpc.generate_blocks(1, monerod.ADDRESS)
        told, replacing = await _next(events), await _next(events)

    assert Reorganized(top - 1, 2) == told
    assert isinstance(replacing, FullBlocks)
    assert top - 1 == replacing.blocks[0].height


async def test_blocks_during_a_break_are_told_as_missed_and_can_be_fetched(tmp_path: Path) -> None:
    """The daemon dies and comes back, makes blocks before the subscription does, and one after."""
    ports = monerod.Ports.pick()
    async with contextlib.AsyncExitStack() as stack:
        async with (
            monerod.running(tmp_path, ports=ports, has_zmq=True) as daemon,
            daemon.node(timeout_seconds=SECONDS) as node,
        ):
            events = await stack.enter_async_context(node.zmq.subscribe(Topic.MINIMAL_CHAIN))
            await _settled(node, events)
            seen = await node.rpc.get_info()
        assert isinstance(await _next(events), Disconnected)

        # Without ZMQ, so that the subscription cannot be back before the blocks are made.
        async with monerod.running(tmp_path, ports=ports) as daemon, daemon.node(timeout_seconds=SECONDS) as node:
            made = await node.rpc.generate_blocks(3, monerod.ADDRESS)
        async with (
            monerod.running(tmp_path, ports=ports, has_zmq=True) as daemon,
            daemon.node(timeout_seconds=SECONDS) as node,
        ):
            assert Reconnected() == await _next(events)
            missed = await _until_told(node, events)
            missing = node.rpc.iterate_headers(missed.first_height, missed.last_height + 1)
            headers = [header async for header in missing]

    assert (seen.height, seen.top_block_hash) == (missed.first_height, missed.after_hash)
    assert made.blocks == tuple(header.hash for header in headers)[:3]


async def test_silence_is_told(publisher: monerod.Monerod) -> None:
    """A daemon that has nothing to say looks like one whose publisher died; the consumer is told of either."""
    async with Subscriber(publisher.zmq_address).subscribe(Topic.MINER_DATA, silence_seconds=0.05) as events:
        assert Silent(0.05) == await _next(events)
        assert Silent(0.05) == await _next(events)


async def test_a_daemon_that_hangs_is_noticed_and_one_that_is_silent_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked whether it lives, a silent daemon answers; one that was stopped does not, and is given up."""
    monkeypatch.setattr(connection, "PING_SECONDS", 0.2)
    async with (
        monerod.running(tmp_path, has_zmq=True) as daemon,
        Subscriber(daemon.zmq_address).subscribe(Topic.MINER_DATA, silence_seconds=1.5) as events,
    ):
        assert Silent(1.5) == await _next(events)
        daemon.signal(signal.SIGSTOP)
        assert isinstance(await _next(events), Disconnected)


async def test_nobody_there_is_told_in_time() -> None:
    """A port without a publisher is ConnectFailed; a name of Tor is not even asked for, which is our mistake."""
    address = f"tcp://127.0.0.1:{loopback.free_ports(1)[0]}"
    kinds = {address: errors.ConnectFailed, f"tcp://{HIDDEN}:18083": errors.LocalProtocolError}
    for where, kind in kinds.items():
        with pytest.raises(kind) as caught:
            async with Subscriber(where).subscribe(Topic.MINER_DATA, connect_seconds=0.2):
                pass
        assert where == caught.value.endpoint


@pytest.mark.parametrize("login", [None, Login("ann", "secret")], ids=["anybody", "login"])
async def test_a_hidden_publisher_is_reached_through_a_proxy(login: Login | None) -> None:
    """The proxy is asked for the name as it is, which no resolver on this side has seen."""
    with _publishing() as (socket, address):
        names = {HIDDEN: int(address.rpartition(":")[2])}
        async with SocksProxy(names, login=login).running() as proxy:
            subscriber = Subscriber(f"tcp://{HIDDEN}:18083", proxy=proxy.address)
            async with subscriber.subscribe(Topic.MINIMAL_CHAIN) as events:
                await _subscribed(socket)
                await socket.send(_blocks(7))
                event = await _next(events)

    assert isinstance(event, NewBlocks)
    assert proxy.log == [(HIDDEN, 18083)]


async def test_nonsense_is_told_and_what_follows_is_read() -> None:
    """A message that cannot be read ends nothing: each becomes a notice."""
    bad = [b"json-minimal-chain_main:{", b"json-minimal-chain_main:", b"json-minimal-chain_mainx:[]"]
    with _publishing() as (socket, address):
        async with Subscriber(address).subscribe(Topic.MINIMAL_CHAIN) as events:
            await _subscribed(socket)
            for message in [*bad, _blocks(7)]:
                await socket.send(message)
            told = [await _next(events) for _ in range(4)]

    assert [Undecodable, Undecodable, Undecodable, NewBlocks] == [type(event) for event in told]


async def test_a_slow_consumer_is_told_what_it_lost() -> None:
    """Of twenty blocks it has room for five: it learns the number, the missing heights, and gets the latest."""
    with _publishing() as (socket, address):
        limits = BacklogLimits(messages=5)
        async with Subscriber(address).subscribe(Topic.MINIMAL_CHAIN, limits=limits) as events:
            await _subscribed(socket)
            await socket.send(_blocks(1))
            assert isinstance(await _next(events), NewBlocks)
            for height in range(2, 22):
                await socket.send(_blocks(height))
            await _filled(events)
            overflowed, missed, *blocks = [await _next(events) for _ in range(7)]

    assert Overflowed(15) == overflowed
    assert isinstance(missed, Missed)
    assert (missed.first_height, missed.last_height) == (2, 16)
    assert [each.height for each in blocks if isinstance(each, NewBlocks)] == [17, 18, 19, 20, 21]


@pytest.mark.parametrize("frames", [[bytes(2000)], [b"a", b"b"]], ids=["too large", "several frames"])
async def test_a_message_that_is_never_held_in_memory_costs_the_connection(frames: list[bytes]) -> None:
    """One larger than agreed, or of many frames; the subscription says so and comes back."""
    with _publishing() as (socket, address):
        limits = BacklogLimits(message_bytes=1000)
        async with Subscriber(address).subscribe(Topic.MINIMAL_CHAIN, limits=limits) as events:
            await _subscribed(socket)
            await socket.send_multipart([b"json-minimal-chain_main:" + frames[0], *frames[1:]])
            told = [await _next(events), await _next(events)]
            await _subscribed(socket)
            await socket.send(_blocks(7))
            after = await _next(events)

    assert [Disconnected, Reconnected] == [type(event) for event in told]
    assert isinstance(after, NewBlocks)


async def test_a_server_of_another_kind_is_told_in_time() -> None:
    """What answers in HTTP is no publisher, and is not waited for."""

    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        address = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        with pytest.raises(errors.RemoteProtocolError, match="HTTP"):
            async with Subscriber(address).subscribe(Topic.MINER_DATA):
                pass


async def test_the_end_of_the_block_ends_the_iteration() -> None:
    """Whoever still waits for an event gets the end of the iteration."""
    with _publishing() as (_, address):
        async with Subscriber(address).subscribe(Topic.MINER_DATA) as events:
            waiting = asyncio.create_task(_all(events))
            await asyncio.sleep(0)

        assert await asyncio.wait_for(waiting, SECONDS) == []


async def _next(events: Subscription) -> Event:
    async with asyncio.timeout(SECONDS):
        return await anext(events)


async def _all(events: Subscription) -> list[Event]:
    return [event async for event in events]


async def _settled(node: Node, events: Subscription) -> None:
    """Make blocks until one is published to us, and take all that is published of it.

    A publisher learns of a subscription some time after the connection is made, and nobody says when.
    """
    for _ in range(20):
        await node.rpc.generate_blocks(1, monerod.ADDRESS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await anext(events)
                break
    with contextlib.suppress(TimeoutError):
        while True:
            async with asyncio.timeout(0.5):
                await anext(events)


async def _until_told(node: Node, events: Subscription) -> Missed:
    async with asyncio.timeout(SECONDS):
        while True:
            await node.rpc.generate_blocks(1, monerod.ADDRESS)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    event = await anext(events)
                    if isinstance(event, Missed):
                        return event


async def _filled(events: Subscription) -> None:
    """Wait until everything that was sent has reached the backlog."""
    async with asyncio.timeout(SECONDS):
        while events._backlog._dropped < 15:  # noqa: ASYNC110 - there is no event for it, and nobody else needs one
            await asyncio.sleep(0.01)


def _blocks(height: int) -> bytes:
    document = b'{"first_height":%d,"first_prev_id":"%064x","ids":["%064x"]}' % (height, height - 1, height)
    return b"json-minimal-chain_main:" + document


@contextlib.contextmanager
def _publishing() -> Iterator[tuple[zmq.asyncio.Socket, str]]:
    context = zmq.asyncio.Context()
    socket = context.socket(zmq.XPUB)
    socket.set(zmq.XPUB_VERBOSER, 1)
    try:
        port = socket.bind_to_random_port("tcp://127.0.0.1")
        yield socket, f"tcp://127.0.0.1:{port}"
    finally:
        context.destroy(linger=0)


async def _subscribed(socket: zmq.asyncio.Socket) -> None:
    async with asyncio.timeout(SECONDS):
        while not (await socket.recv()).startswith(b"\1"):
            continue
