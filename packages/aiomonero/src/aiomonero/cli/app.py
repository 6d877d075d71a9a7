# SPDX-License-Identifier: Apache-2.0
"""The command `monero` and its groups; a group is loaded when it is asked for, so that `--help` is quick."""

from __future__ import annotations

import importlib

import click

import aiomonero
from aiomonero.cli.session import suggesting

GROUPS = {
    "address": "make and inspect seeds and addresses; nobody is called",
    "daemon": "ask and steer a monerod by its RPC, and watch it",
    "p2p": "ask peers in their own protocol, one by one or as a whole network",
    "wallet": "ask and steer a monero-wallet-rpc; pay, prove and sign",
}
"""Each group's module in `commands` has its name and holds it as `group`."""


class _Groups(suggesting.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            from aiomonero.cli.session import running

            click.echo(err=True)
            raise click.exceptions.Exit(running.INTERRUPTED) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted((*super().list_commands(ctx), *GROUPS))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in GROUPS:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module(f"aiomonero.cli.commands.{cmd_name}")
        group = module.group
        assert isinstance(group, click.Group)
        return group

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own
        own = {name: command.get_short_help_str(80) for name, command in self.commands.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted((own | GROUPS).items()))


@click.group(cls=_Groups, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(aiomonero.__version__, message="%(prog)s %(version)s", prog_name="monero")
def monero() -> None:
    """Talk to Monero daemons, wallets and peers.

    Exit codes: 0 done · 1 refused, or the answer to a check or a question is no · 2 wrong usage ·
    3 nobody to talk to · 4 an answer that makes no sense · 130 interrupted.
    """


@monero.command()
@click.option("--json", "as_json", is_flag=True, help="print JSON, for programs")
def version(as_json: bool) -> None:  # noqa: FBT001 - a flag of the command
    """Print the version of this program."""
    from aiomonero.cli.output import document

    version = aiomonero.__version__
    click.echo(document.text({"version": version}) if as_json else f"monero {version}")


@monero.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes SHELL complete this command: source <(monero completion bash).

    It is the one command without --json, as it is for shells.
    """
    from click import shell_completion

    kind = shell_completion.get_completion_class(shell)
    assert kind is not None
    click.echo(kind(monero, {}, "monero", "_MONERO_COMPLETE").source())
