# SPDX-License-Identifier: Apache-2.0
"""The command `monero daemon` against a real daemon: each call is made, shown as a table and as JSON."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aiomonero.cli import app
from aiomonero.cli.commands import daemon as commands
from tests.support import monerod

Monero = Callable[..., Result]
BLOCKS = 3
ADDRESS = monerod.ADDRESS
ZEROS = "0" * 64


@pytest.fixture(scope="module")
def monero(daemon: monerod.Monerod) -> Monero:
    """Run the command about the daemon."""

    def run(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner(env={"MONERO_ADDRESS": daemon.url}).invoke(app.monero, ["daemon", *arguments], input=stdin)

    return run


@pytest.fixture(scope="module")
def block(monero: Monero) -> dict[str, Any]:
    """Have some blocks, and tell about the last one."""
    made = monero("generate-blocks", "--amount-of-blocks", str(BLOCKS), "--wallet-address", ADDRESS)
    assert made.exit_code == 0, made.output
    told: dict[str, Any] = json.loads(monero("get-block", "--last", "--json").output)
    return told


ASKED = (
    *("get-info", "get-version", "get-height", "get-block-count", "hardfork-info", "sync-info"),
    *("get-alternate-chains", "get-alt-blocks-hashes", "get-block", "get-block --height 0", "get-block --block-json"),
    *("get-block-header", "get-block-header --height 0 --height 1", "get-last-block-header"),
    *("get-block-headers-range", "get-block-headers-range --last 2", "get-block-headers-range --start 0 --end 2"),
    *("on-get-block-hash --height 1", "get-blocks --start-height 0 --count 2", "get-hashes", "get-fee-estimate"),
    *("get-coinbase-tx-sum --height 0 --count 2", "get-outs --output 0 --get-txid", "get-output-histogram"),
    *("get-output-distribution", "get-transaction-pool", "get-transaction-pool-hashes", "get-transaction-pool-stats"),
    *("get-txpool-backlog", "flush-txpool --yes", "get-connections", "get-peer-list", "get-public-nodes --gray"),
    *("out-peers", "in-peers", "get-net-stats", "get-limit", "set-limit --up 2048", "get-bans"),
    *("set-bans --host 192.0.2.7", "set-bans --unban --host 192.0.2.7", "banned --host 192.0.2.7"),
    *(f"get-block-template --wallet-address {ADDRESS}", "get-miner-data", "mining-status", "set-log-level --level 0"),
    *("set-log-categories --categories *:WARNING", "save-bc", "prune-blockchain --check", "flush-cache --bad-blocks"),
    *("rpc-access-tracking", f"is-key-image-spent --key-image {'ab' * 32}", "rpc-access-info"),
    *("set-bootstrap-daemon --daemon none",),
)
"""Commands that a lone regtest daemon does."""
DERIVED = frozenset({"get-transaction", "get-o-indexes", "calc-pow", "submit-block", "generate-blocks", "pop-blocks"})
REFUSED = {
    "stop-mining": "Mining never started",
    "set-log-hash-rate --visible": "NOT MINING",
    "rpc-access-data": "Payments not enabled",
    "rpc-access-account --client 00": "Payments not enabled",
    "rpc-access-pay --client 00 --paying-for x --credits 1": "Payment not necessary",
    "rpc-access-submit-nonce --client 00 --nonce 1 --cookie 1": "Payment not necessary",
    f"relay-tx --txn {ZEROS}": "not found",
    f"add-aux-pow --aux {ZEROS}:{ZEROS}": "",
    "send-raw-transaction": "",
    f"get-txids-loose --template {ZEROS} --bits 8": "RPC version 3.18",
}
"""Commands that it refuses, and what it says."""
ELSEWHERE = frozenset({"start-mining", "stop-daemon", "update", "watch", "zmq"})
"""Commands that disturb a shared daemon, or have a test of their own."""


@pytest.mark.parametrize("line", ASKED)
def test_what_is_asked_is_shown(monero: Monero, block: dict[str, Any], line: str) -> None:
    """A table for people, one JSON document for programs."""
    table = monero(*line.split())
    document = monero(*line.split(), "--json")

    assert (table.exit_code, document.exit_code) == (0, 0), table.output + document.output
    assert table.output.strip()
    json.loads(document.output)


@pytest.mark.parametrize(("line", "reason"), REFUSED.items())
def test_what_is_refused_is_told_in_one_sentence(monero: Monero, line: str, reason: str) -> None:
    """No trace, the daemon's own reason, and the exit code of a refusal."""
    result = monero(*line.split(), stdin="00\n")

    assert (result.exit_code, "Traceback" in result.output) == (1, False), result.output
    assert reason in result.output


