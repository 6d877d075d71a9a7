# SPDX-License-Identifier: Apache-2.0
"""Nodes and wallets as objects: what they are made of, how they look, and that their end is one."""

import gc
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiomonero import errors
from aiomonero.node import Node
from aiomonero.transport.call import Policy
from aiomonero.transport.http import HttpTransport
from aiomonero.transport.tls import Trust
from aiomonero.types.login import Login
from aiomonero.types.network import Network
from aiomonero.types.proxy import Proxy
from aiomonero.wallet.wallet import Wallet

URL = "http://127.0.0.1:1"
BOTH = pytest.mark.parametrize("kind", [Node, Wallet])


@BOTH
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"login": ("user", "s3cret")}, r'login is of type tuple: give Login\("name", "password"\)'),
        ({"proxy": "socks5://127.0.0.1:9050"}, r"proxy is of type str: give Proxy\.parse"),
        ({"trust": True}, "trust is of type bool: give Trust"),
        ({"policy": 5}, r"policy is of type int: give Policy"),
        ({"url": 5}, r"the URL is of type int: give \"http://127\.0\.0\.1:18081\""),
    ],
)
def test_what_is_of_another_type_is_told_at_once(kind: Callable[..., object], given: dict[str, Any], told: str) -> None:
    """The error says what to give, and repeats no password."""
    with pytest.raises(TypeError, match=told) as caught:
        kind(**{"url": URL} | given)

    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("given", [{"zmq": 18083}, {"p2p": 18080}, {"network": "mainnet"}])
def test_so_are_the_other_addresses_of_a_node(given: dict[str, Any]) -> None:
    """They are looked at when the node is made, and not when they are used."""
    with pytest.raises(TypeError, match=next(iter(given))):
        Node(URL, **given)


def test_what_is_right_is_taken() -> None:
    """Everything at once, and nothing at all."""
    login, proxy, trust = Login("a", "b"), Proxy.parse("127.0.0.1:9050"), Trust(is_insecure=True)

    Node(URL, policy=Policy(), login=login, proxy=proxy, trust=trust, network=Network.STAGENET)
    Wallet(URL, policy=None, login=None, proxy=None, trust=None)


@BOTH
def test_it_shows_where_it_leads_and_no_secret(kind: Callable[..., object]) -> None:
    """In a log it is told from others."""
    shown = repr(kind(URL, login=Login("user", "s3cret")))

    assert shown.endswith("('http://127.0.0.1:1')")
    assert "s3cret" not in shown


@BOTH
async def test_what_was_closed_is_not_entered_again(kind: Callable[..., Any]) -> None:
    """It would fail at the first call, far from the mistake."""
    closed = kind(URL)
    async with closed:
        pass

    with pytest.raises(errors.LocalProtocolError, match="make another one"):
        async with closed:
            pass


async def test_what_is_left_open_warns() -> None:
    """Whoever uses it without `async with` closes it."""
    transport = HttpTransport()
    session = transport._opened()

    with pytest.warns(ResourceWarning, match="connections may stay open"):
        del transport
    await session.close()


async def test_what_was_closed_or_never_used_does_not_warn() -> None:
    """There is nothing to close, also where it was never made."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        transport = HttpTransport()
        transport._opened()
        await transport.close()
        del transport
        HttpTransport()
        with pytest.raises(ValueError, match="cannot read"):
            HttpTransport(trust=Trust(ca_file=Path("/nowhere")))
        gc.collect()
