# SPDX-License-Identifier: Apache-2.0
"""The P2P client against real daemons of three releases on closed networks of loopback."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from aiomonero import errors
from aiomonero.node import Node
from aiomonero.p2p import session
from aiomonero.p2p.client import Client
from aiomonero.protocol.levin import chain, connection, framing, ping
from aiomonero.protocol.levin import header as headers
from aiomonero.protocol.levin.command import Command
from aiomonero.protocol.levin.header import Flag
from aiomonero.testing import daemons
from aiomonero.testing.daemons import Monerod
from aiomonero.transport import base, tcp
from aiomonero.types import p2p
from aiomonero.types.network import Network
from aiomonero.types.peer_address import PeerAddress
from tests.support import loopback, monerod, releases, socks

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Eavesdropper:
    """A dialer for one connection that knows which questions of the peer were not answered yet."""

    def __init__(self, questions: set[Command]) -> None:
        self.open_questions = {int(question) for question in questions}
        self._framer = framing.Framer(lambda header: header.size_bytes)

    async def open(self, host: str, port: int, *, timeout_seconds: float) -> base.ByteStream:
        """Connect, and listen from now on to what is sent."""
        self._stream = await tcp.TcpDialer().open(host, port, timeout_seconds=timeout_seconds)
        return self

    async def receive(self, limit_bytes: int = tcp.CHUNK_BYTES) -> bytes:
        """Pass on what the peer says."""
        return await self._stream.receive(limit_bytes)

    async def send(self, data: bytes) -> None:
        """Pass on what is said to the peer, and strike out the questions that it answers."""
        await self._stream.send(data)
        answers = {frame.header.command for frame in self._framer.receive(data) if frame.header.flags & Flag.RESPONSE}
        self.open_questions -= answers

    async def close(self) -> None:
        """Hang up."""
        await self._stream.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=releases.RELEASES)
async def daemon(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Monerod]:
    """A daemon of one release, which listens for peers and dials nobody but itself."""
    command = releases.programs(request.param).monerod
    async with monerod.running(tmp_path_factory.mktemp("peer"), command=command, is_lonely=True) as running:
        yield running


def client(daemon: Monerod, network: Network = Network.REGTEST) -> Client:
    """Return a client for a daemon's P2P port."""
    return Client("127.0.0.1", daemon.p2p_port, network=network)


async def test_a_handshake_tells_what_rpc_tells(daemon: Monerod) -> None:
    """Height, top block, difficulty and port of the handshake are the daemon's own."""
    async with Node(daemon.url) as node:
        info = await node.rpc.get_info()

    told = await client(daemon).handshake()

    assert (info.height, info.top_block_hash) == (told.chain.height, told.chain.top_hash)
    assert info.cumulative_difficulty == told.chain.cumulative_difficulty
    assert daemon.p2p_port == told.node.port
    assert told.node.support_flags == p2p.FLUFFY_BLOCKS


async def test_several_questions_on_one_connection(daemon: Monerod) -> None:
    """After the handshake come timed syncs, flags and pings, all from the same peer."""
    async with client(daemon).session() as peer:
        told = await peer.handshake()
        synced = await peer.timed_sync()
        flags = await peer.support_flags()
        peer_id = await peer.ping()

    assert (told.chain, p2p.FLUFFY_BLOCKS, told.node.peer_id) == (synced.chain, flags, peer_id)


async def test_single_questions_need_no_handshake(daemon: Monerod) -> None:
    """Ping and support flags are answered to anybody."""
    assert await client(daemon).ping() > 0
    assert await client(daemon).support_flags() == p2p.FLUFFY_BLOCKS


async def test_another_network_is_noticed(daemon: Monerod) -> None:
    """A daemon of another network hangs up or says zeros, depending on its release; it is never taken for a peer."""
    with pytest.raises((errors.OtherNetwork, errors.Closed)):
        await client(daemon, Network.STAGENET).handshake()


async def test_the_daemon_takes_the_client_for_a_peer(daemon: Monerod) -> None:
    """While the session lasts the daemon lists it, with the flags and height that it told."""
    myself = session.Myself.nobody(Network.REGTEST)
    async with (
        Client("127.0.0.1", daemon.p2p_port, network=Network.REGTEST, myself=myself).session() as peer,
        Node(daemon.url) as node,
    ):
        await peer.handshake()
        connections = await node.rpc.get_connections()

    assert [
        (each.height, each.support_flags) for each in connections if each.peer_id == f"{myself.node.peer_id:016x}"
    ] == [(1, p2p.FLUFFY_BLOCKS)]


