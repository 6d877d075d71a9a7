# SPDX-License-Identifier: Apache-2.0
"""Payments of a real wallet, and how it remembers them."""

import pytest

from aiomonero import errors
from aiomonero.methods.wallet.refusals import WalletCode
from aiomonero.types.wallet.history import OutputKind, TransferFilter, TransferKind
from aiomonero.types.wallet.spending import Destination, Priority, Spending
from aiomonero.wallet.wallet import Wallet
from tests.support.wallets import STRANGER, World

COIN = 10**12
TELL_ALL = Spending(do_not_relay=True, get_tx_key=True, get_tx_hex=True, get_tx_metadata=True)


async def test_a_payment_is_in_the_pool_and_then_in_a_block(wallet: Wallet, world: World) -> None:
    """What was paid shows among the transfers, first pending and then with its height."""
    paid = await wallet.transfer([Destination(STRANGER, COIN)], Spending(priority=Priority.ELEVATED, get_tx_key=True))
    (before,) = await wallet.get_transfer_by_txid(paid.tx_hash)
    await world.mine()
    await wallet.refresh()
    history = await wallet.get_transfers(TransferFilter(incoming=False, filter_by_height=True, min_height=1))

    (after,) = (entry for entry in history.outgoing if entry.tx_hash == paid.tx_hash)
    assert (before.type, after.type) == (TransferKind.PENDING, TransferKind.OUT)
    assert (after.amount_piconero, after.fee_piconero) == (COIN, paid.fee_piconero)
    assert after.destinations == (Destination(STRANGER, COIN),)
    assert (paid.amount_piconero, len(paid.tx_key), history.incoming) == (COIN, 64, ())
    assert after.height == await wallet.get_height() - 1
    assert paid.spent_key_images.key_images


async def test_a_payment_to_an_own_address_comes_in(wallet: Wallet, world: World) -> None:
    """A payment id and the address that was paid are told with it."""
    here = await wallet.create_address(label="till")
    paid = await wallet.transfer([Destination(here.address, COIN)])
    await world.mine()
    await wallet.refresh()

    outputs = await wallet.incoming_transfers(OutputKind.ALL, subaddr_indices=[here.address_index])

    assert [(COIN, paid.tx_hash, False, here.address_index)] == [
        (each.amount_piconero, each.tx_hash, each.spent, each.subaddr_index.minor) for each in outputs
    ]
    assert outputs[0].key_image


async def test_a_prepared_payment_is_sent_later(wallet: Wallet) -> None:
    """Nothing leaves the wallet before `relay_tx`."""
    made = await wallet.transfer([Destination(STRANGER, COIN)], TELL_ALL)
    pending = (await wallet.get_transfers()).pending

    assert made.tx_hash not in [entry.tx_hash for entry in pending]
    assert made.tx_blob
    assert await wallet.relay_tx(made.tx_metadata) == made.tx_hash


async def test_a_payment_may_take_several_transactions(wallet: Wallet) -> None:
    """The lists speak of the same transactions."""
    made = await wallet.transfer_split([Destination(STRANGER, COIN), Destination(STRANGER, 2 * COIN)], TELL_ALL)

    assert made.amounts_piconero == (3 * COIN,)
    assert 1 == len(made.tx_hash_list) == len(made.fees_piconero) == len(made.tx_key_list) == len(made.tx_blob_list)


async def test_one_output_is_swept(wallet: Wallet) -> None:
    """The whole of it goes, less the fee."""
    output = next(each for each in await wallet.incoming_transfers(OutputKind.AVAILABLE) if each.unlocked)

    made = await wallet.sweep_single(STRANGER, output.key_image, TELL_ALL)

    assert made.amount_piconero + made.fee_piconero == output.amount_piconero
    assert made.spent_key_images.key_images == (output.key_image,)


async def test_everything_is_swept(wallet: Wallet) -> None:
    """All that is unlocked goes, less the fee."""
    unlocked = (await wallet.get_balance()).unlocked_balance_piconero

    made = await wallet.sweep_all(STRANGER, TELL_ALL, outputs=2)

    assert sum(made.amounts_piconero) + sum(made.fees_piconero) == unlocked


async def test_a_wallet_of_today_has_no_dust(wallet: Wallet) -> None:
    """Nothing to sweep is no error."""
    assert (await wallet.sweep_dust()).tx_hash_list == ()


async def test_a_frozen_output_is_not_spent(wallet: Wallet) -> None:
    """It is told as frozen until it thaws."""
    output = next(each for each in await wallet.incoming_transfers(OutputKind.AVAILABLE) if each.unlocked)
    await wallet.freeze(output.key_image)

    frozen = await wallet.frozen(output.key_image)
    made = await wallet.sweep_all(STRANGER, TELL_ALL)
    await wallet.thaw(output.key_image)

    assert (frozen, await wallet.frozen(output.key_image)) == (True, False)
    spent = {image for each in made.spent_key_images_list for image in each.key_images}
    assert output.key_image not in spent


