# SPDX-License-Identifier: Apache-2.0
"""What is read of a block's contents."""

import msgspec
import pytest

from aiomonero.methods.daemon import blocks
from aiomonero.protocol import jsonrpc
from aiomonero.types.transaction import Transaction
from monero_exporter.translate import contents
from monero_exporter.translate.contents import Content, Contents
from tests.support import vectors
from tests.support.made_chain import digest, headers, transaction_text

BLOCK = jsonrpc.decode(vectors.answer("0.18.5.3", "unrestricted.json_rpc.get_block"), blocks.GET_BLOCK.result)
FOREVER = 2**64 - 1
SPENT = {"key": {"amount": 5, "key_offsets": [1], "k_image": "0" * 64}}
PLAIN = transaction_text(version=1, vin=[SPENT], vout=[{"amount": 3, "target": {}}])
NONSENSE = ("", "{", "[]", transaction_text(vin=7), transaction_text(rct_signatures={"txnFee": "x"}))


def _transaction(text: str, **blobs: str) -> Transaction:
    return Transaction(
        tx_hash=digest(text),
        as_hex=blobs.get("as_hex", "00" * 500),
        pruned_as_hex=blobs.get("pruned_as_hex", ""),
        prunable_as_hex=blobs.get("prunable_as_hex", ""),
        as_json=text,
        in_pool=False,
        double_spend_seen=False,
    )


def _contents(num_txes: int, *transactions: Content) -> Contents:
    header = msgspec.structs.replace(headers(1)[0], reward_piconero=600, num_txes=num_txes)
    return Contents(header, 1, transactions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(transaction_text(), Content(500, 30_000, 0, 0), id="as all are today"),
        pytest.param(transaction_text(unlock_time=FOREVER), Content(500, 30_000, 0, 0), id="locked forever"),
        pytest.param(
            transaction_text(rct_signatures={"type": 99, "txnFee": 7}), Content(500, 7, 0, 0), id="of a type to come"
        ),
        pytest.param(PLAIN, Content(500, 2, 1, 1), id="of the first years, amounts plain"),
        pytest.param(transaction_text(member="new"), Content(500, 30_000, 0, 0), id="with a member nobody knows"),
    ],
)
def test_unusual_transactions_are_read(text: str, expected: Content) -> None:
    """Sizes are in bytes, not in characters of hex."""
    assert [expected] == list(contents.readable([_transaction(text)]))


@pytest.mark.parametrize("text", NONSENSE)
def test_a_transaction_that_makes_no_sense_costs_itself_only(text: str) -> None:
    """Those around it are read."""
    good = _transaction(transaction_text())

    assert len(list(contents.readable([good, _transaction(text), good]))) == 2


@pytest.mark.parametrize(
    ("blobs", "expected"),
    [
        pytest.param({"as_hex": "", "pruned_as_hex": "00" * 30}, None, id="the rest is pruned"),
        pytest.param({"as_hex": "", "pruned_as_hex": "00" * 30, "prunable_as_hex": "00" * 70}, 100, id="in two parts"),
    ],
)
def test_the_size_of_a_pruned_transaction_is_unknown(blobs: dict[str, str], expected: int | None) -> None:
    """A size of 0 would be a lie, and a fee by that size infinite."""
    (content,) = contents.readable([_transaction(transaction_text(), **blobs)])

    assert content.size_bytes == expected


def test_fees_and_new_coins_are_known_where_all_transactions_are() -> None:
    """A fee that could not be read would count as new coins."""
    known, short = _contents(2, Content(1, 10, 1, 2), Content(1, 20, 1, 2)), _contents(2, Content(1, 10, 1, 2))

    assert (known.fees_piconero, known.subsidy_piconero) == (30, 570)
    assert (short.fees_piconero, short.subsidy_piconero) == (None, None)


def test_outputs_of_the_miners_transaction_are_counted() -> None:
    """Where that makes no sense their number is unknown."""
    assert contents.coinbase_outputs(BLOCK) == 1
    assert contents.coinbase_outputs(msgspec.structs.replace(BLOCK, json="{}")) is None
