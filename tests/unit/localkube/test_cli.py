# SPDX-License-Identifier: Apache-2.0
"""What can be typed."""

import pytest

from localkube import cli


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
