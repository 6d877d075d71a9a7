# SPDX-License-Identifier: Apache-2.0
"""One visit: what is asked over the connection, what is taken from the answers, and that it ends."""

import asyncio

import pytest

from aiomonero import errors
from aiomonero.p2p.crawler import Crawler, CrawlLimits
from aiomonero.p2p.frontier import Frontier
from aiomonero.p2p.visit import Outcome
from aiomonero.p2p.visitor import Visitor
from aiomonero.protocol.levin import chain, framing, handshake, timed_sync
from aiomonero.protocol.levin.command import Command
from aiomonero.protocol.levin.header import Flag, Header, ReturnCode
from aiomonero.testing.scripted import ScriptedDialer, ScriptedStream
from aiomonero.types.network import Network
from aiomonero.types.p2p import ChainState, Handshake, PeerEntry, PeerNode, TimedSync
from aiomonero.types.peer_address import PeerAddress

PEER = PeerAddress.of("5.0.0.1", 18080)
KNOWN = tuple(PeerAddress.of(f"5.0.0.{number}", 18080) for number in range(2, 8))
GENESIS = chain.genesis(Network.STAGENET)


def entries(peers: tuple[PeerAddress, ...]) -> tuple[PeerEntry, ...]:
    """Return peers as they are told."""
    return tuple(PeerEntry(address=peer) for peer in peers)


def answer(command: int, body: bytes) -> bytes:
    """Return a peer's answer."""
    return framing.encode(Header(command, 0, Flag.RESPONSE, ReturnCode.OK), body)


def shaken(*peers: PeerAddress) -> bytes:
    """Return the answer to a handshake of a pruned peer that offers RPC."""
    node = PeerNode(peer_id=2**64 - 1, port=38080, rpc_port=38089, support_flags=3)
    state = ChainState(height=9, top_hash="ab" * 32, top_version=16, cumulative_difficulty=2**70, pruning_seed=385)
    body = handshake.write(Network.STAGENET, Handshake(node=node, chain=state, peers=entries(peers)))
    return answer(Command.HANDSHAKE, body)


def synced(*peers: PeerAddress) -> bytes:
    """Return the answer to a timed sync."""
    return answer(Command.TIMED_SYNC, timed_sync.write(TimedSync(chain=GENESIS, peers=entries(peers))))


def asked(stream: ScriptedStream) -> list[int]:
    """Return the commands that were asked for."""
    return [frame.header.command for frame in framing.Framer(lambda header: header.size_bytes).receive(stream.sent)]


async def test_a_visit_takes_down_what_the_peer_says() -> None:
    """Every field of the answer is the peer's, and the connection is closed."""
    stream = ScriptedStream(shaken(*KNOWN[:2]))

    told = await Visitor(Network.STAGENET, ScriptedDialer(stream))(PEER)

    assert told.peers == KNOWN[:2]
    assert (told.answer.peer_id, told.answer.rpc_port, told.answer.support_flags) == (2**64 - 1, 38089, 3)
    assert (told.answer.height, told.answer.top_hash, told.answer.top_version) == (9, "ab" * 32, 16)
    assert (told.answer.pruning_seed, told.answer.told) == (385, 2)
    assert asked(stream) == [Command.HANDSHAKE]
    assert stream.is_closed


async def test_more_peers_are_asked_for_until_none_come() -> None:
    """Syncs go over the same connection, no more than wanted, and end with the first that tells nobody."""
    replies = (shaken(KNOWN[0]), synced(KNOWN[1]), synced(KNOWN[2]), synced(), synced(KNOWN[3]))
    few, many = ScriptedStream(*replies), ScriptedStream(*replies)

    assert (await Visitor(Network.STAGENET, ScriptedDialer(few), syncs=1)(PEER)).peers == KNOWN[:2]
    assert (await Visitor(Network.STAGENET, ScriptedDialer(many), syncs=9)(PEER)).peers == KNOWN[:3]
    assert asked(few) == [Command.HANDSHAKE, Command.TIMED_SYNC]
    assert asked(many) == [Command.HANDSHAKE, *[Command.TIMED_SYNC] * 3]


async def test_a_peer_that_hangs_up_early_has_answered() -> None:
    """Who shook hands counts as reachable, with what it told until then."""
    stream = ScriptedStream(shaken(KNOWN[0]), synced(KNOWN[1]), errors.Closed("reset"))

    assert (await Visitor(Network.STAGENET, ScriptedDialer(stream), syncs=9)(PEER)).peers == KNOWN[:2]


class Stalling(ScriptedStream):
    """A peer that stops in the middle of what it has to say."""

    async def receive(self, limit_bytes: int = 65536) -> bytes:
        """Say the next thing, or let wait for ever."""
        if not self._script:
            await asyncio.get_running_loop().create_future()
        return await super().receive(limit_bytes)


class Endless(ScriptedStream):
    """A peer that always knows somebody else."""

    async def receive(self, limit_bytes: int = 65536) -> bytes:
        """Say it again."""
        await asyncio.sleep(0)
        self._script += [synced(KNOWN[2])] * (not self._script)
        return await super().receive(limit_bytes)


async def test_a_peer_that_stalls_after_its_handshake_is_reachable() -> None:
    """A crawl that gives it no more time than its visitor needs counts what it said until then."""
    visitor = Visitor(
        Network.STAGENET, ScriptedDialer(Stalling(shaken(KNOWN[0]), synced(KNOWN[1]))), timeout_seconds=0.01, syncs=9
    )
    frontier = Frontier()
    frontier.seed([PEER])

    async with Crawler(visitor, frontier, limits=CrawlLimits(visits=1, visit_seconds=visitor.most_seconds)) as crawler:
        visit = await anext(crawler)

    assert (visit.outcome, visit.answer and visit.answer.told) == (Outcome.ANSWERED, 2)


async def test_all_syncs_together_have_a_bound() -> None:
    """However much a peer goes on to tell, its visit ends."""
    stream = Endless(shaken(KNOWN[0]), synced(KNOWN[1]))

    async with asyncio.timeout(1):
        told = await Visitor(Network.STAGENET, ScriptedDialer(stream), timeout_seconds=0.05, syncs=10**9)(PEER)

    assert told.peers[:2] == KNOWN[:2]
    assert stream.is_closed


async def test_a_visit_that_fails_closes_the_connection() -> None:
    """A peer of another network is left at once."""
    stream = ScriptedStream(shaken())

    with pytest.raises(errors.OtherNetwork):
        await Visitor(Network.MAINNET, ScriptedDialer(stream))(PEER)
    assert stream.is_closed
