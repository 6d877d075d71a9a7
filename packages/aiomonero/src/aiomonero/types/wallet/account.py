# SPDX-License-Identifier: Apache-2.0
"""Accounts of a wallet, what lies in them, and the tags that group them."""

import msgspec


class AddressBalance(msgspec.Struct, frozen=True, kw_only=True):
    """What lies at one address; `time_to_unlock` is in Unix seconds, 0 where nothing is locked by time."""

    account_index: int
    address_index: int
    address: str
    label: str
    balance_piconero: int = msgspec.field(name="balance")
    unlocked_balance_piconero: int = msgspec.field(name="unlocked_balance")
    num_unspent_outputs: int
    blocks_to_unlock: int
    time_to_unlock: int


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """What lies in an account, or in all; the balance includes what is not unlocked yet.

    `multisig_import_needed`: the balance is not certain before the other signers' information was imported.
    """

    balance_piconero: int = msgspec.field(name="balance")
    unlocked_balance_piconero: int = msgspec.field(name="unlocked_balance")
    multisig_import_needed: bool = False
    blocks_to_unlock: int
    time_to_unlock: int
    per_subaddress: tuple[AddressBalance, ...] = ()


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One account: its first address, and what lies in it."""

    account_index: int
    base_address: str
    label: str
    tag: str
    balance_piconero: int = msgspec.field(name="balance")
    unlocked_balance_piconero: int = msgspec.field(name="unlocked_balance")


class Accounts(msgspec.Struct, frozen=True, kw_only=True):
    """The accounts that were asked for, and what lies in them together."""

    total_balance_piconero: int = msgspec.field(name="total_balance")
    total_unlocked_balance_piconero: int = msgspec.field(name="total_unlocked_balance")
    subaddress_accounts: tuple[Account, ...] = ()


class NewAccount(msgspec.Struct, frozen=True):
    """An account just made, and its first address."""

    account_index: int
    address: str


class AccountTag(msgspec.Struct, frozen=True):
    """A tag: its description, and the accounts that have it."""

    tag: str
    label: str = ""
    accounts: tuple[int, ...] = ()
