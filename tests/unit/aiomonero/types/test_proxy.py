# SPDX-License-Identifier: Apache-2.0
"""Addresses of proxies, and which hosts nobody reaches without one."""

import pytest

from aiomonero.types import proxy
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("127.0.0.1:9050", Proxy("127.0.0.1", 9050)),
        ("socks5://tor", Proxy("tor", 1080)),
        ("socks5h://[::1]:9050/", Proxy("::1", 9050)),
        ("socks5://user:p%40ss@tor:1", Proxy("tor", 1, Login("user", "p@ss"))),
        ("socks5://circuit@tor:1", Proxy("tor", 1, Login("circuit", ""))),
    ],
)
def test_an_address_is_read(text: str, expected: Proxy) -> None:
    """With or without scheme, port and login."""
    assert expected == Proxy.parse(text)


@pytest.mark.parametrize("text", ["", "http://a:1", "socks4://a:1", "a:99999", "socks5://u:secret@", "a:1/path"])
def test_what_is_no_proxy_says_how_to_write_one(text: str) -> None:
    """The error never shows the password that stood there."""
    with pytest.raises(ValueError, match=r"socks5://127\.0\.0\.1:9050") as caught:
        Proxy.parse(text)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("port", [-1, 0, 65536])
def test_a_port_is_one(port: int) -> None:
    """The resolver would take it for another one."""
    with pytest.raises(ValueError, match="no port"):
        Proxy("127.0.0.1", port)


def test_no_representation_shows_the_password() -> None:
    """Neither for people nor for developers."""
    found = Proxy.parse("socks5://user:secret@[::1]:9050")

    assert str(found) == "socks5://[::1]:9050"
    assert "secret" not in repr(found)


def test_a_login_fits_the_protocol() -> None:
    """SOCKS5 counts the bytes of a login in one byte; the error shows none of them."""
    with pytest.raises(ValueError, match="255 bytes") as caught:
        Proxy("tor", 9050, Login("user", "ü" * 128))

    assert "ü" not in str(caught.value)


@pytest.mark.parametrize(
    ("host", "is_needed"),
    [("a.onion", True), ("A.ONION.", True), ("a.b32.i2p", True), ("onion", False), ("127.0.0.1", False)],
)
def test_hidden_services_need_a_proxy(host: str, is_needed: bool) -> None:
    """The DNS knows nothing of them, and shall not learn either."""
    assert is_needed is proxy.is_needed(host)


def test_a_proxy_is_no_hidden_service() -> None:
    """It would be looked up without any proxy."""
    with pytest.raises(ValueError, match="reached without one"):
        Proxy.parse("socks5://abc.onion:9050")
