# SPDX-License-Identifier: Apache-2.0
"""One call: what is asked again, what is not, and how long it may take in all."""

import asyncio
import contextlib
import dataclasses
import types
from collections.abc import Sequence
from typing import Any

import pytest
from msgspec import UNSET

from aiomonero import errors
from aiomonero.methods import catalogue
from aiomonero.methods.daemon import admin, blocks, chain, headers, mining, peers, status, traffic, transactions
from aiomonero.methods.method import V0_19, Form, Method, Span
from aiomonero.methods.wallet import sync
from aiomonero.protocol import document
from aiomonero.protocol.epee import writer
from aiomonero.rpc import calls
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.transport import base, call
from aiomonero.types.raw_block import BlocksQuery
from aiomonero.wallet import calls as wallet_calls
from aiomonero.wallet.rpc import WalletRpc

ANSWER = b'{"result": {"status": "OK", "version": 196624, "release": false}}'
POLICY = call.Policy(timeout_seconds=5.0, attempts=3, pause_seconds=0.0)
PATIENT = call.Policy(attempts=50, pause_seconds=0.0, waits_while_busy=True)


class ScriptedTransport:
    """Gives prepared answers in order and counts the questions."""

    def __init__(self, *script: bytes | errors.MoneroError) -> None:
        self._script = list(script)
        self.urls: list[str] = []
        self.limits_bytes: list[int] = []
        self.deadlines_seconds: list[float] = []

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES) -> bytes:
        raise AssertionError("RPC is never a GET")

    async def post(
        self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES
    ) -> bytes:
        self.urls.append(url)
        self.limits_bytes.append(limit_bytes)
        self.deadlines_seconds.append(timeout_seconds)
        answer = self._script.pop(0)
        if isinstance(answer, errors.MoneroError):
            raise answer
        return answer


def _caller(transport: base.Transport) -> call.Caller:
    return call.Caller(transport, "http://a:1", POLICY, calls.MONEROD)


class SilentTransport(ScriptedTransport):
    """Never answers."""

    async def post(
        self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES
    ) -> bytes:
        return await asyncio.Future()


async def test_a_call_asks_once_at_the_json_rpc_path() -> None:
    """A good answer needs no second question."""
    transport = ScriptedTransport(ANSWER)

    version = await call.Caller(transport, "http://a:1/", POLICY, calls.MONEROD).call(chain.GET_VERSION, None)

    assert version.rpc_version == (3, 16)
    assert transport.urls == ["http://a:1/json_rpc"]


@pytest.mark.parametrize(
    "script",
    [
        [errors.Closed("x"), ANSWER],
        [errors.ProxyRefused("x"), ANSWER],
        [errors.ConnectFailed("x"), errors.Closed("x"), ANSWER],
    ],
    ids=["hung up once", "the proxy was away once", "failed twice"],
)
async def test_a_question_is_asked_again_where_that_is_safe(script: Sequence[bytes | errors.MoneroError]) -> None:
    """A lost answer to a question may be asked for again, as often as the policy says."""
    transport = ScriptedTransport(*script)

    await _caller(transport).call(chain.GET_VERSION, None)

    assert len(transport.urls) == len(script)


async def test_attempts_are_bounded() -> None:
    """The last failure is the one that is raised, with its place."""
    transport = ScriptedTransport(*[errors.ConnectFailed("x")] * 3)

    with pytest.raises(errors.ConnectFailed) as caught:
        await _caller(transport).call(chain.GET_VERSION, None)

    assert len(transport.urls) == 3
    assert (caught.value.endpoint, caught.value.method) == ("http://a:1/json_rpc", "get_version")


@pytest.mark.parametrize("failure", [errors.TimedOut("x"), errors.TlsFailed("x"), errors.RemoteProtocolError("x")])
async def test_what_waiting_does_not_help_is_not_repeated(failure: errors.MoneroError) -> None:
    """A daemon that is too slow is not asked twice."""
    transport = ScriptedTransport(failure, ANSWER)

    with pytest.raises(type(failure)):
        await _caller(transport).call(chain.GET_VERSION, None)

    assert len(transport.urls) == 1


async def test_a_block_is_not_handed_in_twice() -> None:
    """Where the answer was lost the daemon may have taken the block."""
    transport = ScriptedTransport(errors.Closed("x"), ANSWER)

    with pytest.raises(errors.Closed):
        await _caller(transport).call(mining.SUBMIT_BLOCK, ("00",))

    assert len(transport.urls) == 1


