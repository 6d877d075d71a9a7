# SPDX-License-Identifier: Apache-2.0
"""Where a command asks: what was said behind it, before it, in the environment, or nowhere."""

import asyncio
from collections.abc import Sequence

import click
import pytest
from click.testing import CliRunner

from aiomonero.cli.session import options
from aiomonero.cli.session.command import ServerGroup
from aiomonero.cli.session.options import DAEMON, Options


class Opened:
    """Remembers with which options it was opened."""

    def __init__(self, said: Options) -> None:
        self.said = said

    async def __aenter__(self) -> Options:
        await asyncio.sleep(0)
        return self.said

    async def __aexit__(self, *raised: object) -> None:
        pass


@pytest.fixture
def group() -> ServerGroup:
    """Make a group whose only command tells its options and its own argument."""
    made = ServerGroup("daemon", DAEMON, Opened, explanation="Ask a daemon.")

    @made.asks("tell")
    @click.option("--height", type=int, required=True)
    async def tell(said: Options, *, height: int) -> str:
        """Tell what was said."""
        return f"{said.address} {said.username} {said.request_timeout} {height}"

    return made


def run(group: ServerGroup, arguments: Sequence[str], **environment: str) -> str:
    """Run the group with exactly these variables about Monero."""
    blank = dict.fromkeys(("MONERO_ADDRESS", "MONERO_USERNAME", "MONERO_PASSWORD", "MONERO_PROXY"))
    return CliRunner(env=blank | environment).invoke(group, arguments).output


@pytest.mark.parametrize(
    ("arguments", "environment", "address"),
    [
        (["tell"], {}, "http://127.0.0.1:18081"),
        (["tell"], {"MONERO_ADDRESS": "http://b:1"}, "http://b:1"),
        (["-a", "http://c:1", "tell"], {"MONERO_ADDRESS": "http://b:1"}, "http://c:1"),
        (["tell", "--address", "http://d:1"], {"MONERO_ADDRESS": "http://b:1"}, "http://d:1"),
        (["-a", "http://c:1", "tell", "-a", "http://d:1"], {}, "http://d:1"),
    ],
    ids=["nothing said", "environment", "before the command", "behind the command", "both"],
)
def test_the_nearest_address_counts(
    group: ServerGroup, arguments: list[str], environment: dict[str, str], address: str
) -> None:
    """An option beats the environment, and the one behind the command the one before it."""
    assert run(group, [*arguments, "--height", "7"], **environment) == f"{address} None None 7\n"


def test_options_before_and_behind_a_command_add_up(group: ServerGroup) -> None:
    """What was said in both places counts together."""
    output = run(group, ["--request-timeout", "5", "tell", "--height", "7", "-u", "alice"])

    assert output == "http://127.0.0.1:18081 alice 5.0 7\n"


def test_a_password_in_an_argument_is_refused_and_not_repeated(group: ServerGroup) -> None:
    """Arguments are seen by everybody on the machine, so they say where passwords belong."""
    output = run(group, ["tell", "--height", "7", "-p", "hunter2"])

    assert "MONERO_PASSWORD" in output
    assert "hunter2" not in output


@pytest.mark.parametrize("url", ["socks5://circuit:hunter2@a:1", "circuit:hunter2@a:1", "socks5://c:hunt/er2@a:1"])
def test_a_password_of_the_proxy_in_an_argument_is_refused_too(group: ServerGroup, url: str) -> None:
    """It belongs into the variable, which only its owner sees."""
    output = run(group, ["tell", "--height", "7", "--proxy", url])

    assert "MONERO_PROXY" in output
    assert "er2" not in output


def test_a_proxy_s_username_is_no_secret(group: ServerGroup) -> None:
    """Tor isolates circuits by it; the variable may hold a password besides."""
    alone = run(group, ["tell", "--height", "7", "--proxy", "socks5://circuit@[::1]:9050"])
    both = run(group, ["tell", "--height", "7"], MONERO_PROXY="socks5://circuit:hunter2@a:1")

    assert (alone, both) == ("http://127.0.0.1:18081 None None 7\n",) * 2


def test_a_command_s_help_shows_its_own_options(group: ServerGroup) -> None:
    """The dozen options about the server stand in the group's help only."""
    output = run(group, ["tell", "--help"])

    assert "--height" in output
    assert "--json" in output
    assert "--tls-ca-cert" not in output
    assert "--tls-ca-cert" in run(group, ["--help"])


def test_the_wallet_listens_elsewhere() -> None:
    """A wallet asked at the daemon's port would answer with nonsense."""
    assert options.settled(options.WALLET, {"MONERO_ADDRESS": "http://b:1"}).address == "http://127.0.0.1:18088"
