# SPDX-License-Identifier: Apache-2.0
"""What the options of a command make of the way to a server."""

from pathlib import Path

import click
import pytest

from aiomonero.cli.session import connection
from aiomonero.cli.session.options import Options
from aiomonero.transport.tls import Trust
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy

FINGERPRINT = "ab" * 32


def test_nothing_said_is_the_straight_way_and_the_systems_authorities() -> None:
    """The common case reads no file."""
    options = Options(address="http://a:1")

    assert connection.trust(options) is None
    assert connection.proxy(options) is None


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (Options(address="", tls_ca_cert=Path("ca")), Trust(ca_file=Path("ca"))),
        (Options(address="", tls_skip_verify=True), Trust(is_insecure=True)),
        (Options(address="", tls_fingerprint=(FINGERPRINT,)), Trust(fingerprints=(FINGERPRINT,))),
        (
            Options(address="", tls_client_cert=Path("crt"), tls_client_key=Path("key")),
            Trust(client_certificate=Path("crt"), client_key=Path("key")),
        ),
    ],
)
def test_every_option_of_tls_counts(options: Options, expected: Trust) -> None:
    """None of them is dropped on the way."""
    assert connection.trust(options) == expected


def test_a_proxy_may_have_a_login() -> None:
    """As Tor tells circuits apart by it."""
    options = Options(address="", proxy="socks5://circuit:7@127.0.0.1:9050")

    assert connection.proxy(options) == Proxy("127.0.0.1", 9050, Login("circuit", "7"))


@pytest.mark.parametrize(
    "options",
    [
        Options(address="nowhere"),
        Options(address="http://a:1", proxy="http://a:1"),
        Options(address="http://a:1", tls_fingerprint=("ab",)),
        Options(address="http://a:1", tls_fingerprint=(FINGERPRINT,), tls_skip_verify=True),
    ],
)
def test_what_makes_no_sense_is_an_error_of_usage(options: Options) -> None:
    """A sentence about the option, and no trace."""
    with pytest.raises(click.UsageError):
        connection.node(options)