async def test_a_block_is_handed_in_again_where_nobody_listened() -> None:
    """Without a connection nothing was asked."""
    transport = ScriptedTransport(errors.ConnectFailed("x"), b'{"result": {"status": "OK"}}')

    await _caller(transport).call(mining.SUBMIT_BLOCK, ("00",))

    assert len(transport.urls) == 2


BUSY = b'{"result": {"status": "BUSY"}}'


async def test_a_busy_daemon_is_asked_again_where_that_is_wanted() -> None:
    """It did nothing, so even a block may be handed in again."""
    transport = ScriptedTransport(BUSY, BUSY, b'{"result": {"status": "OK"}}')

    await call.Caller(transport, "http://a:1", PATIENT, calls.MONEROD).call(mining.SUBMIT_BLOCK, ("00",))

    assert len(transport.urls) == 3


WALLET_CALLS_THAT_CHANGE = [method for method in catalogue.of_wallet().values() if not method.is_repeatable]
UNSURE = [
    b'{"error": {"code": -3, "message": "daemon is busy"}}',
    b'{"error": {"code": -38, "message": "no connection to daemon"}}',
    errors.Busy("HTTP status 503"),
]


@pytest.mark.parametrize("failure", UNSURE, ids=["-3", "-38", "503"])
@pytest.mark.parametrize("method", WALLET_CALLS_THAT_CHANGE, ids=lambda method: method.name)
async def test_no_payment_is_made_twice(method: Method[Any, Any], failure: bytes | errors.MoneroError) -> None:
    """A wallet says so after it handed the transaction to its daemon, however patient the caller is."""
    transport = ScriptedTransport(failure, failure)
    simple = dataclasses.replace(method, params=types.NoneType)

    with pytest.raises((errors.Busy, errors.DaemonAway)):
        await call.Caller(transport, "http://a:1", PATIENT, wallet_calls.SERVER).call(simple, None)

    assert len(transport.urls) == 1


@pytest.mark.parametrize("failure", UNSURE, ids=["-3", "-38", "503"])
async def test_a_question_about_money_waits_for_the_daemon(failure: bytes | errors.MoneroError) -> None:
    """To look again does no harm."""
    transport = ScriptedTransport(failure, failure, b'{"result": {"blocks_fetched": 0, "received_money": false}}')

    await call.Caller(transport, "http://a:1", PATIENT, wallet_calls.SERVER).call(
        sync.REFRESH, sync.RefreshParams(start_height=0)
    )

    assert len(transport.urls) == 3


async def test_a_block_is_not_handed_in_twice_to_what_stands_before_a_daemon() -> None:
    """Its 503 does not tell whether the daemon was asked."""
    transport = ScriptedTransport(errors.Busy("HTTP status 503"), ANSWER)

    with pytest.raises(errors.Busy):
        await call.Caller(transport, "http://a:1", PATIENT, calls.MONEROD).call(mining.SUBMIT_BLOCK, ("00",))

    assert len(transport.urls) == 1


async def test_a_busy_daemon_is_told_at_once_otherwise() -> None:
    """It may be busy for hours."""
    transport = ScriptedTransport(BUSY, ANSWER)

    with pytest.raises(errors.Busy):
        await _caller(transport).call(chain.GET_VERSION, None)

    assert len(transport.urls) == 1


@pytest.mark.parametrize(("attempt", "longest"), [(1, 0.2), (2, 0.4), (3, 0.8), (7, 10.0), (10**6, 10.0)])
def test_pauses_double_up_to_a_bound(attempt: int, longest: float) -> None:
    """However often somebody wants to try."""
    pauses = [call._pause(call.Policy(), attempt) for _ in range(1000)]

    assert longest * 0.9 < max(pauses) <= longest
    assert min(pauses) < longest * 0.1


async def test_the_deadline_is_over_all_attempts() -> None:
    """A transport that never returns does not hold the caller."""
    policy = call.Policy(timeout_seconds=0.01)

    with pytest.raises(errors.TimedOut) as caught:
        await call.Caller(SilentTransport(), "http://a:1", policy, calls.MONEROD).call(chain.GET_VERSION, None)

    assert caught.value.method == "get_version"


