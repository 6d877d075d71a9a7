# SPDX-License-Identifier: Apache-2.0
"""Calls that prove and check: payments, spending, reserves, messages."""

from aiomonero.methods.wallet import proofs
from aiomonero.types.wallet.proof import CheckedPayment, CheckedReserve, CheckedSignature
from aiomonero.wallet import calls


class ProofCalls(calls.Calls):
    """Proofs for others, and theirs for us; checking needs no wallet of the one who proves."""

    async def get_tx_key(self, tx_hash: str) -> str:
        """Return the private key of a transaction that the wallet made; raises NotFound where it made none such."""
        return (await self._caller.call(proofs.GET_TX_KEY, proofs.TxidParams(tx_hash))).tx_key

    async def check_tx_key(self, tx_hash: str, tx_key: str, address: str) -> CheckedPayment:
        """Say what a transaction paid to an address."""
        return await self._caller.call(proofs.CHECK_TX_KEY, proofs.CheckTxKeyParams(tx_hash, tx_key, address))

    async def get_tx_proof(self, tx_hash: str, address: str, *, message: str = "") -> str:
        """Prove that a transaction paid an address: as the payer, or as the one who was paid."""
        return (await self._caller.call(proofs.GET_TX_PROOF, proofs.TxProofParams(tx_hash, address, message))).signature

    async def check_tx_proof(self, tx_hash: str, address: str, signature: str, *, message: str = "") -> CheckedPayment:
        """Check a proof that a transaction paid an address, and return how much."""
        params = proofs.CheckTxProofParams(tx_hash, address, message, signature)
        return await self._caller.call(proofs.CHECK_TX_PROOF, params)

    async def get_spend_proof(self, tx_hash: str, *, message: str = "") -> str:
        """Prove that the wallet made a transaction."""
        return (await self._caller.call(proofs.GET_SPEND_PROOF, proofs.SpendProofParams(tx_hash, message))).signature

    async def check_spend_proof(self, tx_hash: str, signature: str, *, message: str = "") -> bool:
        """Check a proof that somebody made a transaction."""
        params = proofs.CheckSpendProofParams(tx_hash, message, signature)
        return (await self._caller.call(proofs.CHECK_SPEND_PROOF, params)).good

    async def get_reserve_proof(
        self, amount_piconero: int | None = None, *, account_index: int = 0, message: str = ""
    ) -> str:
        """Prove that the wallet has an amount in an account, or, without one, all that it has."""
        params = proofs.ReserveProofParams(amount_piconero is None, account_index, amount_piconero or 0, message)
        return (await self._caller.call(proofs.GET_RESERVE_PROOF, params)).signature

    async def check_reserve_proof(self, address: str, signature: str, *, message: str = "") -> CheckedReserve:
        """Check a proof of what somebody has."""
        params = proofs.CheckReserveProofParams(address, message, signature)
        return await self._caller.call(proofs.CHECK_RESERVE_PROOF, params)

    async def sign(
        self, data: str, *, account_index: int = 0, address_index: int = 0, signature_type: str = "spend"
    ) -> str:
        """Sign a message as an address of the wallet, with its "spend" or "view" key."""
        params = proofs.SignParams(data, account_index, address_index, signature_type)
        return (await self._caller.call(proofs.SIGN, params)).signature

    async def verify(self, data: str, address: str, signature: str) -> CheckedSignature:
        """Check who signed a message."""
        return await self._caller.call(proofs.VERIFY, proofs.VerifyParams(data, address, signature))
