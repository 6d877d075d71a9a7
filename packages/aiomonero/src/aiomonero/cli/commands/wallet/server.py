# SPDX-License-Identifier: Apache-2.0
"""Commands about the wallet server itself, the daemon that it asks, and mining there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands import common
from aiomonero.cli.commands.wallet.group import group
from aiomonero.cli.output import show, table
from aiomonero.cli.session import asking, kinds, secrets, variables

if TYPE_CHECKING:
    from aiomonero.wallet.wallet import Wallet

_DAEMON_PASSWORD_VARIABLE = variables.DAEMON_PASSWORD


def _checked(_: click.Context, __: click.Parameter, text: str) -> str:
    """Return the address of a daemon as a wallet server takes it: a URL, or host and port; raises click.UsageError."""
    from aiomonero.types.endpoint import Endpoint

    is_url = "://" in text
    try:
        if is_url or ":" in text:
            Endpoint.parse(text if is_url else f"http://{text}")
            return text
    except ValueError as error:
        raise click.UsageError(f"--daemon-address: {error}") from error
    raise click.UsageError(f"--daemon-address: {kinds.shown(text)} has no port: write it like http://127.0.0.1:18081")


@group.asks("get-version")
async def get_version(wallet: Wallet) -> object:
    """Show the version of its RPC."""
    version = await wallet.get_version()
    return show.Answer(version, lambda style: table.fields(version, style, ("rpc_version", "release")))


@group.asks("get-languages")
async def get_languages(wallet: Wallet) -> object:
    """List the languages of seeds."""
    languages = await wallet.get_languages()
    pairs = list(zip(languages.languages, languages.languages_local, strict=True))
    columns = (table.Column("language", lambda pair: pair[0]), table.Column("own name", lambda pair: pair[1]))
    return show.Answer(languages, lambda style: table.rows(pairs, columns, style))


@group.asks("set-daemon")
@click.option("--daemon-address", metavar="URL", callback=_checked, required=True, help="which one")
@click.option("--trusted", is_flag=True, help="it may see which outputs are the wallet's")
@click.option("--daemon-username", help="who asks, where it wants a login")
@click.option("--daemon-password-file", metavar="FILE", help=f"[else ${_DAEMON_PASSWORD_VARIABLE}]")
@click.option(
    "--ssl",
    type=click.Choice(["autodetect", "enabled", "disabled"]),
    default="autodetect",
    show_default=True,
    help="whether to encrypt",
)
@click.option("--ssl-ca-file", metavar="PATH", default="", help="on the server's machine")
@click.option("--ssl-fingerprint", metavar="SHA256", multiple=True, help="may be repeated")
@click.option("--ssl-allow-any-cert", is_flag=True, help="believe anybody")
@click.option("--daemon-proxy", metavar="HOST:PORT", default="", help="a SOCKS proxy")
async def set_daemon(  # noqa: PLR0913 - one for each option
    wallet: Wallet,
    *,
    daemon_address: str,
    trusted: bool,
    daemon_username: str | None,
    daemon_password_file: str | None,
    ssl: str,
    ssl_ca_file: str,
    ssl_fingerprint: tuple[str, ...],
    ssl_allow_any_cert: bool,
    daemon_proxy: str,
) -> object:
    """Ask another daemon from now on."""
    from aiomonero.wallet.server import DaemonChoice

    choice = DaemonChoice(
        address=daemon_address,
        username=daemon_username or "",
        password=_daemon_password(daemon_password_file) if daemon_username else "",
        trusted=trusted,
        ssl_support=ssl,
        ssl_ca_file=ssl_ca_file,
        ssl_allowed_fingerprints=ssl_fingerprint,
        ssl_allow_any_cert=ssl_allow_any_cert,
        proxy=daemon_proxy,
    )
    await wallet.set_daemon(choice)
    return show.done("set")


@group.asks("set-log-level")
@common.log_level
async def set_log_level(wallet: Wallet, *, level: int) -> object:
    """Log more or less."""
    await wallet.set_log_level(level)
    return show.done(f"logging at level {level}")


@group.asks("set-log-categories")
@common.log_categories
async def set_log_categories(wallet: Wallet, *, categories: str) -> object:
    """Log what is named, and show what is logged then."""
    return await wallet.set_log_categories(categories)


@group.asks("start-mining")
@common.mining
async def start_mining(wallet: Wallet, *, threads: int, background_mining: bool, ignore_battery: bool) -> object:
    """Let the wallet's daemon mine for the wallet."""
    await wallet.start_mining(threads, do_background_mining=background_mining, ignore_battery=ignore_battery)
    return show.done("mining")


@group.asks("stop-mining")
async def stop_mining(wallet: Wallet) -> object:
    """Let the wallet's daemon stop mining."""
    await wallet.stop_mining()
    return show.done("stopped")


@group.asks("stop-wallet")
@asking.yes
async def stop_wallet(wallet: Wallet, *, yes: bool) -> object:
    """Save the wallet and end the server."""
    asking.confirm("Save the wallet and stop its server?", yes=yes)
    await wallet.stop_wallet()
    return show.done("stopped")


def _daemon_password(source: str | None) -> str:
    return secrets.read(source, os.environ, _DAEMON_PASSWORD_VARIABLE, "password of the daemon's login")