async def test_too_much_is_not_enough_money(wallet: Wallet) -> None:
    """Waiting does not help, and the error says so by its type."""
    with pytest.raises(errors.NotEnoughMoney) as caught:
        await wallet.transfer([Destination(STRANGER, 10**6 * COIN)])

    assert caught.value.code == WalletCode.NOT_ENOUGH_MONEY


async def test_money_that_just_came_is_locked(wallet: Wallet) -> None:
    """An account that has something, but not ten blocks ago, is told to wait."""
    account = await wallet.create_account("fresh")
    await wallet.transfer([Destination(account.address, 2 * COIN)])
    await wallet.refresh()

    with pytest.raises(errors.MoneyLocked):
        await wallet.transfer([Destination(STRANGER, COIN)], Spending(account_index=account.account_index))


async def test_a_wrong_address_is_rejected(wallet: Wallet) -> None:
    """The wallet looks at addresses before it spends."""
    with pytest.raises(errors.Rejected) as caught:
        await wallet.transfer([Destination(STRANGER[:-1], COIN)])

    assert caught.value.code == WalletCode.WRONG_ADDRESS


async def test_the_payee_can_bear_the_fee(wallet: Wallet, release: str) -> None:
    """Old wallets do not know of that, and ignore it."""
    made = await wallet.transfer([Destination(STRANGER, COIN)], TELL_ALL, subtract_fee_from_outputs=[0])

    expected = COIN if release == "0.18.0.0" else COIN - made.fee_piconero
    assert made.amount_piconero == expected
    assert (made.amounts_by_dest is None) == (release == "0.18.0.0")


async def test_a_transaction_is_reckoned_beforehand(wallet: Wallet) -> None:
    """More inputs make it larger."""
    small, large = [await wallet.estimate_tx_size_and_weight(count, 2) for count in (1, 10)]

    assert 0 < small.size_bytes < large.size_bytes
    assert small.weight <= large.weight


async def test_notes_are_kept_for_transactions(wallet: Wallet) -> None:
    """A transaction without one has an empty one."""
    first, second, *_ = (await wallet.get_transfers()).incoming
    await wallet.set_tx_notes({first.tx_hash: "the first reward"})

    assert await wallet.get_tx_notes([first.tx_hash, second.tx_hash]) == ("the first reward", "")
    assert first.type is TransferKind.BLOCK


async def test_payments_are_found_by_their_id(wallet: Wallet, other: Wallet, world: World) -> None:
    """What another release's wallet pays to an integrated address comes with the address's id."""
    here = await wallet.make_integrated_address()
    await other.transfer([Destination(here.integrated_address, COIN)])
    await world.mine()
    await wallet.refresh()

    (payment,) = await wallet.get_payments(here.payment_id)

    assert (payment.amount_piconero, payment.payment_id) == (COIN, here.payment_id)
    assert payment in await wallet.get_bulk_payments([here.payment_id])


async def test_a_transaction_of_nobody_is_not_found(wallet: Wallet) -> None:
    """The wallet knows its own transactions alone."""
    with pytest.raises(errors.NotFound):
        await wallet.get_transfer_by_txid("00" * 32)


async def test_the_default_priority_is_asked_of_newer_wallets(wallet: Wallet, release: str) -> None:
    """Old wallets say that they do not know the method."""
    if release == "0.18.0.0":
        with pytest.raises(errors.UnsupportedVersion):
            await wallet.get_default_fee_priority()
        return
    assert await wallet.get_default_fee_priority() in Priority


async def test_the_wallet_looks_again(wallet: Wallet) -> None:
    """A rescan finds what was there before."""
    before = (await wallet.get_balance()).balance_piconero
    (received, *_) = (await wallet.get_transfers()).incoming

    await wallet.rescan_spent()
    await wallet.rescan_blockchain()
    await wallet.scan_tx([received.tx_hash])

    assert (await wallet.get_balance()).balance_piconero == before


async def test_money_is_no_longer_locked_by_its_sender(wallet: Wallet, release: str) -> None:
    """Newer wallets refuse to; the reason has a code of its own."""
    locked = Spending(unlock_time=10**6, do_not_relay=True)
    if release == "0.18.0.0":
        assert (await wallet.transfer([Destination(STRANGER, COIN)], locked)).tx_hash
        return
    with pytest.raises(errors.Rejected) as caught:
        await wallet.transfer([Destination(STRANGER, COIN)], locked)

    assert caught.value.code == WalletCode.NONZERO_UNLOCK_TIME
