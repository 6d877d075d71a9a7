# SPDX-License-Identifier: Apache-2.0
"""The group of the commands about peers, and the options that all of them have."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Coroutine
from typing import Any

import click

from aiomonero.cli.output import show
from aiomonero.cli.session import options, running
from aiomonero.types.network import Network
from aiomonero.types.proxy import Proxy

Act = Callable[..., Coroutine[Any, Any, object]]


@dataclasses.dataclass(frozen=True, slots=True)
class Wish:
    """What the options said; without `timeout` it is what fits the way there."""

    network: Network
    proxy: Proxy | None
    timeout: float | None
    as_json: bool
    shorten_addresses: bool
    verbose: bool

    @property
    def timeout_seconds(self) -> float:
        """The time for one peer: a circuit of Tor takes longer than a connection."""
        return self.timeout or (60.0 if self.proxy else 10.0)


class _PeerGroup(click.Group):
    def asks(self, name: str) -> Callable[[Act], Act]:
        """Make a command of a coroutine: it gets the wish and the command's own options as keywords.

        What it returns is shown, None not at all. Its docstring is the command's help.
        """

        def decorate(act: Act) -> Act:
            own = list(reversed(getattr(act, "__click_params__", [])))
            self.add_command(click.Command(name, params=[*own, *_common()], callback=_call(act), help=act.__doc__))
            return act

        return decorate


def _common() -> list[click.Parameter]:
    networks = click.Choice([str(network) for network in Network])
    return [
        click.Option(["--network"], type=networks, default=str(Network.MAINNET), show_default=True),
        options.proxy("-x", "--proxy"),
        click.Option(
            ["--timeout"],
            metavar="SECONDS",
            type=click.FloatRange(0.001, 3600),
            help="the longest that a peer may take to connect, and for each answer  [10, through a proxy 60]",
        ),
        *options.display(),
    ]


def _call(act: Act) -> Callable[..., None]:
    def call(**given: Any) -> None:
        wish = _wish(given)
        show.end(running.run(act(wish, **given), is_verbose=wish.verbose), wish)

    return call


def _wish(given: dict[str, Any]) -> Wish:
    proxy = given.pop("proxy") or os.environ.get("MONERO_PROXY")
    try:
        return Wish(
            network=Network(given.pop("network")),
            proxy=Proxy.parse(proxy) if proxy else None,
            timeout=given.pop("timeout"),
            **{name: bool(given.pop(name)) for name in ("as_json", "shorten_addresses", "verbose")},
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from error


group = _PeerGroup("p2p", help="Ask peers in their own protocol, one by one or as a whole network.")