async def test_daemons_understand_noise_and_fragments(daemon: Monerod) -> None:
    """A ping behind noise and cut into pieces is answered like any other."""
    conversation = connection.Connection()
    pieces = framing.fragments(conversation.ask(Command.PING, ping.request()), 2 * headers.SIZE_BYTES)
    stream = await tcp.TcpDialer().open("127.0.0.1", daemon.p2p_port, timeout_seconds=10)
    try:
        await stream.send(b"".join([framing.noise(3072), *pieces]))
        (answer,) = conversation.receive(await asyncio.wait_for(stream.receive(), timeout=10))
    finally:
        await stream.close()

    assert isinstance(answer, connection.Answer)
    assert ping.read(answer.body) == await client(daemon).ping()


async def test_a_hidden_peer_is_reached_through_a_proxy(daemon: Monerod) -> None:
    """The proxy alone learns the name and looks it up; the peer answers as to anybody."""
    onion = f"{'a' * 56}.onion"
    async with socks.SocksProxy({onion: daemon.p2p_port}).running() as proxy:
        through = Client(onion, 18083, network=Network.REGTEST, dialer=tcp.TcpDialer(proxy.address))

        assert (await through.handshake()).chain.height == 1
        assert [(onion, 18083)] == proxy.log


async def test_a_node_is_asked_both_ways(daemon: Monerod) -> None:
    """One object has the daemon's RPC and its peer side."""
    async with Node(daemon.url, p2p=f"127.0.0.1:{daemon.p2p_port}") as node:
        height = (await node.p2p.handshake()).chain.height

        assert height == (await node.rpc.get_info()).height


async def test_the_daemons_own_questions_are_answered(daemon: Monerod) -> None:
    """Who tells no support flags is asked for them, and soon how long its chain is; both are answered."""
    dialer = Eavesdropper({Command.SUPPORT_FLAGS, Command.TIMED_SYNC})
    flagless = session.Myself(node=p2p.PeerNode(peer_id=1), chain=chain.genesis(Network.REGTEST))
    conversation = Client("127.0.0.1", daemon.p2p_port, network=Network.REGTEST, dialer=dialer, myself=flagless)

    async with conversation.session() as peer:
        await peer.handshake()
        async with asyncio.timeout(30):
            while dialer.open_questions:
                await peer.serve(0.2)

        assert await peer.ping() > 0


@pytest.mark.parametrize("release", releases.RELEASES)
@pytest.mark.parametrize("network", [Network.TESTNET, Network.STAGENET])
async def test_every_network_is_spoken(network: Network, release: str, tmp_path: Path) -> None:
    """The id and the first block of each network are those of real daemons."""
    command, flag = releases.programs(release).monerod, f"--{network}"
    async with monerod.running(tmp_path, command=command, is_lonely=True, network=[flag]) as daemon:
        told = await client(daemon, network).handshake()

    assert (1, network.genesis_hash) == (told.chain.height, told.chain.top_hash)


async def test_a_growing_chain_is_told(tmp_path: Path) -> None:
    """Who has the first block only is a peer of daemons with many, and hears by timed syncs that they become more."""
    program = releases.programs(releases.RELEASES[-1]).monerod
    async with daemons.connected(tmp_path, 2, program=program) as (daemon, _), Node(daemon.url) as node:
        await node.rpc.generate_blocks(5, monerod.ADDRESS)
        async with client(daemon).session() as peer:
            told = await peer.handshake()
            await node.rpc.generate_blocks(1, monerod.ADDRESS)
            later = await peer.timed_sync()

    assert (told.chain.height, told.chain.top_version, later.chain.height) == (6, 16, 7)


@pytest.mark.skipif(not socket.has_ipv6 or not Path("/proc/net/if_inet6").exists(), reason="this machine has no IPv6")
@pytest.mark.parametrize("release", releases.RELEASES)
async def test_peers_over_ipv6(release: str, tmp_path: Path) -> None:
    """An address in brackets leads to a daemon that listens there."""
    (port,) = loopback.free_ports(1)
    flags = ("--p2p-use-ipv6", "--p2p-bind-ipv6-address=::1", f"--p2p-bind-port-ipv6={port}")
    command = releases.programs(release).monerod
    async with monerod.running(tmp_path, *flags, command=command, is_lonely=True):
        address = PeerAddress.parse(f"[::1]:{port}")

        assert (await Client(address.host, address.port, network=Network.REGTEST).handshake()).chain.height == 1
