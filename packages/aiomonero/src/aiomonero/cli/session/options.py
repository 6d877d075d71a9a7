# SPDX-License-Identifier: Apache-2.0
"""The options that every command about a server has, and the value that they become.

They may stand before or behind the name of a command: `monero daemon -a URL get-info`, `monero daemon get-info -a URL`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from aiomonero.cli.session import variables

_READABLE = "a password in an argument can be read by everybody on this machine"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """A kind of server: where it listens unless said otherwise, and the variable that says otherwise."""

    title: str
    address: str
    variable: str


DAEMON = Server("monerod", "http://127.0.0.1:18081", variables.ADDRESS)
WALLET = Server("monero-wallet-rpc", "http://127.0.0.1:18088", variables.WALLET_ADDRESS)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the options said; None is "nothing was said"."""

    address: str
    username: str | None = None
    password_file: str | None = None
    tls_ca_cert: Path | None = None
    tls_client_cert: Path | None = None
    tls_client_key: Path | None = None
    tls_fingerprint: tuple[str, ...] = ()
    tls_skip_verify: bool = False
    proxy: str | None = None
    request_timeout: float | None = None
    as_json: bool = False
    shorten_addresses: bool = False
    full_hashes: bool = False
    verbose: bool = False


def connection(server: Server) -> list[click.Parameter]:
    """Return the options that lead to a server."""
    address = f"the server  [${server.variable}, else {server.address}]"
    return [
        click.Option(["-a", "--address"], metavar="URL", help=address),
        click.Option(
            ["-u", "--username"],
            help="who asks, where it wants a login  [$MONERO_USERNAME]",
            callback=_refuse_password_in_username,
        ),
        click.Option(
            ["--password-file"], metavar="FILE", help="holds the password, - is standard input  [else $MONERO_PASSWORD]"
        ),
        click.Option(["-p", "--password"], hidden=True, expose_value=False, callback=_refuse_password),
        click.Option(["--tls-ca-cert"], type=_FILE, help="the authorities to believe, PEM"),
        click.Option(["--tls-client-cert"], type=_FILE, help="our certificate, PEM"),
        click.Option(["--tls-client-key"], type=_FILE, help="its key, PEM"),
        click.Option(["--tls-fingerprint"], metavar="SHA256", multiple=True, help="believe this certificate alone"),
        click.Option(["-k", "--tls-skip-verify"], is_flag=True, default=None, help="believe any certificate"),
        proxy("--proxy"),
        click.Option(
            ["--request-timeout"],
            metavar="SECONDS",
            type=click.FloatRange(0.001, 86400),
            help="the longest that a call may take  [30, of a wallet 300, and hours where it needs them]",
        ),
        *display(),
    ]


def proxy(*names: str) -> click.Option:
    """Return the option that names a proxy."""
    explanation = "a SOCKS5 proxy such as socks5://127.0.0.1:9050  [$MONERO_PROXY]"
    return click.Option(list(names), metavar="URL", help=explanation, callback=_refuse_password_of_proxy)


def display() -> list[click.Parameter]:
    """Return the options about what is shown."""
    return [
        click.Option(["--json", "as_json"], is_flag=True, default=None, help="print JSON, for programs"),
        click.Option(["--shorten-addresses"], is_flag=True, default=None, help="cut long addresses in tables"),
        click.Option(["--full-hashes"], is_flag=True, default=None, help="whole hashes in tables of a narrow terminal"),
        click.Option(["-v", "--verbose"], is_flag=True, default=None, help="show the traces of errors"),
    ]


NAMES = frozenset(field.name for field in dataclasses.fields(Options))


def take(given: dict[str, Any]) -> dict[str, Any]:
    """Move what was said about the server out of a command's parameters."""
    taken = {name: given.pop(name) for name in NAMES & given.keys()}
    return {name: value for name, value in taken.items() if value not in (None, ())}


def settled(server: Server, environment: Mapping[str, str], *said: Mapping[str, Any]) -> Options:
    """Put together what was said, the latter beating the former, and all of it the environment."""
    found: dict[str, Any] = {
        "address": environment.get(server.variable) or server.address,
        "username": environment.get(variables.USERNAME) or None,
        "proxy": environment.get(variables.PROXY) or None,
    }
    for each in said:
        found |= each
    return Options(**found)


def _refuse_password(context: click.Context, _: click.Parameter, value: object) -> None:
    if value is not None:
        raise click.UsageError(
            f"{_READABLE}: use --password-file, MONERO_PASSWORD or the prompt",
            context,
        )


def _refuse_password_in_username(context: click.Context, _: click.Parameter, value: str | None) -> str | None:
    if value and ":" in value:
        raise click.UsageError(f"--username takes the name alone: {_READABLE}", context)
    return value


def _refuse_password_of_proxy(context: click.Context, _: click.Parameter, value: str | None) -> str | None:
    # "user:password@host", whatever else may be wrong with it; a username alone is no secret.
    if value and ":" in value.rpartition("://")[2].rpartition("@")[0]:
        raise click.UsageError(f"{_READABLE}: name the proxy in MONERO_PROXY", context)
    return value
