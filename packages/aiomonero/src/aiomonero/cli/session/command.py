# SPDX-License-Identifier: Apache-2.0
"""How a coroutine becomes a command: `@group.asks("get-info")` above `async def get_info(node)`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any

import click

from aiomonero.cli.output import show, stream
from aiomonero.cli.session import options, running, suggesting
from aiomonero.cli.session.options import Options, Server

Act = Callable[..., Awaitable[object]]
Stream = Callable[..., AsyncGenerator[stream.Moment, None]]
Run = Callable[[Options, dict[str, Any]], Coroutine[Any, Any, object]]
Open = Callable[[Options], AbstractAsyncContextManager[Any]]


_WHOLE_SENTENCE = 1000


class GroupCommand(click.Command):
    """Shows its own options only; the shared ones are the same for all commands of a group."""

    def __init__(
        self, name: str, act: Act | Stream, shared: list[click.Parameter], callback: Callable[..., None]
    ) -> None:
        own = list(reversed(getattr(act, "__click_params__", [])))
        names = frozenset(each.name for each in shared)
        assert not names & {each.name for each in own}, f"{name}: an option of the group has that name"
        self._shared = names - {"as_json"}
        self.topic = act.__module__.rpartition(".")[2]
        super().__init__(name, params=[*own, *shared], callback=callback, help=act.__doc__ or "")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shown = [each for each in self.get_params(ctx) if each.name not in self._shared]
        with formatter.section("Options"):
            formatter.write_dl([record for each in shown if (record := each.get_help_record(ctx))])
        above = ctx.parent.command_path if ctx.parent else ""
        formatter.write_paragraph()
        formatter.write_text(f"Whom to ask, and as whom: see {above} --help; those options may stand here too.")


class ServerGroup(suggesting.Group):
    """Commands about one server; options about it count for every command that they stand before."""

    def __init__(self, name: str, server: Server, open_server: Open, *, explanation: str) -> None:
        super().__init__(name, callback=_remember, params=options.connection(server), help=explanation)
        self._server = server
        self._open = open_server

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        topics: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command = self.commands[name]
            assert isinstance(command, GroupCommand)
            topics.setdefault(command.topic, []).append((name, command.get_short_help_str(_WHOLE_SENTENCE)))
        widest = max(map(len, self.commands))
        for topic, commands in sorted(topics.items()):
            with formatter.section(f"Commands ({topic})"):
                formatter.write_dl([(name.ljust(widest), sentence) for name, sentence in commands], widest)

    def asks(self, name: str) -> Callable[[Act], Act]:
        """Make a command of a coroutine: it gets the opened server and the command's own options as keywords.

        What it returns is shown, a `show.Answer` in its own way, None not at all. Its docstring is the command's help.
        """

        def decorate(act: Act) -> Act:
            self._add(name, act, lambda said, given: self._ask(act, said, given))
            return act

        return decorate

    def streams(self, name: str) -> Callable[[Stream], Stream]:
        """Make a command of an asynchronous generator; each `stream.Moment` of it is shown when it comes."""

        def decorate(act: Stream) -> Stream:
            self._add(name, act, lambda said, given: self._follow(act, said, given))
            return act

        return decorate

    def _add(self, name: str, act: Act | Stream, run: Run) -> None:
        @click.pass_context
        def call(context: click.Context, /, **given: Any) -> None:
            behind = options.take(given)
            said = options.settled(self._server, os.environ, context.find_object(dict) or {}, behind)
            answer = running.run(run(said, given), is_verbose=said.verbose, group=str(self.name))
            show.end(answer, said)

        self.add_command(GroupCommand(name, act, options.connection(self._server), call))

    async def _ask(self, act: Act, said: Options, given: dict[str, Any]) -> object:
        async with self._open(said) as opened:
            return await act(opened, **given)

    async def _follow(self, act: Stream, said: Options, given: dict[str, Any]) -> None:
        async with self._open(said) as opened, contextlib.aclosing(act(opened, **given)) as moments:
            with stream.shown(said) as tell:
                async for moment in moments:
                    tell(moment)


@click.pass_context
def _remember(context: click.Context, /, **given: Any) -> None:
    context.obj = options.take(given)
