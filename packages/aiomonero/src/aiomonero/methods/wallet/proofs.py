# SPDX-License-Identifier: Apache-2.0
"""Methods that prove and check: payments, spending, reserves, messages."""

from typing import ClassVar

import msgspec

from aiomonero.methods.method import Method
from aiomonero.methods.wallet import versions
from aiomonero.types.discreet import Discreet
from aiomonero.types.wallet.proof import CheckedPayment, CheckedReserve, CheckedSignature


class TxidParams(msgspec.Struct, frozen=True):
    """A transaction."""

    txid: str


class TxKeyResult(Discreet, frozen=True):
    """The transaction's private key."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"tx_key"})

    tx_key: str


class CheckTxKeyParams(Discreet, frozen=True):
    """A transaction, its private key, and whom it may have paid."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"tx_key"})

    txid: str
    tx_key: str
    address: str


class TxProofParams(msgspec.Struct, frozen=True):
    """A transaction, whom it paid, and a message that the proof holds for."""

    txid: str
    address: str
    message: str


class CheckTxProofParams(msgspec.Struct, frozen=True):
    """The same, and the proof."""

    txid: str
    address: str
    message: str
    signature: str


class SpendProofParams(msgspec.Struct, frozen=True):
    """A transaction, and a message that the proof holds for."""

    txid: str
    message: str


class CheckSpendProofParams(msgspec.Struct, frozen=True):
    """The same, and the proof."""

    txid: str
    message: str
    signature: str


class SpendProofResult(msgspec.Struct, frozen=True):
    """Whether the proof holds."""

    good: bool


class ReserveProofParams(msgspec.Struct, frozen=True):
    """What to prove: all that the wallet has, or an amount of one account."""

    all: bool
    account_index: int
    amount_piconero: int = msgspec.field(name="amount")
    message: str = ""


class CheckReserveProofParams(msgspec.Struct, frozen=True):
    """Whose reserve, the message, and the proof."""

    address: str
    message: str
    signature: str


class Signature(msgspec.Struct, frozen=True):
    """A proof as text."""

    signature: str


class SignParams(msgspec.Struct, frozen=True):
    """A message, and which address signs it with which key ("spend" or "view")."""

    data: str
    account_index: int
    address_index: int
    signature_type: str


class VerifyParams(msgspec.Struct, frozen=True):
    """A message, who is said to have signed it, and the signature."""

    data: str
    address: str
    signature: str


GET_TX_KEY = Method("get_tx_key", TxidParams, TxKeyResult, is_public=True, versions=versions.ALWAYS)
CHECK_TX_KEY = Method("check_tx_key", CheckTxKeyParams, CheckedPayment, is_public=True, versions=versions.ALWAYS)
GET_TX_PROOF = Method("get_tx_proof", TxProofParams, Signature, is_public=True, versions=versions.ALWAYS)
CHECK_TX_PROOF = Method("check_tx_proof", CheckTxProofParams, CheckedPayment, is_public=True, versions=versions.ALWAYS)
GET_SPEND_PROOF = Method("get_spend_proof", SpendProofParams, Signature, is_public=True, versions=versions.ALWAYS)
CHECK_SPEND_PROOF = Method(
    "check_spend_proof", CheckSpendProofParams, SpendProofResult, is_public=True, versions=versions.ALWAYS
)
GET_RESERVE_PROOF = Method("get_reserve_proof", ReserveProofParams, Signature, is_public=True, versions=versions.ALWAYS)
CHECK_RESERVE_PROOF = Method(
    "check_reserve_proof", CheckReserveProofParams, CheckedReserve, is_public=True, versions=versions.ALWAYS
)
SIGN = Method("sign", SignParams, Signature, is_public=False, versions=versions.ALWAYS)
VERIFY = Method("verify", VerifyParams, CheckedSignature, is_public=False, versions=versions.ALWAYS)
