# SPDX-License-Identifier: Apache-2.0
"""Accounts, addresses, tags, the address book and payment URIs of a real wallet."""

import pytest

from aiomonero import errors
from aiomonero.methods.wallet.refusals import WalletCode
from aiomonero.types.wallet.address import BookEntry, PaymentUri
from aiomonero.types.wallet.index import SubaddressIndex
from aiomonero.wallet.wallet import Wallet
from tests.support.wallets import PASSWORD, STRANGER

PAYMENT_ID = "0123456789abcdef"


async def test_a_rich_wallet_tells_what_it_has(wallet: Wallet) -> None:
    """The balance by address, by account and in all is one and the same while there is one account."""
    balance = await wallet.get_balance(address_indices=[0])
    everything = await wallet.get_balance(all_accounts=True, strict=True)
    accounts = await wallet.get_accounts()

    assert balance.unlocked_balance_piconero > 0
    assert balance.balance_piconero == balance.per_subaddress[0].balance_piconero
    assert everything.balance_piconero == accounts.total_balance_piconero
    assert accounts.subaddress_accounts[0].base_address == (await wallet.get_address()).address


async def test_accounts_are_made_labelled_and_tagged(wallet: Wallet) -> None:
    """An account is found again by its tag, and has none once that is taken away."""
    account = await wallet.create_account("savings")
    await wallet.label_account(account.account_index, "more savings")
    await wallet.tag_accounts("rainy", [account.account_index])
    await wallet.set_account_tag_description("rainy", "for bad weather")

    found = (await wallet.get_accounts(tag="rain.", regexp=True)).subaddress_accounts
    tags = await wallet.get_account_tags()
    await wallet.untag_accounts([account.account_index])

    assert [(account.address, "more savings", "rainy")] == [(each.base_address, each.label, each.tag) for each in found]
    assert [("rainy", "for bad weather", (account.account_index,))] == [
        (tag.tag, tag.label, tag.accounts) for tag in tags
    ]
    assert (await wallet.get_account_tags()) == ()


async def test_addresses_are_made_and_found_again(wallet: Wallet) -> None:
    """Each address knows its place, and a label can be changed."""
    made = await wallet.create_address(count=2, label="shop")
    await wallet.label_address(SubaddressIndex(0, made.address_indices[1]), "stall")

    found = await wallet.get_address(address_index=made.address_indices)

    assert [(made.addresses[0], "shop", False), (made.addresses[1], "stall", False)] == [
        (each.address, each.label, each.used) for each in found.addresses
    ]
    assert await wallet.get_address_index(made.addresses[1]) == SubaddressIndex(0, made.address_indices[1])


async def test_what_is_not_there_is_not_found(wallet: Wallet) -> None:
    """The error says so by its type, and carries the wallet's code."""
    with pytest.raises(errors.NotFound) as caught:
        await wallet.get_address(10**6)

    assert caught.value.code == WalletCode.ACCOUNT_INDEX_OUT_OF_BOUNDS
    assert caught.value.method == "get_address"


async def test_somebody_elses_address_is_rejected(wallet: Wallet) -> None:
    """Only the wallet's own addresses have a place in it."""
    with pytest.raises(errors.Rejected) as caught:
        await wallet.get_address_index(STRANGER)

    assert caught.value.code == WalletCode.WRONG_ADDRESS


async def test_integrated_addresses_come_apart_again(wallet: Wallet) -> None:
    """Payment id and address are what they were."""
    made = await wallet.make_integrated_address(standard_address=STRANGER, payment_id=PAYMENT_ID)
    parts = await wallet.split_integrated_address(made.integrated_address)

    assert (parts.standard_address, parts.payment_id, parts.is_subaddress) == (STRANGER, PAYMENT_ID, False)


async def test_addresses_are_judged(wallet: Wallet) -> None:
    """A wallet on regtest takes addresses of mainnet's format."""
    integrated = (await wallet.make_integrated_address()).integrated_address
    judged = [await wallet.validate_address(each) for each in (STRANGER, integrated, "rubbish")]

    assert [(each.valid, each.integrated) for each in judged] == [(True, False), (True, True), (False, False)]
    assert judged[0].nettype == "mainnet"


async def test_a_payment_uri_says_what_it_was_made_of(wallet: Wallet) -> None:
    """Amount and texts survive, with their spaces."""
    asked = PaymentUri(address=STRANGER, amount_piconero=5 * 10**11, tx_description="two coffees", recipient_name="Bar")

    parsed = await wallet.parse_uri(await wallet.make_uri(asked))

    assert (parsed.uri, parsed.unknown_parameters) == (asked, ())


async def test_the_address_book_is_kept(wallet: Wallet) -> None:
    """Lines are added, changed one field at a time, and removed."""
    index = await wallet.add_address_book(STRANGER, "a stranger")
    await wallet.edit_address_book(index, description="a friend")
    found = await wallet.get_address_book([index])
    await wallet.delete_address_book(index)

    assert found == (BookEntry(index, STRANGER, "a friend"),)
    with pytest.raises(errors.NotFound):
        await wallet.get_address_book([index])


async def test_programs_keep_attributes_in_the_wallet(wallet: Wallet) -> None:
    """What was never stored is not found."""
    await wallet.set_attribute("shop.last", "42")

    assert await wallet.get_attribute("shop.last") == "42"
    with pytest.raises(errors.NotFound):
        await wallet.get_attribute("shop.first")


async def test_a_wider_lookahead_needs_a_newer_wallet(wallet: Wallet, release: str) -> None:
    """Old wallets say that they do not know the method."""
    if release != "newest":
        with pytest.raises(errors.UnsupportedVersion):
            await wallet.set_subaddress_lookahead(3, 10, password=PASSWORD)
        return
    await wallet.set_subaddress_lookahead(3, 10, password=PASSWORD)
