# SPDX-License-Identifier: Apache-2.0
"""Calls about wallets of several signers.

To make one, each signer prepares, makes with what all others prepared, and exchanges with what all others made until
there is an address. To spend, each exports, imports what the others exported, and one after the other signs the set.
"""

from collections.abc import Iterable

from aiomonero.methods import parameters
from aiomonero.methods.wallet import multisig
from aiomonero.types.wallet.offline import MultisigRound, MultisigSigned, MultisigState
from aiomonero.wallet import calls


class MultisigCalls(calls.Calls):
    """What goes between the signers is for them alone."""

    async def is_multisig(self) -> MultisigState:
        """Return whether the wallet has several signers, and whether all agreed."""
        return await self._caller.call(multisig.IS_MULTISIG, None)

    async def prepare_multisig(self, *, enable_multisig_experimental: bool = False) -> str:
        """Return what the other signers need; Monero wants to be told that its multisig is an experiment."""
        params = multisig.PrepareParams(enable_multisig_experimental)
        return (await self._caller.call(multisig.PREPARE_MULTISIG, params)).multisig_info

    async def make_multisig(self, multisig_info: Iterable[str], threshold: int, *, password: str = "") -> MultisigRound:
        """Turn the wallet into one of which `threshold` signers must sign."""
        params = multisig.MakeParams(parameters.listed(multisig_info), threshold, password)
        return await self._caller.call(multisig.MAKE_MULTISIG, params)

    async def exchange_multisig_keys(
        self, multisig_info: Iterable[str], *, password: str = "", force_update_use_with_caution: bool = False
    ) -> MultisigRound:
        """Go one round further with what the last one gave to every signer, while `is_multisig` says not ready."""
        params = multisig.ExchangeParams(parameters.listed(multisig_info), password, force_update_use_with_caution)
        return await self._caller.call(multisig.EXCHANGE_MULTISIG_KEYS, params)

    async def get_multisig_key_exchange_booster(
        self, multisig_info: Iterable[str], threshold: int, num_signers: int, *, password: str = ""
    ) -> str:
        """Return what lets another signer do the next round before the others have done this one; after 0.18."""
        params = multisig.BoosterParams(parameters.listed(multisig_info), threshold, num_signers, password)
        return (await self._caller.call(multisig.GET_MULTISIG_KEY_EXCHANGE_BOOSTER, params)).multisig_info

    async def finalize_multisig(self) -> None:
        """Do nothing, as the method has done since 0.18.0.0: `exchange_multisig_keys` took its place.

        A server without an open wallet does not survive it (tested with 0.18.0.0 and 0.18.4.0).
        """
        await self._caller.call(multisig.FINALIZE_MULTISIG, None)

    async def export_multisig_info(self) -> str:
        """Return what the other signers need to know before the next transaction."""
        return (await self._caller.call(multisig.EXPORT_MULTISIG_INFO, None)).info

    async def import_multisig_info(self, info: Iterable[str], *, refresh_after_import: bool = True) -> int:
        """Take in what the other signers exported, and return how many outputs can be signed for."""
        params = multisig.InfoParams(parameters.listed(info), refresh_after_import)
        return (await self._caller.call(multisig.IMPORT_MULTISIG_INFO, params)).n_outputs

    async def sign_multisig(self, tx_data_hex: str) -> MultisigSigned:
        """Add a signature to a set."""
        return await self._caller.call(multisig.SIGN_MULTISIG, multisig.TxData(tx_data_hex))

    async def submit_multisig(self, tx_data_hex: str) -> tuple[str, ...]:
        """Send a set that enough have signed, and return the hashes. Never repeated."""
        return (await self._caller.call(multisig.SUBMIT_MULTISIG, multisig.TxData(tx_data_hex))).tx_hash_list