async def test_what_takes_long_has_time_unless_told_otherwise() -> None:
    """The method knows, the policy knows better, and the call at hand best."""
    transport = ScriptedTransport(*[b'{"status": "OK", "height": 1}', ANSWER] * 3)
    by_method = call.Caller(transport, "http://a:1", call.Policy(), calls.MONEROD)
    by_policy = _caller(transport)

    for caller in (by_method, by_policy, by_policy.within(7)):
        await caller.call(admin.POP_BLOCKS, admin.PopBlocksParams(1, UNSET))
        await caller.call(chain.GET_VERSION, None)

    assert transport.deadlines_seconds == [6 * 3600, 30, 5, 5, 7, 7]


@pytest.mark.parametrize(("surplus_bytes", "asked"), [(0, 1), (1, 0)])
async def test_a_question_that_the_daemon_would_not_read_is_not_asked(surplus_bytes: int, asked: int) -> None:
    """It hangs up on a mebibyte with the head, which would look like a connection that broke."""
    transport = ScriptedTransport(b'{"status": "OK"}')
    padding = "0" * (2**20 - 2**12 - len(document.encode(transactions.SendParams(""))) + surplus_bytes)
    sending = _caller(transport).call(transactions.SEND_RAW_TRANSACTION, transactions.SendParams(padding))

    with pytest.raises(errors.LocalProtocolError, match="smaller") if surplus_bytes else contextlib.nullcontext():
        await sending

    assert len(transport.urls) == asked


async def test_a_hidden_method_is_restricted_and_an_unknown_one_is_missing() -> None:
    """The same code means two things, told apart by what the method is known to be."""
    unknown = b'{"error": {"code": -32601, "message": "Method not found"}}'

    with pytest.raises(errors.Restricted):
        await _caller(ScriptedTransport(unknown, ANSWER)).call(peers.GET_CONNECTIONS, None)
    with pytest.raises(errors.MethodMissing):
        await _caller(ScriptedTransport(unknown, ANSWER)).call(chain.GET_VERSION, None)


async def test_a_hidden_path_is_restricted_and_an_unknown_one_is_missing() -> None:
    """Paths are refused by HTTP's 404, which is not the daemon's own "not found"."""
    with pytest.raises(errors.Restricted):
        await _caller(ScriptedTransport(errors.NotFound("HTTP status 404"), ANSWER)).call(traffic.GET_NET_STATS, None)
    with pytest.raises(errors.MethodMissing):
        await _caller(ScriptedTransport(errors.NotFound("HTTP status 404"), ANSWER)).call(traffic.GET_LIMIT, None)


async def test_a_method_of_other_versions_says_which() -> None:
    """Whoever asks needs another daemon, not another question."""
    unknown = b'{"error": {"code": -32601, "message": "Method not found"}}'
    loose = transactions.LooseIdsParams("00" * 32, 10)

    with pytest.raises(errors.UnsupportedVersion, match=r"3\.18"):
        await _caller(ScriptedTransport(unknown, ANSWER)).call(transactions.GET_TXIDS_LOOSE, loose)


async def test_another_server_at_the_port_is_not_found() -> None:
    """A web server that knows no such path says nothing about the versions or the port of a daemon."""
    for method in (chain.GET_VERSION, peers.GET_CONNECTIONS):
        with pytest.raises(errors.NotFound):
            await _caller(ScriptedTransport(errors.NotFound("HTTP status 404"), ANSWER)).call(method, None)


async def test_a_method_that_was_public_once_is_restricted() -> None:
    """The restricted port of newer daemons no longer has it, which a newer daemon does not change."""
    once = dataclasses.replace(traffic.GET_LIMIT, public=Span(until=V0_19))

    with pytest.raises(errors.Restricted, match=r"3\.18"):
        await _caller(ScriptedTransport(errors.NotFound("HTTP status 404"), ANSWER)).call(once, None)


UNKNOWN = b'{"error": {"code": -32601, "message": "Method not found"}}'
WALLET = b'{"result": {"version": 65561, "release": true}}'


@pytest.mark.parametrize("method", [peers.GET_CONNECTIONS, traffic.GET_LIMIT, traffic.GET_NET_STATS, status.SYNC_INFO])
async def test_a_wallet_is_no_daemon(method: Method[Any, Any]) -> None:
    """What it does not know is neither hidden nor of another version."""
    missing = UNKNOWN if method.form is Form.JSON_RPC else errors.NotFound("HTTP status 404")
    transport = ScriptedTransport(missing, WALLET)

    with pytest.raises(errors.WrongServer, match="that is a monero-wallet-rpc, not a monerod") as caught:
        await _caller(transport).call(method, None)

    assert (caught.value.method, transport.urls[-1]) == (method.name, "http://a:1/json_rpc")


