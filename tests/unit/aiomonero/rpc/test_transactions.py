# SPDX-License-Identifier: Apache-2.0
"""Calls about single transactions, against what three versions answered."""

import pytest

from aiomonero import errors
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.transaction import Spent
from tests.support import replay, vectors

UNKNOWN = "11" * 32
REFUSED = {"status": "Failed", "reason": "", "double_spend": True, "fee_too_low": True, "not_relayed": True}

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_transactions_of_chain_and_pool_are_told_apart(version: str) -> None:
    """What does not apply is None; what the daemon does not know is listed."""
    daemon = replay.Replay(version, "unrestricted.get_transactions")

    answer = await daemon.rpc.get_transactions(daemon.recorded["txs_hashes"], decode_as_json=True)

    mined, waiting = answer.found
    assert daemon.params == {key: value for key, value in daemon.recorded.items() if value is not False}
    assert (mined.in_pool, mined.block_height, mined.confirmations, mined.received_timestamp) == (False, 10, 71, None)
    assert (waiting.in_pool, waiting.block_height, waiting.relayed) == (True, None, True)
    assert (mined.as_hex, mined.blob().hex()) == ("", mined.pruned_as_hex)
    assert answer.missed == (UNKNOWN,)


@each_version
async def test_the_inside_of_a_transaction_is_read(version: str) -> None:
    """The ring's key image and the fee are there, the amounts are hidden."""
    daemon = replay.Replay(version, "unrestricted.get_transactions")
    answer = await daemon.rpc.get_transactions(daemon.recorded["txs_hashes"], decode_as_json=True)

    coinbase, payment = (transaction.body() for transaction in answer.found)

    assert coinbase is not None
    assert payment is not None
    assert (coinbase.is_coinbase, coinbase.fee_piconero, payment.is_coinbase) == (True, 0, False)
    assert payment.fee_piconero > 10**9
    assert [output.amount_piconero for output in payment.outputs] == [0, 0]
    assert all(output.target.public_key in answer.found[1].as_hex for output in payment.outputs)
    assert payment.extra.hex() in answer.found[1].as_hex


@each_version
async def test_confirmed_transactions_have_their_bytes_and_places(version: str) -> None:
    """Without JSON there is no inside to read."""
    daemon = replay.Replay(version, "unrestricted.get_transactions.confirmed")

    (transaction,) = (await daemon.rpc.get_transactions([UNKNOWN])).found

    assert len(transaction.output_indices) == 2
    assert transaction.blob().hex() == transaction.as_hex
    assert transaction.body() is None


@each_version
async def test_a_transaction_that_the_daemon_has_is_taken_and_not_relayed(version: str) -> None:
    """Sanity checks are left to the daemon where nothing is said."""
    daemon = replay.Replay(version, "unrestricted.send_raw_transaction")

    sent = await daemon.rpc.send_raw_transaction(daemon.recorded["tx_as_hex"])

    assert daemon.params == {"tx_as_hex": daemon.recorded["tx_as_hex"]}
    assert (sent.not_relayed, sent.reason) == (True, "Not relayed")


async def test_a_refused_transaction_says_every_rule_that_it_breaks() -> None:
    """The status alone says nothing, so the flags are the error's."""
    with pytest.raises(errors.TransactionRejected) as caught:
        await DaemonRpc(replay.Answers(REFUSED), "http://a:1").send_raw_transaction("00")

    assert caught.value.faults == {"double_spend", "fee_too_low"}
    assert str(caught.value) == "send_raw_transaction at http://a:1/send_raw_transaction: double_spend, fee_too_low"


async def test_a_transaction_may_be_refused_without_a_reason() -> None:
    """Nothing is taken then either."""
    with pytest.raises(errors.TransactionRejected) as caught:
        await DaemonRpc(replay.Answers({"status": "Failed"}), "http://a:1").send_raw_transaction("00")

    assert caught.value.faults == frozenset()


async def test_a_busy_daemon_does_not_reject_a_transaction() -> None:
    """Only "Failed" is a verdict."""
    with pytest.raises(errors.Busy):
        await DaemonRpc(replay.Answers({"status": "BUSY"}), "http://a:1").send_raw_transaction("00")


@each_version
async def test_key_images_are_looked_up(version: str) -> None:
    """Those of nobody were never seen."""
    daemon = replay.Replay(version, "unrestricted.is_key_image_spent")

    spent = await daemon.rpc.is_key_image_spent(daemon.recorded["key_images"])

    assert daemon.recorded == daemon.params
    assert spent == (Spent.UNSPENT, Spent.UNSPENT)


@each_version
async def test_places_of_outputs_are_numbers(version: str) -> None:
    """A transaction has two outputs, one after the other."""
    daemon = replay.Replay(version, "unrestricted.get_o_indexes.bin")

    places = await daemon.rpc.get_o_indexes_bin(daemon.recorded["txid"].hex())

    assert daemon.recorded == daemon.params
    assert tuple(daemon.document["decoded"]["o_indexes"]) == places


@each_version
async def test_waiting_transactions_are_sent_again(version: str) -> None:
    """The answer says nothing but that it was done."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.relay_tx")

    await daemon.rpc.relay_tx(daemon.recorded["txids"])

    assert daemon.recorded == daemon.params


@each_version
async def test_guessed_hashes_are_too_new_for_these_versions(version: str) -> None:
    """Version 0.19 brings the method."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.get_txids_loose")

    with pytest.raises(errors.UnsupportedVersion, match=r"3\.18"):
        await daemon.rpc.get_txids_loose(daemon.recorded["txid_template"], 10)

    assert daemon.recorded == daemon.params


async def test_guessed_hashes_of_a_newer_daemon_are_read() -> None:
    """The shape is that of release-v0.19's COMMAND_RPC_GET_TXIDS_LOOSE."""
    daemon = replay.Answers({"result": {"status": "OK", "txids": [UNKNOWN]}})

    assert await DaemonRpc(daemon, "http://a:1").get_txids_loose(UNKNOWN, 8) == (UNKNOWN,)
