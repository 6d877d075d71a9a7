# SPDX-License-Identifier: Apache-2.0
"""Calls of cold signing: one wallet sees and sends, another one signs."""

from aiomonero.methods.wallet import offline
from aiomonero.types.wallet.offline import SignedTransfer, TxsetDescription
from aiomonero.wallet import calls


class OfflineCalls(calls.Calls):
    """Sets of transactions on their way between two wallets."""

    async def describe_transfer(self, *, unsigned_txset: str = "", multisig_txset: str = "") -> TxsetDescription:
        """Say what a set would do, before it is signed."""
        params = offline.DescribeParams(unsigned_txset, multisig_txset)
        return await self._caller.call(offline.DESCRIBE_TRANSFER, params)

    async def sign_transfer(
        self, unsigned_txset: str, *, export_raw: bool = False, get_tx_keys: bool = False
    ) -> SignedTransfer:
        """Sign what a wallet that only sees has made, and return what it can submit."""
        params = offline.SignTransferParams(unsigned_txset, export_raw, get_tx_keys)
        return await self._caller.call(offline.SIGN_TRANSFER, params)

    async def submit_transfer(self, tx_data_hex: str) -> tuple[str, ...]:
        """Send what was signed and return the hashes. Never repeated."""
        return (await self._caller.call(offline.SUBMIT_TRANSFER, offline.TxData(tx_data_hex))).tx_hash_list
