# SPDX-License-Identifier: Apache-2.0
"""Flags and variables of the exporter."""

import re
from pathlib import Path

import pytest

import monero_exporter
from aiomonero.transport.tls import Trust
from aiomonero.types.endpoint import Endpoint
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy
from monero_exporter import settings
from monero_exporter.targets import Targets

README = Path(__file__).parents[3] / "packages/monero-exporter/README.md"


def test_the_defaults_suit_a_sidecar_of_mainnet() -> None:
    """Without any flag the exporter watches the daemon beside it and listens everywhere."""
    chosen = settings.parse([], {})

    assert chosen.endpoint == Endpoint("http", "127.0.0.1", 18081)
    assert (chosen.login, chosen.trust, chosen.proxy, chosen.timeout_seconds) == (None, None, None, 2.0)
    assert (chosen.bind, chosen.telemetry_path) == ((None, 9000), "/metrics")
    assert (chosen.is_closed, chosen.has_metrics, chosen.geoip_file) == (False, True, None)
    assert (chosen.name, chosen.siblings, chosen.zmq_address) == (None, (), None)


@pytest.mark.parametrize(
    ("flag", "text", "field", "expected"),
    [
        ("--monero-addr", "http://b:1", "endpoint", Endpoint("http", "b", 1)),
        ("--rpc-insecure", None, "trust", Trust(is_insecure=True)),
        ("--proxy", "socks5://p:9050", "proxy", Proxy("p", 9050)),
        ("--timeout", "0.5", "timeout_seconds", 0.5),
        ("--zmq-addr", "tcp://b:18083", "zmq_address", "tcp://b:18083"),
        ("--bind-addr", "[::1]:9100", "bind", ("::1", 9100)),
        ("--telemetry-path", "/m", "telemetry_path", "/m"),
        ("--probe-targets", "a:1,*:2", "probe_targets", Targets(("a:1", "*:2"))),
        ("--closed", None, "is_closed", True),
        ("--no-metrics", None, "has_metrics", False),
        ("--name", "nodes-0", "name", "nodes-0"),
        ("--geoip-filepath", "/c.mmdb", "geoip_file", Path("/c.mmdb")),
        ("--monero-addr", "none", "endpoint", None),
        ("--xmrig-addr", "http://miner", "xmrig", Endpoint("http", "miner", 8600)),
        ("--p2pool-data", "/data", "p2pool", Path("/data")),
        ("--tor-addr", "http://127.0.0.1", "tor", Endpoint("http", "127.0.0.1", 9101)),
        ("--transport", "tor", "transport", "tor"),
        ("--i2p-addr", "http://127.0.0.1", "i2p", Endpoint("http", "127.0.0.1", 9102)),
    ],
)
def test_every_flag_is_also_a_variable(flag: str, text: str | None, field: str, expected: object) -> None:
    """Both ways to say the same give the same settings."""
    name = "MONERO_EXPORTER_" + flag.removeprefix("--").replace("-", "_").upper()

    by_flag = settings.parse([flag] if text is None else [flag, text], {})
    by_variable = settings.parse([], {name: "true" if text is None else text})

    assert getattr(by_flag, field) == expected
    assert by_flag == by_variable


def test_siblings_are_names_or_addresses() -> None:
    """A node says its own name with them, as it may stand among them."""
    chosen = settings.parse(["--name=a-0", "--siblings=a-nodes:9000, [::1]:9001"], {})

    assert chosen.siblings == (("a-nodes", 9000), ("::1", 9001))


def test_a_login_comes_by_variable_or_by_file_and_is_not_shown(tmp_path: Path) -> None:
    """An editor's line break at the end of the file is no part of the password."""
    file = tmp_path / "login"
    file.write_text("user:hush \n")

    by_variable = settings.parse([], {"MONERO_EXPORTER_RPC_LOGIN": "user:hush "})
    by_file = settings.parse([f"--rpc-login-file={file}"], {})

    assert by_variable.login == by_file.login == Login("user", "hush ")
    assert "hush" not in repr(by_variable)


def test_a_password_that_stands_where_it_should_not_is_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    """What a person gets wrong about a secret is told without it."""
    with pytest.raises(SystemExit):
        settings.parse([], {"MONERO_EXPORTER_RPC_LOGIN": "hush"})

    assert "hush" not in capsys.readouterr().err


def test_a_flag_beats_its_variable() -> None:
    """What is said at the command is nearer than what surrounds it."""
    chosen = settings.parse(["--bind-addr=:1"], {"MONERO_EXPORTER_BIND_ADDR": ":2"})

    assert chosen.bind.port == 1


