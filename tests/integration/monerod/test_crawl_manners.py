# SPDX-License-Identifier: Apache-2.0
"""What peers see of a crawler over real connections, and what hostile ones can make of it."""

import errno
import random
import resource
from typing import Any

import pytest

from aiomonero import errors
from aiomonero.cli.commands.p2p import address
from aiomonero.cli.commands.p2p.group import Wish
from aiomonero.p2p import report
from aiomonero.p2p.crawler import Crawler, CrawlLimits
from aiomonero.p2p.frontier import Frontier, Rules
from aiomonero.p2p.visit import Outcome, Visit
from aiomonero.p2p.visitor import Visitor
from aiomonero.protocol.levin.header import SIZE_BYTES
from aiomonero.testing import loopback
from aiomonero.transport.base import Dialer
from aiomonero.transport.tcp import TcpDialer
from aiomonero.types.network import Network
from aiomonero.types.peer_address import AddressKind, PeerAddress
from aiomonero.types.proxy import Proxy
from tests.support import fake_peers, pages
from tests.support.socks import SocksProxy

HOSTS = 150


async def crawl(
    *seeds: PeerAddress, rules: Rules | None = None, dialer: Dialer | None = None, **limits: float
) -> tuple[dict[str, Visit], Frontier]:
    """Crawl to the end and return the visits by address."""
    frontier = Frontier(rules or Rules(allow_private=True))
    frontier.seed(seeds)
    visitor = Visitor(Network.MAINNET, dialer, timeout_seconds=30.0)
    given = CrawlLimits(**({"visit_seconds": 30.0} | limits))  # type: ignore[arg-type]
    async with Crawler(visitor, frontier, limits=given) as crawler:
        return {visit.address: visit async for visit in crawler}, frontier


async def test_each_host_sees_one_connection() -> None:
    """However often it is told, a host is connected to once, and no more hosts at a time than allowed."""
    peers = fake_peers.addresses(HOSTS, loopback.free_ports(1)[0])
    chance = random.Random(1)
    replies = {peer: fake_peers.answer(chance.sample(peers, 20), peer_id=number) for number, peer in enumerate(peers)}

    async with fake_peers.listening(replies) as visitors:
        visits, _ = await crawl(peers[0], connections=10)

    found = report.summarize(visits.values())
    assert (found.visited, found.reachable, found.shared_identities) == (HOSTS, HOSTS, 0)
    assert visitors.came == {peer.host: 1 for peer in peers}
    assert visitors.most_at_host == 1
    assert visitors.most <= 10


async def test_a_list_that_aims_at_one_host() -> None:
    """A peer that tells 250 ports of a victim brings it one connection."""
    liar, victim = fake_peers.addresses(2, loopback.free_ports(1)[0])
    ports = [victim, *(PeerAddress.of(victim.host, port) for port in range(1, 250))]

    async with fake_peers.listening({liar: fake_peers.answer(ports), victim: fake_peers.answer([])}) as visitors:
        visits, _ = await crawl(liar)

    assert len(visits) == 2
    assert visitors.came == {liar.host: 1, victim.host: 1}


async def test_a_list_that_aims_at_the_own_network() -> None:
    """Without being allowed to, the crawler does not touch a private address that it is told."""
    liar, inside = fake_peers.addresses(2, loopback.free_ports(1)[0])

    async with fake_peers.listening({liar: fake_peers.answer([inside]), inside: fake_peers.answer([])}) as visitors:
        visits, _ = await crawl(liar, rules=Rules())

    assert len(visits) == 1
    assert visitors.came == {liar.host: 1}


HANDSHAKE = fake_peers.answer([])


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (HANDSHAKE, Outcome.ANSWERED),
        (fake_peers.answer([], network=Network.TESTNET), Outcome.OTHER_NETWORK),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n" + bytes(SIZE_BYTES), Outcome.NONSENSE),
        (HANDSHAKE[:SIZE_BYTES] + bytes(len(HANDSHAKE) - SIZE_BYTES), Outcome.NONSENSE),
        (bytes(1_000_000), Outcome.NONSENSE),
        (None, Outcome.TIMED_OUT),
        (HANDSHAKE[:-1], Outcome.TIMED_OUT),
    ],
    ids=["as agreed", "other network", "web server", "zeros for a body", "a flood", "silence", "one byte too few"],
)
async def test_what_hostile_peers_become(reply: bytes | None, outcome: Outcome) -> None:
    """Whatever a peer sends, it becomes an outcome, within the time for one visit."""
    (peer,) = fake_peers.addresses(1, loopback.free_ports(1)[0])
    seconds = 0.5 if outcome is Outcome.TIMED_OUT else 30.0

    async with fake_peers.listening({peer: reply}):
        visits, _ = await crawl(peer, visit_seconds=seconds)

    assert [visit.outcome for visit in visits.values()] == [outcome]


