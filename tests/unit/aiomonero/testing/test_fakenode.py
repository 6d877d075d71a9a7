# SPDX-License-Identifier: Apache-2.0
"""A daemon that is none, without a socket."""

import json
from pathlib import Path

import pytest

from aiomonero import errors
from aiomonero.testing.answers import METHOD_NOT_FOUND, Call, Refusal
from aiomonero.testing.fakenode import FakeNode

RECORDED = Path(__file__).parents[3] / "vectors" / "rpc" / "0.18.5.3"


async def test_recorded_answers_are_given_to_the_real_calls() -> None:
    """A folder of recorded answers is enough for a node, and each call is written down."""
    fake = FakeNode.from_folder(RECORDED)

    info = await fake.rpc().get_info()

    assert info.version == "0.18.5.3-unknown"
    assert [Call("get_info", None)] == fake.calls


async def test_paths_are_answered_by_their_names() -> None:
    """What is no JSON-RPC method is asked by its path."""
    fake = FakeNode.from_folder(RECORDED)

    assert (await fake.rpc().get_net_stats()).total_packets_in == 182
    assert fake.calls[0].name == "get_net_stats"


async def test_an_answer_may_depend_on_the_parameters() -> None:
    """A function of them; a member that every daemon sends is filled in."""
    fake = FakeNode({"get_bans": lambda _: {}, "generateblocks": lambda asked: {"height": asked["amount_of_blocks"]}})

    assert (await fake.rpc().get_bans()) == ()
    assert (await fake.rpc().generate_blocks(7, "4…")).height == 7


async def test_what_every_daemon_sends_is_filled_in() -> None:
    """Clients other than ours insist on it."""
    transport = FakeNode({"get_height": {"height": 7}}).transport()

    answer = await transport.post("http://fake/get_height", b"", timeout_seconds=1)

    assert json.loads(answer) == {"status": "OK", "height": 7}


async def test_refusals_and_failures_reach_the_caller_as_from_a_daemon() -> None:
    """A JSON-RPC error, a connection that broke, and a method that this node does not have."""
    fake = FakeNode({"get_info": Refusal(-9, "Core is busy"), "get_version": errors.Closed("gone")})

    with pytest.raises(errors.Busy):
        await fake.rpc().get_info()
    with pytest.raises(errors.Closed) as caught:
        await fake.rpc().get_version()
    assert caught.value.method == "get_version"
    with pytest.raises(errors.MethodMissing) as missing:
        await fake.rpc().get_last_block_header()
    assert missing.value.code == METHOD_NOT_FOUND


async def test_an_answer_can_be_changed_on_the_way() -> None:
    """As when a daemon becomes busy."""
    fake = FakeNode.from_folder(RECORDED)
    before = await fake.rpc().get_info()

    fake.answers("get_info", {"status": "BUSY"})

    assert before.height > 0
    with pytest.raises(errors.Busy):
        await fake.rpc().get_info()


async def test_an_answer_longer_than_agreed_is_refused() -> None:
    """The way without a socket has the bound of the real one."""
    transport = FakeNode({"get_blocks.bin": bytes(100)}).transport()

    assert bytes(100) == await transport.post("http://fake/get_blocks.bin", b"", timeout_seconds=1)
    with pytest.raises(errors.RemoteProtocolError):
        await transport.post("http://fake/get_blocks.bin", b"", timeout_seconds=1, limit_bytes=99)
    with pytest.raises(errors.NotFound):
        await transport.get("http://fake/nowhere", timeout_seconds=1)
