# SPDX-License-Identifier: Apache-2.0
"""Calls about the wallet's addresses, and about addresses and payment URIs of anybody."""

from collections.abc import Iterable

from aiomonero.methods import parameters
from aiomonero.methods.wallet import addresses
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
from aiomonero.wallet import calls


class AddressCalls(calls.Calls):
    """Where the wallet can be paid, and what an address or a URI says."""

    async def get_address(self, account_index: int = 0, *, address_index: Iterable[int] = ()) -> WalletAddresses:
        """Return the addresses of an account, or those at the given places of it."""
        params = addresses.AddressParams(account_index, parameters.listed(address_index))
        return await self._caller.call(addresses.GET_ADDRESS, params)

    async def get_address_index(self, address: str) -> SubaddressIndex:
        """Return the place of an address of the wallet; raises Rejected where it is somebody else's."""
        return (await self._caller.call(addresses.GET_ADDRESS_INDEX, addresses.OneAddress(address))).index

    async def create_address(self, account_index: int = 0, *, count: int = 1, label: str = "") -> NewAddresses:
        """Make up to 65536 addresses."""
        params = addresses.CreateAddressParams(account_index, count, label)
        return await self._caller.call(addresses.CREATE_ADDRESS, params)

    async def label_address(self, index: SubaddressIndex, label: str) -> None:
        """Label an address."""
        await self._caller.call(addresses.LABEL_ADDRESS, addresses.LabelAddressParams(index, label))

    async def set_subaddress_lookahead(self, major_idx: int, minor_idx: int, *, password: str = "") -> None:
        """Watch that many accounts, and addresses in each, beyond the last one used."""
        params = addresses.LookaheadParams(major_idx, minor_idx, password)
        await self._caller.call(addresses.SET_SUBADDRESS_LOOKAHEAD, params)

    async def validate_address(
        self, address: str, *, any_net_type: bool = False, allow_openalias: bool = False
    ) -> AddressValidity:
        """Say what an address is; `allow_openalias` lets the server ask the DNS for it."""
        params = addresses.ValidateParams(address, any_net_type, allow_openalias)
        return await self._caller.call(addresses.VALIDATE_ADDRESS, params)

    async def make_integrated_address(self, *, standard_address: str = "", payment_id: str = "") -> IntegratedAddress:
        """Put a payment id into an address: by default the wallet's own, and a random id."""
        params = addresses.IntegrateParams(standard_address, payment_id)
        return await self._caller.call(addresses.MAKE_INTEGRATED_ADDRESS, params)

    async def split_integrated_address(self, integrated_address: str) -> SplitAddress:
        """Return address and payment id of an integrated address."""
        params = addresses.SplitParams(integrated_address)
        return await self._caller.call(addresses.SPLIT_INTEGRATED_ADDRESS, params)

    async def make_uri(self, payment: PaymentUri) -> str:
        """Return a `monero:` URI that asks for a payment."""
        return (await self._caller.call(addresses.MAKE_URI, payment)).uri

    async def parse_uri(self, uri: str) -> ParsedUri:
        """Return what a `monero:` URI asks for."""
        return await self._caller.call(addresses.PARSE_URI, addresses.Uri(uri))

    async def make_uri_multi(
        self, recipients: Iterable[Recipient], *, tx_description: str = "", network_type: str = "mainnet"
    ) -> str:
        """Return a URI that asks for payments to several recipients; after 0.18."""
        params = addresses.MakeMultiParams(parameters.listed(recipients), tx_description, network_type)
        return (await self._caller.call(addresses.MAKE_URI_MULTI, params)).uri

    async def parse_uri_multi(self, uri: str, *, network_type: str = "mainnet") -> ParsedMultiUri:
        """Return what a URI for several recipients asks for."""
        return await self._caller.call(addresses.PARSE_URI_MULTI, addresses.ParseMultiParams(uri, network_type))
