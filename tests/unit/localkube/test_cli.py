# SPDX-License-Identifier: Apache-2.0
"""What can be typed."""

from pathlib import Path

import pytest

from localkube import cli, components, settings

SETTINGS = settings.load({"LOCALKUBE_HOME": "/state"})


@pytest.mark.parametrize(
    "command", ["up", "down", "status", "kill", "start", "cut", "heal", "load", "exec", "env", "build"]
)
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


def test_proxies_are_told_to_leave_the_cluster_alone():
    """Where a proxy is set, kubectl must not ask it; what the person excepts stays so."""
    lines = list(cli._exports(SETTINGS, Path("/bin dir"), {"https_proxy": "http://p:1", "no_proxy": "a,10.96.0.0/16"}))

    assert lines == [
        "export KUBECONFIG=/state/kubeconfig",
        "export PATH='/bin dir':\"$PATH\"",
        "export NO_PROXY=a,10.96.0.0/16,10.90.0.0/24,10.244.0.0/16",
    ]


def test_without_proxy_nothing_is_said_of_it():
    """Most shells have none."""
    assert len(list(cli._exports(SETTINGS, Path("/bin"), {"HTTPS_PROXY": "", "PATH": "/bin"}))) == 2


@pytest.mark.parametrize("is_built", [True, False])
def test_env_without_cluster_prints_nothing_to_evaluate(monkeypatch, capsys, tmp_path, is_built):
    """Neither programs nor a kubeconfig are made by asking for them; the error says what makes them."""
    monkeypatch.setenv("LOCALKUBE_HOME", str(tmp_path))
    monkeypatch.setattr(components, "find", lambda: tmp_path if is_built else None)
    (tmp_path / ("other" if is_built else "kubeconfig")).touch()

    assert cli.run(["env"]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert "run `localkube up` first" in said.err


def test_ordinary_users_are_sent_to_sudo(monkeypatch, capsys):
    """Without root nothing is tried, and the message says what to do."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    assert cli.run(["up"]) == 1
    assert "run it with sudo" in capsys.readouterr().err