def test_a_block_s_money_is_found_by_its_coinbase(monero: Monero, block: dict[str, Any]) -> None:
    """From a block to its transaction, and on to the places of its outputs."""
    shown = monero("get-transaction", "-t", block["miner_tx_hash"], "--unwrap").output
    places = monero("get-o-indexes", "-t", block["miner_tx_hash"], "--json")

    assert block["miner_tx_hash"] in shown
    assert len(json.loads(places.output)) == 1


def test_an_unknown_transaction_is_named(monero: Monero) -> None:
    """What is not there is told, and what is there is shown."""
    ended = monero("get-transaction", "-t", ZEROS)

    assert (ended.exit_code, f"not found: {ZEROS}" in ended.output) == (1, True)


def test_no_bootstrap_daemon_is_told_as_that(monero: Monero) -> None:
    """ "none" is nobody's address."""
    assert monero("set-bootstrap-daemon", "--daemon", "none").output == "no other daemon answers\n"


def test_work_on_a_block_can_be_checked(monero: Monero, block: dict[str, Any]) -> None:
    """The hash is calculated from the bytes that came on standard input."""
    arguments = ("--major-version", "16", "--height", "1", "--seed-hash", ZEROS)

    assert len(monero("calc-pow", *arguments, stdin=block["blob"]).output.strip()) == 64


def test_a_template_is_handed_in(monero: Monero) -> None:
    """At difficulty 1 any template is a block."""
    template = json.loads(monero("get-block-template", "--wallet-address", ADDRESS, "--json").output)

    result = monero("submit-block", stdin=template["blocktemplate_blob"])

    assert result.exit_code == 0, result.output


def test_blocks_are_taken_off_only_when_that_is_meant(monero: Monero, block: dict[str, Any]) -> None:
    """Without --yes somebody has to say so."""
    before = int(monero("get-block-count").output)

    assert monero("pop-blocks", "--count", "1", stdin="n\n").exit_code != 0
    assert int(monero("get-block-count").output) == before
    assert json.loads(monero("pop-blocks", "--count", "1", "--yes", "--json").output) == {"height": before - 1}


def test_every_command_is_tried() -> None:
    """A new command needs a place in this file."""
    tried = {line.split()[0] for line in (*ASKED, *REFUSED)} | DERIVED | ELSEWHERE

    assert set(commands.group.commands) <= tried


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("get-block", "--height", "0", "--last"), "name one block"),
        (("get-block", "--height", "-1"), "no whole number"),
        (("get-block-headers-range", "--start", "9", "--end", "1"), "holds no block"),
        (("get-outs", "--output", "x"), "names no output"),
        (("get-output-distribution", "--from-height", "0", "--to-height", "10000"), "more than 10000 blocks"),
        (("get-output-distribution", "--from-height", "2", "--to-height", "1"), "holds none"),
        (("set-bans",), "name somebody"),
        (("set-limit",), "say what to set"),
        (("get-info", "--address", "ftp://x"), "no address of a daemon"),
        (("get-info", "--proxy", "http://x"), "SOCKS5"),
    ],
)
def test_wrong_usage_is_told_before_anybody_is_asked(monero: Monero, arguments: Sequence[str], problem: str) -> None:
    """The sentence says what is wrong."""
    result = monero(*arguments)

    assert result.exit_code == 2, result.output
    assert problem in result.output


def test_nobody_there_is_told_with_what_to_try(tmp_path: Path) -> None:
    """A new user's first mistake ends with advice, not with a trace."""
    environment = {**os.environ, "MONERO_ADDRESS": "http://127.0.0.1:1"}
    command = [sys.executable, "-m", "aiomonero.cli", "daemon", "get-info"]

    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (3, "")
    assert "Try --address URL" in ended.stderr
    assert "Traceback" not in ended.stderr
