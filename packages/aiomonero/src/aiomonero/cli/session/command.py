# SPDX-License-Identifier: Apache-2.0
"""How a coroutine becomes a command: `@group.command_of("get-info")` above `async def get_info(node)`."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import click

from aiomonero.cli.output import show
from aiomonero.cli.session import options, running
from aiomonero.cli.session.options import Options, Server

Act = Callable[..., Awaitable[object]]
Open = Callable[[Options], AbstractAsyncContextManager[Any]]


class _Command(click.Command):
    """Shows its own options only; those about the server are the same for all commands of a group."""

    def __init__(
        self, name: str, own: list[click.Parameter], server: Server, callback: Callable[..., None], explanation: str
    ) -> None:
        about_server = options.connection(server)
        super().__init__(name, params=[*own, *about_server], callback=callback, help=explanation)
        self._shared = frozenset(each.name for each in about_server) - {"as_json"}

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shown = [each for each in self.get_params(ctx) if each.name not in self._shared]
        with formatter.section("Options"):
            formatter.write_dl([record for each in shown if (record := each.get_help_record(ctx))])
        above = ctx.parent.command_path if ctx.parent else ""
        formatter.write_paragraph()
        formatter.write_text(f"Whom to ask, and as whom: see {above} --help; those options may stand here too.")


class ServerGroup(click.Group):
    """Commands about one server; options about it count for every command that they stand before."""

    def __init__(self, name: str, server: Server, open_server: Open, *, explanation: str) -> None:
        super().__init__(name, callback=_remember, params=options.connection(server), help=explanation)
        self._server = server
        self._open = open_server

    def asks(self, name: str) -> Callable[[Act], Act]:
        """Make a command of a coroutine: it gets the opened server and the command's own options as keywords.

        What it returns is shown, a `show.Answer` in its own way, None not at all. Its docstring is the command's help.
        """

        def decorate(act: Act) -> Act:
            own = list(reversed(getattr(act, "__click_params__", [])))
            assert not options.NAMES & {each.name for each in own}, f"{name}: an option of the server has that name"
            self.add_command(_Command(name, own, self._server, self._callback(act), act.__doc__ or ""))
            return act

        return decorate

    def _callback(self, act: Act) -> Callable[..., None]:
        @click.pass_context
        def call(context: click.Context, /, **given: Any) -> None:
            behind = options.take(given)
            said = options.settled(self._server, os.environ, context.find_object(dict) or {}, behind)
            answer = running.run(self._ask(act, said, given), is_verbose=said.verbose)
            show.show(answer, said)

        return call

    async def _ask(self, act: Act, said: Options, given: dict[str, Any]) -> object:
        async with self._open(said) as opened:
            return await act(opened, **given)


@click.pass_context
def _remember(context: click.Context, /, **given: Any) -> None:
    context.obj = options.take(given)