async def test_a_daemon_is_no_wallet() -> None:
    """The other way around it is the same."""
    caller = call.Caller(ScriptedTransport(UNKNOWN, ANSWER), "http://a:1", POLICY, wallet_calls.SERVER)

    with pytest.raises(errors.WrongServer, match="that is a monerod, not a monero-wallet-rpc"):
        await caller.call(sync.REFRESH, sync.RefreshParams(start_height=0))


async def test_versions_of_the_other_kind_are_not_taken_for_ours() -> None:
    """Both know the method, and count their versions apart."""
    with pytest.raises(errors.WrongServer, match="not a monerod"):
        await DaemonRpc(ScriptedTransport(WALLET), "http://a:1").get_version()
    with pytest.raises(errors.WrongServer, match="not a monero-wallet-rpc"):
        await WalletRpc(ScriptedTransport(ANSWER), "http://a:1").get_version()


async def test_a_server_is_asked_once_what_it_is() -> None:
    """Whoever asks a restricted port time and again does not ask twice as often."""
    transport = ScriptedTransport(UNKNOWN, ANSWER, UNKNOWN)
    caller = _caller(transport)

    for _ in range(2):
        with pytest.raises(errors.Restricted):
            await caller.call(peers.GET_CONNECTIONS, None)

    assert len(transport.urls) == 3


UNTRUSTED: list[tuple[Method[Any, Any], object, bytes]] = [
    (chain.GET_VERSION, None, ANSWER.replace(b'"OK"', b'"OK", "untrusted": true')),
    (headers.GET_HEIGHT, None, b'{"status": "OK", "height": 3, "hash": "%064x", "untrusted": true}' % 0),
    (blocks.GET_BLOCKS_BIN, BlocksQuery(), writer.encode({"status": b"OK", "untrusted": True})),
]


@pytest.mark.parametrize(("method", "params", "answer"), UNTRUSTED, ids=["json_rpc", "path", "storage"])
async def test_what_another_daemon_answered_is_refused_by_who_does_not_take_it(
    method: Method[Any, Any], params: object, answer: bytes
) -> None:
    """A bootstrap daemon's answer looks like any other, but for one flag."""
    wary = dataclasses.replace(POLICY, takes_untrusted=False)

    assert await _caller(ScriptedTransport(answer)).call(method, params)
    with pytest.raises(errors.Untrusted) as caught:
        await call.Caller(ScriptedTransport(answer), "http://a:1", wary, calls.MONEROD).call(method, params)

    assert caught.value.method == method.name


async def test_an_answer_of_the_daemon_itself_is_taken_by_everybody() -> None:
    """Since 0.19 nothing is said of it at all."""
    wary = dataclasses.replace(POLICY, takes_untrusted=False)
    own = ANSWER.replace(b'"OK"', b'"OK", "untrusted": false')

    for answer in (ANSWER, own):
        assert await call.Caller(ScriptedTransport(answer), "http://a:1", wary, calls.MONEROD).call(
            chain.GET_VERSION, None
        )


async def test_a_block_that_does_not_exist_stays_not_found() -> None:
    """The daemon's own code says that it knows the method."""
    above = b'{"error": {"code": -2, "message": "Requested block height too big"}}'

    with pytest.raises(errors.NotFound):
        await _caller(ScriptedTransport(above)).call(headers.GET_BLOCK_HEADER_BY_HEIGHT, headers.HeightParams(9))


async def test_an_answer_may_be_as_long_as_its_method_needs() -> None:
    """A hundred megabytes of blocks are a good answer to one question, and nonsense to another."""
    blocks_answer = writer.encode({"status": b"OK"})
    transport = ScriptedTransport(ANSWER, blocks_answer)

    await _caller(transport).call(chain.GET_VERSION, None)
    await _caller(transport).call(blocks.GET_BLOCKS_BIN, BlocksQuery())

    assert transport.limits_bytes == [64 * 2**10, 128 * 2**20]


def test_answers_are_as_many_as_the_questions() -> None:
    """What belongs together by its place would else be told of the wrong thing."""
    caller = _caller(ScriptedTransport())

    assert caller.one_each((1, 2), ("a", "b"), chain.GET_VERSION) == (1, 2)
    with pytest.raises(errors.RemoteProtocolError) as caught:
        caller.one_each((1,), ("a", "b"), chain.GET_VERSION)
    assert caught.value.method == "get_version"
