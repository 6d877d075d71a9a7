# SPDX-License-Identifier: Apache-2.0
"""Methods of cold signing: one wallet sees and sends, another one signs."""

import msgspec

from aiomonero.methods.method import Method
from aiomonero.methods.wallet import versions
from aiomonero.types.wallet.offline import SignedTransfer, TxsetDescription


class DescribeParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """A set that waits for a signature, of a view-only wallet or of a multisig one."""

    unsigned_txset: str = ""
    multisig_txset: str = ""


class SignTransferParams(msgspec.Struct, frozen=True):
    """A set to sign, and what to tell beside."""

    unsigned_txset: str
    export_raw: bool
    get_tx_keys: bool


class TxData(msgspec.Struct, frozen=True):
    """A signed set."""

    tx_data_hex: str


class HashesResult(msgspec.Struct, frozen=True):
    """Transactions that were sent."""

    tx_hash_list: tuple[str, ...] = ()


DESCRIBE_TRANSFER = Method(
    "describe_transfer", DescribeParams, TxsetDescription, is_public=False, versions=versions.ALWAYS
)
SIGN_TRANSFER = Method("sign_transfer", SignTransferParams, SignedTransfer, is_public=False, versions=versions.ALWAYS)
SUBMIT_TRANSFER = Method(
    "submit_transfer", TxData, HashesResult, is_public=False, is_repeatable=False, versions=versions.ALWAYS
)
