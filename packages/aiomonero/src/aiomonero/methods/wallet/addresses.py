# SPDX-License-Identifier: Apache-2.0
"""Methods about the wallet's addresses, and about addresses and payment URIs of anybody."""

from typing import ClassVar

import msgspec

from aiomonero.methods.method import Done, Method
from aiomonero.methods.wallet import versions
from aiomonero.types.discreet import Discreet
from aiomonero.types.wallet.address import (
    AddressValidity,
    IntegratedAddress,
    NewAddresses,
    ParsedMultiUri,
    ParsedUri,
    PaymentUri,
    Recipient,
    SplitAddress,
    WalletAddresses,
)
from aiomonero.types.wallet.index import SubaddressIndex


class AddressParams(msgspec.Struct, frozen=True):
    """Which addresses of an account; none named means all."""

    account_index: int
    address_index: tuple[int, ...]


class OneAddress(msgspec.Struct, frozen=True):
    """An address."""

    address: str


class IndexResult(msgspec.Struct, frozen=True):
    """Where the address belongs."""

    index: SubaddressIndex


class CreateAddressParams(msgspec.Struct, frozen=True):
    """New addresses of an account, at most 65536, all with one label."""

    account_index: int
    count: int
    label: str


class LabelAddressParams(msgspec.Struct, frozen=True):
    """A label for an address."""

    index: SubaddressIndex
    label: str


class LookaheadParams(Discreet, frozen=True):
    """How many accounts, and addresses in each, to watch beyond the last one used."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"password"})

    major_idx: int
    minor_idx: int
    password: str


class ValidateParams(msgspec.Struct, frozen=True):
    """An address, perhaps of another network, or a name that DNS leads to one."""

    address: str
    any_net_type: bool
    allow_openalias: bool


class IntegrateParams(msgspec.Struct, frozen=True):
    """An address (the wallet's own if ""), and 8 bytes in hex (random ones if "")."""

    standard_address: str
    payment_id: str


class SplitParams(msgspec.Struct, frozen=True):
    """An integrated address."""

    integrated_address: str


class MakeMultiParams(msgspec.Struct, frozen=True):
    """Whom to pay, on which network."""

    recipients: tuple[Recipient, ...]
    tx_description: str
    network_type: str


class ParseMultiParams(msgspec.Struct, frozen=True):
    """A URI for several recipients, of a network."""

    uri: str
    network_type: str


class Uri(msgspec.Struct, frozen=True):
    """A URI of the scheme `monero:`."""

    uri: str


GET_ADDRESS = Method(
    "get_address", AddressParams, WalletAddresses, is_public=True, versions=versions.ALWAYS, aliases=("getaddress",)
)
GET_ADDRESS_INDEX = Method("get_address_index", OneAddress, IndexResult, is_public=True, versions=versions.ALWAYS)
CREATE_ADDRESS = Method(
    "create_address",
    CreateAddressParams,
    NewAddresses,
    is_public=True,
    is_repeatable=False,
    versions=versions.ALWAYS,
    public=versions.UNTIL_1_32,
)
LABEL_ADDRESS = Method(
    "label_address", LabelAddressParams, Done, is_public=True, versions=versions.ALWAYS, public=versions.UNTIL_1_32
)
SET_SUBADDRESS_LOOKAHEAD = Method(
    "set_subaddress_lookahead", LookaheadParams, Done, is_public=False, versions=versions.SINCE_1_32
)
VALIDATE_ADDRESS = Method("validate_address", ValidateParams, AddressValidity, is_public=True, versions=versions.ALWAYS)
MAKE_INTEGRATED_ADDRESS = Method(
    "make_integrated_address", IntegrateParams, IntegratedAddress, is_public=True, versions=versions.ALWAYS
)
SPLIT_INTEGRATED_ADDRESS = Method(
    "split_integrated_address", SplitParams, SplitAddress, is_public=True, versions=versions.ALWAYS
)
MAKE_URI = Method("make_uri", PaymentUri, Uri, is_public=True, versions=versions.ALWAYS)
PARSE_URI = Method("parse_uri", Uri, ParsedUri, is_public=True, versions=versions.ALWAYS)
MAKE_URI_MULTI = Method("make_uri_multi", MakeMultiParams, Uri, is_public=True, versions=versions.SINCE_1_34)
PARSE_URI_MULTI = Method(
    "parse_uri_multi", ParseMultiParams, ParsedMultiUri, is_public=True, versions=versions.SINCE_1_34
)
