# SPDX-License-Identifier: Apache-2.0
"""The group of the commands about peers, and the options that all of them have."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Coroutine
from typing import Any

import click

from aiomonero.cli.output import show
from aiomonero.cli.session import command, options, running, suggesting, variables
from aiomonero.types.network import Network
from aiomonero.types.proxy import Proxy

Act = Callable[..., Coroutine[Any, Any, object]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the options said; without `request_timeout` it is what fits the way there."""

    network: Network = Network.MAINNET
    proxy: Proxy | None = None
    request_timeout: float | None = None
    as_json: bool = False
    shorten_addresses: bool = False
    full_hashes: bool = False
    verbose: bool = False

    @property
    def timeout_seconds(self) -> float:
        """The time for one peer: a circuit of Tor takes longer than a connection."""
        return self.request_timeout or (60.0 if self.proxy else 10.0)


class _PeerGroup(suggesting.Group):
    def asks(self, name: str) -> Callable[[Act], Act]:
        """Make a command of a coroutine: it gets the wish and the command's own options as keywords.

        What it returns is shown, None not at all. Its docstring is the command's help.
        """

        def decorate(act: Act) -> Act:
            self.add_command(command.GroupCommand(name, act, _common(), _call(act)))
            return act

        return decorate


def _common() -> list[click.Parameter]:
    networks = click.Choice([str(network) for network in Network])
    return [
        click.Option(["--network"], type=networks, help="whose peers they are  [mainnet]"),
        options.proxy("--proxy"),
        click.Option(
            ["--request-timeout"],
            metavar="SECONDS",
            type=click.FloatRange(0.001, 3600),
            help="the longest that a peer may take to connect, and for each answer  [10, through a proxy 60]",
        ),
        *options.display(),
    ]


def _call(act: Act) -> Callable[..., None]:
    @click.pass_context
    def call(context: click.Context, /, **given: Any) -> None:
        behind = _take(given)
        wish = _wish({**(context.find_object(dict) or {}), **behind})
        show.end(running.run(act(wish, **given), is_verbose=wish.verbose, group="p2p"), wish)

    return call


@click.pass_context
def _remember(context: click.Context, /, **given: Any) -> None:
    context.obj = _take(given)


def _take(given: dict[str, Any]) -> dict[str, Any]:
    """Move what was said about the way to peers out of a command's parameters."""
    taken = {field.name: given.pop(field.name) for field in dataclasses.fields(Wish)}
    return {name: value for name, value in taken.items() if value is not None}


def _wish(said: dict[str, Any]) -> Wish:
    proxy = said.pop("proxy", None) or os.environ.get(variables.PROXY)
    network = Network(said.pop("network", Network.MAINNET))
    try:
        return Wish(network=network, proxy=Proxy.parse(proxy) if proxy else None, **said)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


group = _PeerGroup(
    "p2p",
    callback=_remember,
    params=_common(),
    help="Ask peers in their own protocol, one by one or as a whole network.",
)
