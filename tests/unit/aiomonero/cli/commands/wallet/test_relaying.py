# SPDX-License-Identifier: Apache-2.0
"""Sending several transactions: nobody is left guessing which of them were."""

import asyncio

import click
import pytest

from aiomonero import errors
from aiomonero.cli.commands.wallet import relaying
from aiomonero.methods.wallet import spending
from aiomonero.testing.fakenode import FakeNode
from aiomonero.wallet.rpc import WalletRpc


def wallet(*answers: object) -> WalletRpc:
    """Make a wallet that answers so, one after the other; an error is raised."""
    left = iter(answers)

    def answer(_: object) -> object:
        said = next(left)
        if isinstance(said, BaseException):
            raise said
        return said

    fake = FakeNode({spending.RELAY_TX.name: answer})
    return WalletRpc(fake.transport(), "http://wallet:1")


async def test_hashes_come_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    """Each is told as soon as it is known, and nothing is left."""
    sent = await relaying.relay(wallet({"tx_hash": "aa"}, {"tx_hash": "bb"}), ["01", "02"])

    assert sent == ["aa", "bb"]
    assert capsys.readouterr() == ("", "sent aa\nsent bb\n")


@pytest.mark.parametrize("end", [errors.TimedOut("late"), asyncio.CancelledError()], ids=["no answer", "Ctrl-C"])
async def test_what_is_left_can_be_sent_later(capsys: pytest.CaptureFixture[str], end: BaseException) -> None:
    """The one in doubt among it: sent twice it pays once."""
    with pytest.raises(type(end)):
        await relaying.relay(wallet({"tx_hash": "aa"}, end), ["01", "02", "03"])

    told = capsys.readouterr()
    assert "1 of 3 transactions were sent" in told.err
    assert relaying.read(told.out) == ["02", "03"]


@pytest.mark.parametrize("text", ["01\n02\n", ' {"tx_metadata_list": ["01", "02"], "weight_list": [1, 2]}'])
def test_both_looks_are_read(text: str) -> None:
    """What --do-not-relay prints for people and for programs."""
    assert relaying.read(text) == ["01", "02"]


@pytest.mark.parametrize("text", ["", "{", "{}", '{"tx_metadata_list": 5}', '{"tx_metadata_list": [""]}'])
def test_what_holds_none_is_wrong_usage(text: str) -> None:
    """Before anybody is asked."""
    with pytest.raises(click.UsageError):
        relaying.read(text)
