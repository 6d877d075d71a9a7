# SPDX-License-Identifier: Apache-2.0
"""docs/reference/monero.md: every command of `monero`, from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator

import click

from aiomonero.cli import app
from aiomonero.cli.session import variables
from tools.generators.reference import NOTE

PAGE = "docs/reference/monero.md"
_HEAD = """# The `monero` command

`pip install './packages/aiomonero[cli]'`, in a clone of this repository, brings it.
`source <(monero completion bash)` completes it in the shell (zsh, fish too).
Every command prints a table for people, and with `--json` a document with the server's own names for programs; only
`monero completion` has no `--json`. What lists several things gives a list, however many there are.
Seeds with an offset (a passphrase) are neither made nor read by `monero address`; `monero wallet` restores them.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | refused by the other side: busy, not found, restricted, a login is missing, the method is unknown, rejected |
| 1 | also: the answer to a question or a check is no, or a file could not be written |
| 2 | wrong usage, said before anybody is asked; also: something wants a yes, and nobody is there |
| 3 | nobody to talk to: no connection, no answer in time, no trusted certificate, or the connection broke |
| 4 | an answer that makes no sense |
| 130 | interrupted by Ctrl-C; what was found until then is printed |

A check is `wallet verify`, `wallet validate-address` or one of `wallet check-…`: where it finds something not good, no
address or no payment, that is printed as any other answer.
"""


def files() -> dict[str, str]:
    """Return the page by its path."""
    return {PAGE: "\n".join([NOTE, _HEAD, *_variables(), "", *_groups()])}


def _variables() -> list[str]:
    rows = (f"| `{name}` | {meaning} |" for name, meaning in variables.INSTEAD_OF.items())
    return ["| variable | instead of |", "|---|---|", *rows]


def _groups() -> Iterator[str]:
    context = click.Context(app.monero, info_name="monero")
    for name in app.monero.list_commands(context):
        command = app.monero.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield _group(f"monero {name}", command, app.GROUPS[name])


def _group(path: str, group: click.Group, sentence: str) -> str:
    context = click.Context(group, info_name=path)
    shared = [option for option in group.params if isinstance(option, click.Option) and not option.hidden]
    lines = [f"## `{path}`", "", f"{sentence[0].upper()}{sentence[1:]}.", ""]
    if shared:
        lines += ["Before or behind the name of each of its commands:", "", *_options(shared, context), ""]
    lines += ["| command | what it does | its own options |", "|---|---|---|"]
    known = frozenset(["as_json", *(option.name for option in shared)])
    lines += [_row(group.commands[name], known) for name in group.list_commands(context)]
    return "\n".join([*lines, ""])


def _row(command: click.Command, known: frozenset[str | None]) -> str:
    own = [each for each in command.params if each.name not in known and not getattr(each, "hidden", False)]
    named = "<br>".join(_parameter(each, click.Context(command)) for each in own)
    return f"| `{command.name}` | {_cell(command.help or '')} | {named} |"


def _options(options: list[click.Option], context: click.Context) -> list[str]:
    return [
        "| option | meaning |",
        "|---|---|",
        *(f"| {_usage(each, context)} | {_cell(each.help or '')} |" for each in options),
    ]


def _parameter(parameter: click.Parameter, context: click.Context) -> str:
    if isinstance(parameter, click.Option):
        meaning = f" {_cell(parameter.help)}" if parameter.help else ""
        return f"{_usage(parameter, context)}{' (required)' if parameter.required else ''}{meaning}"
    return f"`{parameter.make_metavar(context)}`"


def _usage(option: click.Option, context: click.Context) -> str:
    names = ", ".join((*option.opts, *option.secondary_opts))
    metavar = option.make_metavar(context).removesuffix(" RANGE")
    return f"`{names}`" if option.is_flag else f"`{names} {metavar}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
