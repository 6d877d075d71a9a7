# SPDX-License-Identifier: Apache-2.0
"""Addresses of daemons."""

import pytest

from aiomonero.types.endpoint import Endpoint


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://127.0.0.1:38081", "http://127.0.0.1:38081"),
        ("http://node/", "http://node:18081"),
        ("https://[::1]:18089", "https://[::1]:18089"),
    ],
)
def test_a_url_names_scheme_host_and_port(url: str, canonical: str) -> None:
    """The port of mainnet's RPC is implied; IPv6 keeps its brackets."""
    assert str(Endpoint.parse(url)) == canonical


@pytest.mark.parametrize("text", ["", "127.0.0.1:18081", "tcp://a:1", "http://", "http://a:99999", "http://a/json_rpc"])
def test_what_is_no_address_says_how_to_write_one(text: str) -> None:
    """A person reads the error of a bad flag."""
    with pytest.raises(ValueError, match=r"http://127\.0\.0\.1:18081"):
        Endpoint.parse(text)


@pytest.mark.parametrize("text", ["http://u:s3cret@a:1", "http://:s3cret@a:1", "u:s3cret@a:1", "http://u:s3cret@a:x"])
def test_a_login_in_a_url_is_refused_and_not_repeated(text: str) -> None:
    """Addresses stand in logs, and so do errors about them."""
    with pytest.raises(ValueError, match="Login") as caught:
        Endpoint.parse(text)

    assert "s3cret" not in repr(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("url", ["http://x y:1", "http://x\ty:1", "http://x\n:1", "http://a%20b", "http://a,b:1"])
def test_a_host_is_one_word(url: str) -> None:
    """The resolver would be asked for nonsense, or for another name than the one that was read."""
    with pytest.raises(ValueError, match="no address of a daemon"):
        Endpoint.parse(url)


@pytest.mark.parametrize(
    "url", ["http://monerod-0.monerod.svc:1", "http://my_node:1", "http://[::1]:1", "http://bücher.example"]
)
def test_names_of_all_kinds_are_hosts(url: str) -> None:
    """Names of clusters have underscores, and some names no Latin letters."""
    assert Endpoint.parse(url).host
