# SPDX-License-Identifier: Apache-2.0
"""Methods about wallets of several signers."""

import types
from typing import ClassVar

import msgspec

from aiomonero.methods.method import HOURS, Done, Method
from aiomonero.methods.wallet import versions
from aiomonero.types.discreet import Discreet
from aiomonero.types.wallet.offline import MultisigRound, MultisigSigned, MultisigState


class PrepareParams(msgspec.Struct, frozen=True):
    """Multisig is an experiment, and has to be asked for as one."""

    enable_multisig_experimental: bool


class MakeParams(Discreet, frozen=True):
    """What the other signers prepared, and how many must sign."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"multisig_info", "password"})

    multisig_info: tuple[str, ...]
    threshold: int
    password: str


class ExchangeParams(Discreet, frozen=True, omit_defaults=True):
    """What the last round gave to the other signers.

    `force_update_use_with_caution` goes on without those who do not answer any more (0.18.4.0 or later).
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset({"multisig_info", "password"})

    multisig_info: tuple[str, ...]
    password: str
    force_update_use_with_caution: bool = False


class BoosterParams(Discreet, frozen=True):
    """What the signers told so far, and how many there are and must sign."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"multisig_info", "password"})

    multisig_info: tuple[str, ...]
    threshold: int
    num_signers: int
    password: str


class InfoResult(Discreet, frozen=True):
    """What the other signers need to know before a transaction."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"info"})

    info: str


class InfoParams(Discreet, frozen=True, omit_defaults=True):
    """What the other signers exported; old wallets always refresh after it."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"info"})

    info: tuple[str, ...]
    refresh_after_import: bool = True


class ImportedResult(msgspec.Struct, frozen=True):
    """How many outputs the signers know of now."""

    n_outputs: int


class TxData(msgspec.Struct, frozen=True):
    """A set of transactions with the signatures so far."""

    tx_data_hex: str


class HashesResult(msgspec.Struct, frozen=True):
    """Transactions that were sent."""

    tx_hash_list: tuple[str, ...] = ()


IS_MULTISIG = Method("is_multisig", types.NoneType, MultisigState, is_public=True, versions=versions.ALWAYS)
PREPARE_MULTISIG = Method("prepare_multisig", PrepareParams, MultisigRound, is_public=False, versions=versions.ALWAYS)
MAKE_MULTISIG = Method(
    "make_multisig", MakeParams, MultisigRound, is_public=False, is_repeatable=False, versions=versions.ALWAYS
)
EXCHANGE_MULTISIG_KEYS = Method(
    "exchange_multisig_keys",
    ExchangeParams,
    MultisigRound,
    is_public=False,
    is_repeatable=False,
    versions=versions.ALWAYS,
)
FINALIZE_MULTISIG = Method("finalize_multisig", types.NoneType, Done, is_public=True, versions=versions.UNTIL_1_32)
# What a signer exports and signs with is made for one transaction and used up, so neither is asked for twice.
EXPORT_MULTISIG_INFO = Method(
    "export_multisig_info", types.NoneType, InfoResult, is_public=False, is_repeatable=False, versions=versions.ALWAYS
)
IMPORT_MULTISIG_INFO = Method(
    "import_multisig_info",
    InfoParams,
    ImportedResult,
    is_public=False,
    versions=versions.ALWAYS,
    patience_seconds=HOURS,
)
SIGN_MULTISIG = Method(
    "sign_multisig", TxData, MultisigSigned, is_public=False, is_repeatable=False, versions=versions.ALWAYS
)
SUBMIT_MULTISIG = Method(
    "submit_multisig", TxData, HashesResult, is_public=False, is_repeatable=False, versions=versions.ALWAYS
)
GET_MULTISIG_KEY_EXCHANGE_BOOSTER = Method(
    "get_multisig_key_exchange_booster", BoosterParams, MultisigRound, is_public=False, versions=versions.SINCE_1_34
)
