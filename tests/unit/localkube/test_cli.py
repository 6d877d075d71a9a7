# SPDX-License-Identifier: Apache-2.0
"""What can be typed."""

from pathlib import Path

import pytest

from localkube import cli, cluster, settings
from localkube.errors import LocalkubeError
from localkube.progress import Progress

SETTINGS = settings.load({})


@pytest.mark.parametrize("command", ["up", "down", "status", "kill", "start", "cut", "heal", "load", "exec", "build"])
def test_every_command_explains_itself(command, capsys):
    """--help works for each command and ends well."""
    with pytest.raises(SystemExit) as ended:
        cli.run([command, "--help"])

    assert ended.value.code == 0
    assert f"localkube {command}" in capsys.readouterr().out


def test_arguments_of_the_inner_command_are_its_own():
    """`exec` hands flags on instead of eating them."""
    options = cli._parser().parse_args(["exec", "n1", "ls", "--help", "-l"])

    assert options.command == ["ls", "--help", "-l"]


def test_ordinary_users_are_sent_to_sudo(monkeypatch, capsys):
    """Without root nothing is tried, and the message says what to do."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    assert cli.run(["up"]) == 1
    assert "run it with sudo" in capsys.readouterr().err


def test_alias_is_for_one_image():
    """Two images cannot share a name."""
    with pytest.raises(LocalkubeError, match="load that archive alone"):
        cluster.load(SETTINGS, [Path("a"), Path("b")], ["x:1"], Progress())


@pytest.mark.parametrize(("name", "words"), [("n9", "there is no machine n9"), ("cp", "has no cable")])
def test_only_nodes_can_be_cut(name, words):
    """The error names what can be used instead."""
    with pytest.raises(LocalkubeError, match=words) as error:
        cluster.cut(SETTINGS, name)

    assert "n1, n2, n3" in str(error.value)
