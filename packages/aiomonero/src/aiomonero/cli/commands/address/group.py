# SPDX-License-Identifier: Apache-2.0
"""The group that the files beside it add their commands to, and what these share."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import click

from aiomonero.cli.output import show
from aiomonero.cli.session import options, suggesting
from aiomonero.types.network import Network

group = suggesting.Group("address", help="Make and inspect seeds and addresses; nobody is called.")

Act = Callable[..., object]


@dataclasses.dataclass(frozen=True, slots=True)
class Wish:
    """How the answer is shown."""

    as_json: bool
    shorten_addresses: bool
    full_hashes: bool


def network(explanation: str) -> Callable[[Act], Act]:
    """Return the option that names a network; regtest also goes by monerod's own name for it."""
    names = [*(each.value for each in Network), "fakechain"]
    return click.option("--network", type=click.Choice(names), callback=_network, help=explanation)


def _network(_: click.Context, __: click.Parameter, name: str | None) -> Network | None:
    return None if name is None else Network.from_nettype(name)


def command(name: str) -> Callable[[Act], Act]:
    """Make a command of a function: what it returns is shown, and its docstring is the command's help.

    What is wrong with a seed, a key or an address becomes a sentence, as other wrong usage does.
    """

    def decorate(act: Act) -> Act:
        def call(as_json: bool, shorten_addresses: bool, full_hashes: bool, **given: Any) -> None:  # noqa: FBT001 - given as keywords
            from aiomonero.keys.address import WrongAddress
            from aiomonero.keys.mnemonic import WrongMnemonic
            from aiomonero.keys.secret import WrongKey

            try:
                answer = act(**given)
            except (WrongAddress, WrongKey, WrongMnemonic) as error:
                raise click.UsageError(str(error)) from None
            show.show(answer, Wish(bool(as_json), bool(shorten_addresses), bool(full_hashes)))

        own = list(reversed(getattr(act, "__click_params__", [])))
        shared = [option for option in options.display() if option.name != "verbose"]
        group.add_command(click.Command(name, params=[*own, *shared], callback=call, help=act.__doc__))
        return act

    return decorate
