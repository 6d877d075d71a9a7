# SPDX-License-Identifier: Apache-2.0
"""The command's front: what it lists, what it completes, how light it is."""

import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

import aiomonero
from aiomonero.cli import app
from aiomonero.cli.session import asking

HEAVY = ("aiohttp", "asyncio", "zmq", "nacl", "Crypto", "rich", "matplotlib")


def test_help_lists_every_group_with_a_sentence() -> None:
    """Who types --help sees where to go on."""
    text = CliRunner().invoke(app.monero, ["--help"]).output

    assert all(f"  {name} " in text and sentence in text for name, sentence in app.GROUPS.items())


@pytest.mark.parametrize("group", sorted(app.GROUPS))
def test_each_group_has_its_own_help(group: str) -> None:
    """A listed group exists, and so do its commands' sentences."""
    result = CliRunner().invoke(app.monero, [group, "--help"])

    assert result.exit_code == 0, result.output
    context = click.Context(app.monero)
    found = app.monero.get_command(context, group)
    assert isinstance(found, click.Group)
    listed = " ".join(result.output.split())
    assert found.commands
    assert all(f" {name} {each.get_short_help_str(30).rstrip('.')}" in listed for name, each in found.commands.items())


def test_an_interrupt_has_one_exit_code_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also in commands that call nobody, at whose prompts a seed is typed."""

    def interrupt(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.delenv("MONERO_WALLET_SEED", raising=False)
    monkeypatch.delenv("MONERO_SEED", raising=False)
    monkeypatch.setattr(asking, "is_anybody_there", lambda: True)
    monkeypatch.setattr(asking, "secret", interrupt)

    assert CliRunner().invoke(app.monero, ["address", "subaddress"]).exit_code == 130


def test_an_unknown_command_is_wrong_usage() -> None:
    """Wrong usage has an exit code of its own."""
    result = CliRunner().invoke(app.monero, ["deamon"])

    assert (result.exit_code, "No such command 'deamon'. Did you mean daemon?" in result.output) == (2, True)


@pytest.mark.parametrize(
    ("group", "typed", "meant"),
    [("daemon", "get-inof", "get-info"), ("p2p", "crwal", "crawl"), ("address", "inspekt", "inspect")],
)
def test_every_group_says_what_may_have_been_meant(group: str, typed: str, meant: str) -> None:
    """Where something is written alike."""
    assert f"Did you mean {meant}" in CliRunner().invoke(app.monero, [group, typed]).output


@pytest.mark.parametrize("group", ["daemon", "wallet"])
def test_commands_are_listed_by_topic(group: str) -> None:
    """Sixty in one row are not read; each sentence stays whole on a terminal of usual width."""
    text = CliRunner().invoke(app.monero, [group, "--help"], terminal_width=80).output

    assert text.count("Commands (") >= 10
    assert "..." not in text.partition("Commands (")[2]


def test_the_version_is_the_library_s() -> None:
    """Command and library are released together."""
    assert CliRunner().invoke(app.monero, ["version"]).output == f"monero {aiomonero.__version__}\n"
    assert CliRunner().invoke(app.monero, ["--version"]).output == f"monero {aiomonero.__version__}\n"
    told = CliRunner().invoke(app.monero, ["version", "--json"]).output
    assert json.loads(told) == {"version": aiomonero.__version__}


@pytest.mark.parametrize("name", sorted(app.GROUPS))
def test_every_option_says_what_it_is(name: str) -> None:
    """An option without a word of help is known to its author alone."""
    group = app.monero.get_command(click.Context(app.monero), name)
    assert isinstance(group, click.Group)

    silent = {
        f"{command.name} {each.opts[-1]}"
        for command in group.commands.values()
        for each in command.params
        if isinstance(each, click.Option) and not each.hidden and not each.help
    }

    assert set() == silent


def test_every_command_has_a_document_for_programs() -> None:
    """All but the completion, which shells read."""
    without = set()
    for name in (None, *app.GROUPS):
        group = app.monero.get_command(click.Context(app.monero), name) if name else app.monero
        assert isinstance(group, click.Group)
        without |= {
            command.name
            for command in group.commands.values()
            if "as_json" not in {each.name for each in command.params}
        }

    assert without == {"completion"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_completion(shell: str) -> None:
    """The printed text asks this very command for candidates."""
    result = CliRunner().invoke(app.monero, ["completion", shell])

    assert "_MONERO_COMPLETE=" in result.output


def test_help_loads_nothing_heavy() -> None:
    """What a command needs is loaded when it runs, so that help and completion are quick."""
    loaded = f"import sys, aiomonero.cli.app; print([name for name in {HEAVY!r} if name in sys.modules])"

    found = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)

    assert found.stdout == "[]\n"
