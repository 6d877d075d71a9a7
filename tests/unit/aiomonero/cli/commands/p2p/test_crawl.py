# SPDX-License-Identifier: Apache-2.0
"""What the options of a crawl mean, and which are refused before it begins."""

import re
import resource
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from aiomonero.cli import app
from aiomonero.cli.commands.p2p import crawl
from aiomonero.cli.commands.p2p.crawl import Walk
from aiomonero.cli.commands.p2p.group import group
from aiomonero.p2p.frontier import CLEARNET
from aiomonero.types.peer_address import AddressKind, PeerAddress

ONION = PeerAddress.of("zbjkbsxc5munw3qusl7j2hpcmikhqocdf4pqhnhtpzw5nt5jrmofptid.onion", 18083)
PAGE = Path(__file__).parents[6] / "docs" / "how-to" / "crawl.md"
IPV4 = PeerAddress.of("5.0.0.1", 18080)


def walk(*zones: str) -> Walk:
    """Return the options of a crawl of zones."""
    return Walk(
        seed=(), zone=zones, state=None, connections=1, seconds=1, visits=1, hosts=7, hops=3, ports_per_host=2,
        private=True, syncs=0,
    )  # fmt: skip


def test_the_zones_are_those_of_the_seeds() -> None:
    """Peers tell none of another zone, so others need not be dialed; IPv4 and IPv6 are one."""
    assert walk().rules((IPV4,)).kinds == CLEARNET
    assert walk().rules((ONION,)).kinds == {AddressKind.TOR}
    assert walk().rules((ONION, IPV4)).kinds == {AddressKind.TOR, *CLEARNET}
    assert walk("ipv4").rules((ONION, IPV4)).kinds == {AddressKind.IPV4}


def test_bounds_are_passed_on() -> None:
    """Each bound reaches the rule that it is named after."""
    rules = walk().rules((IPV4,))

    assert (rules.max_hosts, rules.max_depth, rules.ports_per_host, rules.allow_private) == (7, 3, 2, True)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "--seed"),
        (("--output", "crawl.xls"), ".csv"),
        (("--output", "away/crawl.csv"), "no folder away"),
        (("--output", "locked.csv"), "locked.csv"),
        (("--database", "away.mmdb"), "away.mmdb"),
        (("--state", "notes"), "line 1"),
        (("--proxy", "http://127.0.0.1"), "SOCKS5"),
        (("--proxy", "socks5://me:hush@127.0.0.1:1"), "MONERO_PROXY"),
        (("--connections", "0"), "--connections"),
    ],
)
def test_wrong_usage_is_told_before_anybody_is_visited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], complaint: str
) -> None:
    """What could not be read or written an hour later ends the command at once."""
    monkeypatch.chdir(tmp_path)
    Path("notes").write_text("some notes\n")
    Path("locked.csv").symlink_to("/proc/version")
    seed = ("--seed=127.0.0.1:1",) if arguments else ()

    result = CliRunner().invoke(app.monero, ["p2p", "crawl", *seed, *arguments])

    assert (result.exit_code, complaint in result.output) == (2, True), result.output


def test_a_file_that_fails_in_the_end_loses_neither_the_report_nor_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report is printed first, the other files are written, and a sentence says which one is not."""

    async def nowhere(*_: object) -> bool:
        return False

    monkeypatch.setattr(crawl, "_walk", nowhere)
    (tmp_path / "full.csv").symlink_to("/dev/full")
    files = ("--output", str(tmp_path / "full.csv"), "--output", str(tmp_path / "good.csv"))

    ended = CliRunner().invoke(app.monero, ["p2p", "crawl", "--seed=127.0.0.1:1", *files])

    assert (ended.exit_code, ended.stdout.startswith("visited")) == (1, True), ended.output
    assert "not written" in ended.stderr
    assert "full.csv" in ended.stderr
    assert (tmp_path / "good.csv").read_text().startswith("address,")


def test_more_connections_than_the_system_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    """That is said at once, not when the first connection fails."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (10, 20))

    result = CliRunner().invoke(app.monero, ["p2p", "crawl", "--seed=127.0.0.1:1"])

    assert (result.exit_code, "20 open files" in result.output) == (2, True), result.output


def test_the_page_s_commands_are_right() -> None:
    """Every command that the how-to shows has the options that it uses."""
    commands = re.findall(r"^    monero p2p crawl (.*)$", PAGE.read_text(), re.MULTILINE)

    assert commands
    for command in commands:
        group.commands["crawl"].make_context("crawl", shlex.split(command))


def test_the_page_s_bounds_are_the_defaults() -> None:
    """What the how-to says of the bounds is what happens without options."""
    told = dict(re.findall(r"^\| `--(\w+)` \| ([\d,]+) \|", PAGE.read_text(), re.MULTILINE))
    options = {each.name: each.default for each in group.commands["crawl"].params}

    assert told.keys() == {"connections", "seconds", "visits", "hosts", "hops"}
    assert {name: float(number.replace(",", "")) for name, number in told.items()} == {
        name: float(options[name]) for name in told
    }
