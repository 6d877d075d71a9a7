# SPDX-License-Identifier: Apache-2.0
"""Proofs and signatures of a real wallet, checked by the same one."""

import pytest

from aiomonero import errors
from aiomonero.types.wallet.spending import Destination
from aiomonero.wallet.wallet import Wallet
from tests.support.wallets import STRANGER, World

COIN = 10**12


@pytest.fixture
async def txid(wallet: Wallet, world: World) -> str:
    """Pay a stranger and name the transaction, which is in a block."""
    paid = await wallet.transfer([Destination(STRANGER, COIN)])
    await world.mine()
    await wallet.refresh()
    return paid.tx_hash


async def test_a_payment_is_proved_in_three_ways(wallet: Wallet, txid: str) -> None:
    """By the transaction's key, by a proof of the payment, by a proof of the spending."""
    key = await wallet.get_tx_key(txid)
    by_key = await wallet.check_tx_key(txid, key, STRANGER)
    proof = await wallet.get_tx_proof(txid, STRANGER, message="invoice 7")
    by_proof = await wallet.check_tx_proof(txid, STRANGER, proof, message="invoice 7")
    spending = await wallet.get_spend_proof(txid, message="mine")

    assert (by_key.received_piconero, by_key.confirmations >= 1, by_key.in_pool) == (COIN, True, False)
    assert (by_key.good, by_proof.good, by_proof.received_piconero) == (None, True, COIN)
    assert await wallet.check_spend_proof(txid, spending, message="mine")
    assert not await wallet.check_spend_proof(txid, spending, message="yours")


async def test_a_key_of_nobodys_transaction_is_not_found(wallet: Wallet) -> None:
    """Only the payer has it."""
    with pytest.raises(errors.NotFound):
        await wallet.get_tx_key("00" * 32)


async def test_a_reserve_is_proved(wallet: Wallet) -> None:
    """All of it, or an amount of an account."""
    address = (await wallet.get_address()).address
    everything = await wallet.get_reserve_proof(message="audit")
    some = await wallet.get_reserve_proof(COIN)

    whole = await wallet.check_reserve_proof(address, everything, message="audit")
    part = await wallet.check_reserve_proof(address, some)

    assert (whole.good, part.good, whole.spent_piconero) == (True, True, 0)
    assert whole.total_piconero >= part.total_piconero >= COIN


async def test_a_message_is_signed(wallet: Wallet) -> None:
    """With the key of either kind, and nobody else's signature is good."""
    address = (await wallet.get_address()).address
    signatures = {kind: await wallet.sign("hello", signature_type=kind) for kind in ("spend", "view")}

    checked = {kind: await wallet.verify("hello", address, each) for kind, each in signatures.items()}

    assert {kind: (each.good, each.signature_type) for kind, each in checked.items()} == {
        "spend": (True, "spend"),
        "view": (True, "view"),
    }
    assert not (await wallet.verify("hullo", address, signatures["spend"])).good
