# SPDX-License-Identifier: Apache-2.0
"""The options of `monero p2p` have the names and the places of those of the other groups."""

import pytest
from click.testing import CliRunner

from aiomonero.cli import app
from aiomonero.cli.commands.p2p import peer
from aiomonero.cli.commands.p2p.group import Wish
from aiomonero.types.network import Network
from aiomonero.types.proxy import Proxy

PING = ("ping", "--node-address", "5.0.0.1")
ABOUT_PEERS = ("--network", "stagenet", "--proxy", "socks5://127.0.0.1:9050", "--request-timeout", "7")


class Asked(Exception):
    """Tells a test what the options said."""


@pytest.mark.parametrize(
    "words", [(*ABOUT_PEERS, *PING), (*PING, *ABOUT_PEERS), (*ABOUT_PEERS[:2], *PING, *ABOUT_PEERS[2:])]
)
def test_options_stand_on_both_sides_of_the_command(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    """As they do in the groups about servers."""
    found: list[Wish] = []

    def client(wish: Wish, _: str) -> None:
        found.append(wish)
        raise Asked

    monkeypatch.setattr(peer, "_client", client)

    CliRunner().invoke(app.monero, ["p2p", *words])

    proxy = Proxy.parse("socks5://127.0.0.1:9050")
    assert found == [Wish(network=Network.STAGENET, proxy=proxy, request_timeout=7.0)]


def test_what_is_said_behind_the_command_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is nearer to what is asked."""
    found: list[Wish] = []
    monkeypatch.setattr(peer, "_client", lambda wish, _: found.append(wish))

    CliRunner().invoke(app.monero, ["p2p", "--network", "testnet", *PING, "--network", "stagenet"])

    assert [each.network for each in found] == [Network.STAGENET]
