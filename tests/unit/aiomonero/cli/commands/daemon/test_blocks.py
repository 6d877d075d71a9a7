# SPDX-License-Identifier: Apache-2.0
"""Commands about blocks: what they show, in which shape, and what an interrupt leaves of it."""

import asyncio
import contextlib
import json
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aiomonero.cli.commands.daemon import group
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.testing import answers
from aiomonero.testing.fakenode import FakeNode
from aiomonero.transport import base

RECORDED = Path(__file__).parents[5] / "vectors" / "rpc" / "0.18.5.3"
PAGE = 1000
ZEROS = "0" * 64

Run = Callable[..., Result]


class Interrupting:
    """A way to a fake daemon, on which somebody presses Ctrl-C while an answer to the call `at` is awaited."""

    def __init__(self, fake: FakeNode, at: int | None) -> None:
        self._inside = fake.transport()
        self._left = at

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES) -> bytes:
        return await self.post(url, b"", timeout_seconds=timeout_seconds, limit_bytes=limit_bytes)

    async def post(
        self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES
    ) -> bytes:
        if self._left == 0:
            signal.raise_signal(signal.SIGINT)
            await asyncio.Event().wait()
        if self._left is not None:
            self._left -= 1
        return await self._inside.post(url, body, timeout_seconds=timeout_seconds, limit_bytes=limit_bytes)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command against a daemon with a long chain."""

    def call(*words: str, interrupted_at: int | None = None, **more: object) -> Result:
        long = {"height": 4 * PAGE, "hash": ZEROS}
        own = {"get_height": long, "get_block_headers_range": headers}
        fake = FakeNode({**answers.recorded(RECORDED), **own, **more})

        @contextlib.asynccontextmanager
        async def opened(options: object) -> AsyncIterator[SimpleNamespace]:
            yield SimpleNamespace(rpc=DaemonRpc(Interrupting(fake, interrupted_at), "http://fake"))

        monkeypatch.setattr(group, "_open", opened)
        return CliRunner().invoke(group, list(words))

    return call


def headers(params: dict[str, int]) -> dict[str, Any]:
    """Answer with a range of headers, of which each follows the one before."""
    recorded: Any = answers.recorded(RECORDED)["get_last_block_header"]
    heights = range(params["start_height"], params["end_height"] + 1)
    return {
        "headers": [
            {**recorded["block_header"], "height": each, "hash": f"{each:064}", "prev_hash": f"{each - 1:064}"}
            for each in heights
        ]
    }


def test_an_interrupted_range_shows_what_is_there(run: Run) -> None:
    """The first page of a long range, as a document that is whole, and the exit code of an interrupt."""
    ended = run("get-block-headers-range", "--start", "1", "--end", str(3 * PAGE), "--json", interrupted_at=2)

    assert ended.exit_code == 130, ended.output
    assert [each["height"] for each in json.loads(ended.stdout)] == list(range(1, PAGE + 1))


def test_a_range_ends_where_the_chain_does(run: Run) -> None:
    """What there is of it is shown, and nothing at all is no answer."""
    some = run("get-block-headers-range", "--start", str(4 * PAGE - 2), "--end", str(9 * PAGE), "--json")
    none = run("get-block-headers-range", "--start", str(4 * PAGE), "--end", str(9 * PAGE), "--json")

    assert ([each["height"] for each in json.loads(some.stdout)], some.exit_code) == ([3998, 3999], 0)
    assert (none.stdout, none.exit_code) == ("", 1)
    assert "the chain ends before 4000" in none.stderr


@pytest.mark.parametrize("last", [1, 2])
def test_a_range_is_a_list_however_long_it_is(run: Run, last: int) -> None:
    """A program need not look how many there are."""
    ended = run("get-block-headers-range", "--end", "5", "--last", str(last), "--json")

    assert len(json.loads(ended.output)) == last


def test_a_single_header_of_a_command_for_several_is_a_list_too(run: Run) -> None:
    """The last header alone has a command whose answer is one object."""
    one = json.loads(run("get-block-header", "--json").output)
    last = json.loads(run("get-last-block-header", "--json").output)

    assert one == [last]


def test_a_range_begins_at_one_place(run: Run) -> None:
    """--start and --last would both say where."""
    ended = run("get-block-headers-range", "--start", "1", "--last", "2")

    assert (ended.exit_code, "--start" in ended.output) == (2, True)


@pytest.mark.parametrize("more", [(), ("--unwrap",)])
def test_what_is_missing_among_transactions_is_told_by_the_exit_code(run: Run, more: tuple[str, ...]) -> None:
    """What was found is shown all the same."""
    recorded: Any = answers.recorded(RECORDED)["get_transactions"]
    answer = {**recorded, "missed_tx": [ZEROS]}
    found = recorded["txs"][0]["tx_hash"]

    ended = run("get-transaction", "-t", found, "-t", ZEROS, *more, get_transactions=answer)

    assert (ended.exit_code, f"not found: {ZEROS}" in ended.stderr, found in ended.stdout) == (1, True, True)


def test_interrupted_rings_leave_the_transactions(run: Run) -> None:
    """Where the rings of a transaction were not fetched any more the transaction is still shown."""
    recorded: Any = answers.recorded(RECORDED)["get_transactions"]

    ended = run("get-transaction", "-t", ZEROS, "--unwrap", "--json", get_transactions=recorded, interrupted_at=1)

    told = json.loads(ended.stdout)
    assert (ended.exit_code, told["rings"]) == (130, [[]]), "a coinbase, which has none, and a payment"
    assert [each["tx_hash"] for each in told["transactions"]] == [each["tx_hash"] for each in recorded["txs"]]


def test_what_is_inside_a_block_is_shown_in_lines(run: Run) -> None:
    """And not as Python writes values."""
    shown = run("get-block", "--last", "--block-json").output

    assert "  version" in shown
    assert not any(sign in shown for sign in ("{", "="))


def test_what_an_old_daemon_does_not_send_is_not_shown(run: Run) -> None:
    """Nothing stands there as if it were none; programs see that it is unknown."""
    old = {"get_version": {"version": 196618, "release": True, "status": "OK"}}

    shown = run("get-version", **old).output

    assert "3.10" in shown
    assert not any(word in shown for word in ("hard forks", "target", "-"))


def test_a_network_has_one_name(run: Run) -> None:
    """The daemon's own for regtest is another one than this library's."""
    shown = run("get-info").output

    assert "network" in shown
    assert "nettype" not in shown
