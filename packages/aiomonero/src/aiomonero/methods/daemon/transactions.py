# SPDX-License-Identifier: Apache-2.0
"""Methods about single transactions."""

import msgspec

from aiomonero.methods.method import SMALL_BYTES, V0_19, Done, Form, Method, Span
from aiomonero.types.hashes import Hash
from aiomonero.types.transaction import Spent, Transactions

_OUTPUTS_LIMIT_BYTES = 2**20
"""Places of 130,000 outputs, more than a transaction has room for."""


class TransactionsParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """Names transactions by hash; restricted ports take 100 of them.

    `prune` leaves out what can be pruned, `split` gives it apart.
    """

    txs_hashes: tuple[str, ...]
    decode_as_json: bool = False
    prune: bool = False
    split: bool = False


class SendParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """A transaction in hex; the daemon looks whether its rings make sense where it is not told otherwise."""

    tx_as_hex: str
    do_not_relay: bool = False
    do_sanity_checks: bool = True


class SendResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the daemon thinks of the transaction: all false where the status is "OK", with a reason where it is not."""

    status: str
    reason: str = ""
    not_relayed: bool = False
    low_mixin: bool = False
    double_spend: bool = False
    invalid_input: bool = False
    invalid_output: bool = False
    too_big: bool = False
    overspend: bool = False
    fee_too_low: bool = False
    too_few_outputs: bool = False
    sanity_check_failed: bool = False
    tx_extra_too_big: bool = False
    nonzero_unlock_time: bool = False

    @property
    def faults(self) -> frozenset[str]:
        """Names of the rules that the transaction breaks."""
        flags = (field for field in self.__struct_fields__ if field != "not_relayed")
        return frozenset(flag for flag in flags if getattr(self, flag) is True)


class IdsParams(msgspec.Struct, frozen=True):
    """Names transactions of the pool by hash."""

    txids: tuple[str, ...]


class LooseIdsParams(msgspec.Struct, frozen=True):
    """The first bits of a hash, filled up with zeros, and how many of them count."""

    txid_template: str
    num_matching_bits: int


class LooseIdsResult(msgspec.Struct, frozen=True):
    """Hashes that begin so; daemons leave an empty list out."""

    txids: tuple[Hash, ...] = ()


class OutputIndexesParams(msgspec.Struct, frozen=True):
    """Names a transaction of the chain by hash."""

    txid: str


class OutputIndexesResult(msgspec.Struct, frozen=True):
    """Places in the chain of its outputs."""

    o_indexes: tuple[int, ...] = ()


class KeyImagesParams(msgspec.Struct, frozen=True):
    """Key images in hex; restricted ports take 5000 of them."""

    key_images: tuple[str, ...]


class SpentResult(msgspec.Struct, frozen=True):
    """Whether each key image was seen."""

    spent_status: tuple[Spent, ...] = ()


GET_TRANSACTIONS = Method(
    "get_transactions",
    TransactionsParams,
    Transactions,
    is_public=True,
    form=Form.PATH,
    aliases=("/gettransactions",),
)
SEND_RAW_TRANSACTION = Method(
    "send_raw_transaction",
    SendParams,
    SendResult,
    is_public=True,
    is_repeatable=False,
    form=Form.PATH,
    aliases=("/sendrawtransaction",),
    answers=frozenset({"Failed"}),
    limit_bytes=SMALL_BYTES,
)
RELAY_TX = Method("relay_tx", IdsParams, Done, is_public=False, limit_bytes=SMALL_BYTES)
GET_TXIDS_LOOSE = Method("get_txids_loose", LooseIdsParams, LooseIdsResult, is_public=True, versions=Span(since=V0_19))
GET_O_INDEXES_BIN = Method(
    "get_o_indexes.bin",
    OutputIndexesParams,
    OutputIndexesResult,
    is_public=True,
    form=Form.STORAGE,
    limit_bytes=_OUTPUTS_LIMIT_BYTES,
)
IS_KEY_IMAGE_SPENT = Method("is_key_image_spent", KeyImagesParams, SpentResult, is_public=True, form=Form.PATH)