async def test_hidden_services() -> None:
    """Through a proxy the services of a zone are walked by their names, each asked for once; the absent are refused."""
    here, there, absent = (PeerAddress.of(letter * 56 + ".onion", 18083) for letter in "abc")
    first, second = (PeerAddress.of("127.0.0.1", port) for port in loopback.free_ports(2))
    replies = {first: fake_peers.answer([there, absent]), second: fake_peers.answer([here])}

    async with (
        fake_peers.listening(replies),
        SocksProxy({here.host: first.port, there.host: second.port}).running() as proxy,
    ):
        rules = Rules(kinds=frozenset({AddressKind.TOR}))
        visits, _ = await crawl(here, rules=rules, dialer=TcpDialer(proxy.address))

    assert {address: visit.outcome for address, visit in visits.items()} == {
        str(here): Outcome.ANSWERED, str(there): Outcome.ANSWERED, str(absent): Outcome.REFUSED,
    }  # fmt: skip
    assert sorted(proxy.log) == [(peer.host, 18083) for peer in (here, there, absent)]


async def test_an_absent_proxy_ends_the_crawl() -> None:
    """Nobody counts as unreachable because the proxy is away."""
    (peer,) = fake_peers.addresses(1, 18080)
    away = TcpDialer(Proxy("127.0.0.1", loopback.free_ports(1)[0]))

    with pytest.raises(errors.ProxyRefused):
        await crawl(peer, dialer=away)


async def test_too_few_files_end_the_crawl() -> None:
    """Nobody counts as unreachable because this side may open no more connections."""
    peers = fake_peers.addresses(HOSTS, loopback.free_ports(1)[0])
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1, limits[1]))
    try:
        with pytest.raises(errors.ConnectFailed) as caught:
            await crawl(*peers, connections=HOSTS)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)

    assert isinstance(caught.value.cause, OSError)
    assert caught.value.cause.errno == errno.EMFILE


async def test_the_page_s_program(capsys: pytest.CaptureFixture[str]) -> None:
    """What the how-to shows for Python runs, and prints a section of the report."""
    (peer,) = fake_peers.addresses(1, loopback.free_ports(1)[0])
    (program,) = pages.programs(pages.HOW_TO / "crawl.md")
    shown: dict[str, Any] = {}
    exec(program.partition("\nasyncio.run")[0], shown)

    async with fake_peers.listening({peer: fake_peers.answer([])}):
        await shown["crawl"](str(peer))

    assert "at the top, give or take 2 1 1\n" in capsys.readouterr().out


async def test_a_seed_may_be_a_name() -> None:
    """A name stands for its addresses, and one that has none is nobody to talk to."""
    wish = Wish(
        network=Network.MAINNET, proxy=None, request_timeout=None, as_json=False, shorten_addresses=False, verbose=False
    )

    assert "127.0.0.1:1" in [str(peer) for peer in await address.resolve("localhost:1", wish)]
    with pytest.raises(errors.ConnectFailed):
        await address.resolve("a" * 100 + ":1", wish)


async def test_nobody_there() -> None:
    """Who refuses the connection is told as that."""
    (peer,) = fake_peers.addresses(1, loopback.free_ports(1)[0])

    visits, _ = await crawl(peer)

    assert [visit.outcome for visit in visits.values()] == [Outcome.REFUSED]


async def test_a_world_of_invented_hosts_fills_no_memory() -> None:
    """Peers that tell ever new hosts, of which nobody is there, end at the bound of what is remembered."""
    (liar,) = fake_peers.addresses(1, loopback.free_ports(1)[0])
    invented = [PeerAddress.of(f"127.88.{number}.1", 1) for number in range(250)]

    async with fake_peers.listening({liar: fake_peers.answer(invented)}):
        visits, frontier = await crawl(liar, rules=Rules(allow_private=True, max_hosts=50))

    assert (len(visits), frontier.hosts) == (50, 50)
    assert frontier.passed_over.total() == 201
