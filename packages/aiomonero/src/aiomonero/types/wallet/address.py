# SPDX-License-Identifier: Apache-2.0
"""Addresses: of the wallet, of its address book, and of anybody."""

import msgspec


class WalletAddress(msgspec.Struct, frozen=True, kw_only=True):
    """One address of the wallet; `used`: something has arrived there."""

    address: str
    address_index: int
    label: str
    used: bool


class WalletAddresses(msgspec.Struct, frozen=True):
    """Addresses of one account; `address` is the account's first one."""

    address: str
    addresses: tuple[WalletAddress, ...] = ()


class NewAddresses(msgspec.Struct, frozen=True):
    """Addresses just made; `address` and `address_index` are those of the first one."""

    address: str
    address_index: int
    addresses: tuple[str, ...] = ()
    address_indices: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if len(self.addresses) != len(self.address_indices):
            raise ValueError("there are more addresses than indices, or less")


class AddressValidity(msgspec.Struct, frozen=True, kw_only=True):
    """What an address is; `nettype` and the rest say nothing where it is not `valid`."""

    valid: bool
    integrated: bool
    subaddress: bool
    nettype: str
    openalias_address: str = ""


class IntegratedAddress(msgspec.Struct, frozen=True):
    """An address that carries a payment id of 8 bytes in hex."""

    integrated_address: str
    payment_id: str


class SplitAddress(msgspec.Struct, frozen=True):
    """The two parts of an integrated address."""

    standard_address: str
    payment_id: str
    is_subaddress: bool = False


class PaymentUri(msgspec.Struct, frozen=True, kw_only=True):
    """What a `monero:` URI asks for."""

    address: str
    payment_id: str = ""
    amount_piconero: int = msgspec.field(name="amount", default=0)
    tx_description: str = ""
    recipient_name: str = ""


class ParsedUri(msgspec.Struct, frozen=True):
    """What a URI asks for, and its parameters that the wallet does not know."""

    uri: PaymentUri
    unknown_parameters: tuple[str, ...] = ()


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """One of those whom a URI asks to pay; `amount` is decimal text in units of the currency, "" where it is open."""

    address: str
    amount: str = ""
    currency: str = "XMR"
    label: str = ""


class MultiUri(msgspec.Struct, frozen=True):
    """What a URI for several recipients asks for."""

    recipients: tuple[Recipient, ...]
    tx_description: str = ""


class ParsedMultiUri(msgspec.Struct, frozen=True):
    """What such a URI asks for, and its parameters that the wallet does not know."""

    uri: MultiUri
    unknown_parameters: tuple[str, ...] = ()


class BookEntry(msgspec.Struct, frozen=True):
    """One line of the address book; `index` moves down where an earlier line is removed."""

    index: int
    address: str
    description: str = ""
