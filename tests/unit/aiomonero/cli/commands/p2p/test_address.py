# SPDX-License-Identifier: Apache-2.0
"""Addresses as people write them."""

import click
import pytest

from aiomonero.cli.commands.p2p import address
from aiomonero.cli.commands.p2p.group import Wish
from aiomonero.types.network import Network
from aiomonero.types.proxy import Proxy

ONION = "zbjkbsxc5munw3qusl7j2hpcmikhqocdf4pqhnhtpzw5nt5jrmofptid.onion"


def wish(proxy: str | None = None) -> Wish:
    """Return what the options said."""
    return Wish(
        network=Network.STAGENET,
        proxy=Proxy.parse(proxy) if proxy else None,
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5.0.0.1", "5.0.0.1:38080"),
        ("5.0.0.1:1", "5.0.0.1:1"),
        ("2a01::1", "[2a01::1]:38080"),
        ("[2a01::1]", "[2a01::1]:38080"),
        ("[2a01::1]:1", "[2a01::1]:1"),
        (ONION, f"{ONION}:38080"),
        (f"{ONION}:18083", f"{ONION}:18083"),
    ],
)
async def test_the_port_is_the_network_s_unless_told(text: str, found: str) -> None:
    """Every kind of address may stand with or without a port."""
    assert [str(peer) for peer in await address.resolve(text, wish())] == [found]


@pytest.mark.parametrize(
    "text", ["", ":1", "5.0.0.1:port", "5.0.0.1:123456", "5.0.0.1:65536", "5.0.0.1:0", "a b", "[2a01::1"]
)
async def test_what_is_no_address(text: str) -> None:
    """Wrong addresses are wrong usage."""
    with pytest.raises(click.UsageError):
        await address.resolve(text, wish())


@pytest.mark.parametrize("proxy", [None, "socks5://127.0.0.1:9050"])
@pytest.mark.parametrize("text", ["abc.onion", "abc.b32.i2p:1", "foo.i2p", "FOO.Onion", "abc.onion.", "a.abc.onion:1"])
async def test_names_of_hidden_services_never_reach_the_resolver(
    text: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even those that are written wrong: asking for one tells others whom we look for."""
    monkeypatch.setattr(address, "_look_up", lambda *_: pytest.fail("it was looked up"))

    with pytest.raises(click.UsageError):
        await address.resolve(text, wish(proxy))


async def test_names_are_not_looked_up_past_a_proxy() -> None:
    """Who asks for a proxy does not want the resolver to know whom he visits."""
    with pytest.raises(click.UsageError, match="proxy"):
        await address.resolve("localhost:1", wish("socks5://127.0.0.1:9050"))


def test_circuits_get_more_time() -> None:
    """Unless told, a visit through a proxy may take longer."""
    assert (wish().timeout_seconds, wish("socks5://127.0.0.1:9050").timeout_seconds) == (10.0, 60.0)


def test_a_url_is_no_peer() -> None:
    """Peers speak no HTTP, and http is no host."""
    with pytest.raises(click.UsageError, match="a peer has no URL"):
        address.split("http://127.0.0.1:18081", 18080)