@pytest.mark.parametrize(
    ("arguments", "environment", "hint"),
    [
        (["--monero-addr=127.0.0.1:18081"], {}, "write it like http://127.0.0.1:18081"),
        (["--bind-addr=9000"], {}, "write HOST:PORT or :PORT"),
        (["--bind-addr=:70000"], {}, "write HOST:PORT or :PORT"),
        (["--siblings=nodes", "--name=a"], {}, "write HOST:PORT, with commas between"),
        (["--siblings=nodes:9000,", "--name=a"], {}, "write HOST:PORT, with commas between"),
        (["--siblings=nodes:9000"], {}, "needs --name too"),
        (["--telemetry-path=metrics"], {}, "write one like /metrics"),
        (["--telemetry-path=/readyz"], {}, "write one like /metrics"),
        (["--telemetry-path=/"], {}, "write one like /metrics"),
        (["--timeout=0"], {}, "write seconds, such as 2 or 0.5"),
        (["--timeout=nan"], {}, "write seconds, such as 2 or 0.5"),
        (["--timeout=1e9"], {}, "at most 300"),
        ([], {"MONERO_EXPORTER_TIMEOUT": "soon"}, "write seconds, such as 2 or 0.5"),
        (["--telemetry-path=/{x}"], {}, "write one like /metrics"),
        (["--probe-targets=node"], {}, "write HOST:PORT, such as *.nodes.svc:18089"),
        (["--zmq-addr=127.0.0.1:18083"], {}, "write it like tcp://127.0.0.1:18083"),
        (["--proxy=http://p:1"], {}, "write it like socks5://127.0.0.1:9050"),
        ([], {"MONERO_EXPORTER_CLOSED": "perhaps"}, "MONERO_EXPORTER_CLOSED is 'perhaps': write true or false"),
        (["--transport=onion"], {}, "write tor or i2p"),
        (["--rpc-login-file=/nonexistent"], {}, "cannot read a login from /nonexistent: no such file"),
        (["--rpc-login-file=/x"], {"MONERO_EXPORTER_RPC_LOGIN": "a:b"}, "and in MONERO_EXPORTER_RPC_LOGIN: choose one"),
        ([], {"MONERO_EXPORTER_RPC_LOGIN": "user"}, "a login is written username:password"),
        (["--rpc-ca-file=/nonexistent"], {}, "cannot read certificates of /nonexistent"),
        (["--rpc-ca-file=/x", "--rpc-insecure"], {}, "choose one"),
        ([], {"MONERO_EXPORTER_BIND_ADDR": "x"}, "write HOST:PORT or :PORT"),
        (["--monero-addr=http://me:hush@127.0.0.1:18081"], {}, "use --rpc-login-file or MONERO_EXPORTER_RPC_LOGIN"),
        (["--zmq-addr=tcp://a:1", "--monero-addr=none"], {}, "--zmq-addr needs a daemon"),
        (["--rpc-login", "me:hush"], {}, "there is no flag --rpc-login; see monero-exporter --help"),
        (["hush"], {}, "there are no arguments but flags"),
    ],
)
def test_bad_input_says_what_to_write(
    arguments: list[str], environment: dict[str, str], hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command ends with a hint instead of a traceback."""
    with pytest.raises(SystemExit):
        settings.parse(arguments, environment)

    said = capsys.readouterr().err
    assert hint in said
    assert "hush" not in said
    assert said.count("\n") == 1


def test_a_variable_that_is_none_of_ours_is_doubted() -> None:
    """A slip of the pen would otherwise be a setting that is not there."""
    chosen = settings.parse([], {"MONERO_EXPORTER_ZMQ_ADR": "x", "MONERO_EXPORTER_RPC_LOGIN": "a:b", "HOME": "/"})

    assert chosen.doubts == ("MONERO_EXPORTER_ZMQ_ADR is no setting: is MONERO_EXPORTER_ZMQ_ADDR meant?",)


def test_a_token_without_a_miner_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It would have no effect."""
    (tmp_path / "token").write_text("hush")

    with pytest.raises(SystemExit):
        settings.parse([f"--xmrig-token-file={tmp_path}/token"], {})

    assert "--xmrig-token-file needs --xmrig-addr too" in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever reports a mistake says of what."""
    with pytest.raises(SystemExit):
        settings.parse(["--version"], {})

    assert capsys.readouterr().out == f"monero-exporter {monero_exporter.__version__}\n"


def test_the_token_of_a_miner_comes_from_a_file_and_is_not_shown(tmp_path: Path) -> None:
    """Everybody sees arguments, and logs are read by many."""
    (tmp_path / "token").write_text("hush\n")

    chosen = settings.parse([f"--xmrig-token-file={tmp_path}/token", "--xmrig-addr=http://127.0.0.1:8600"], {})

    assert chosen.xmrig_token == "hush"
    assert "hush" not in repr(chosen)


@pytest.mark.parametrize("content", [None, "", "two\nlines", "\N{SNOWMAN}"])
def test_a_token_that_no_header_can_hold_is_refused(
    tmp_path: Path, content: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence names the file."""
    file = tmp_path / "token"
    if content is not None:
        file.write_text(content)

    with pytest.raises(SystemExit):
        settings.parse([f"--xmrig-token-file={file}"], {})

    assert str(file) in capsys.readouterr().err


def test_every_flag_stands_in_the_page_about_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody has to read the help to know what there is, and nothing is promised that is not there."""
    with pytest.raises(SystemExit):
        settings.parse(["--help"], {})
    known = set(re.findall(r"^  (?:-h, )?(--[a-z0-9-]+)", capsys.readouterr().out, re.MULTILINE)) - {
        "--help",
        "--version",
    }

    told = set(re.findall(r"^\| `(--[a-z0-9-]+)", README.read_text(), re.MULTILINE))

    assert known == told
