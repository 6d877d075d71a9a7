# SPDX-License-Identifier: Apache-2.0
"""Methods that pay, and that tell what paying would take."""

import types
from typing import ClassVar

import msgspec

from aiomonero.methods.method import Method
from aiomonero.methods.wallet import versions
from aiomonero.types.discreet import Discreet
from aiomonero.types.wallet.spending import Destination, Priority, Spending, Transfer, Transfers, TxSize


class TransferParams(Spending, frozen=True, kw_only=True, omit_defaults=True):
    """One transaction; the fee is taken from the destinations of these places, or from what is left."""

    destinations: tuple[Destination, ...]
    subtract_fee_from_outputs: tuple[int, ...] = ()


class TransferSplitParams(Spending, frozen=True, kw_only=True, omit_defaults=True):
    """As many transactions as it takes."""

    destinations: tuple[Destination, ...]
    get_tx_key: bool = msgspec.field(name="get_tx_keys", default=False)


class SweepAllParams(Spending, frozen=True, kw_only=True, omit_defaults=True):
    """All that is unlocked, or only outputs of less than `below_amount_piconero`, to one address."""

    address: str
    subaddr_indices_all: bool = False
    outputs: int = 1
    below_amount_piconero: int = msgspec.field(name="below_amount", default=0)
    get_tx_key: bool = msgspec.field(name="get_tx_keys", default=False)


class SweepSingleParams(Spending, frozen=True, kw_only=True, omit_defaults=True):
    """One output, named by its key image, to one address."""

    address: str
    key_image: str
    outputs: int = 1


class SweepDustParams(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Outputs of the time before 2017 that nothing can be mixed with."""

    get_tx_key: bool = msgspec.field(name="get_tx_keys", default=False)
    do_not_relay: bool = False
    get_tx_hex: bool = False
    get_tx_metadata: bool = False


class RelayParams(Discreet, frozen=True):
    """What `get_tx_metadata` told of a transaction."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"hex"})

    hex: str


class RelayResult(msgspec.Struct, frozen=True):
    """The transaction that was sent."""

    tx_hash: str


class SizeParams(msgspec.Struct, frozen=True):
    """A transaction; `ring_size` 0 is what the rules say."""

    n_inputs: int
    n_outputs: int
    ring_size: int
    rct: bool


class PriorityResult(msgspec.Struct, frozen=True):
    """What `Priority.DEFAULT` is at the moment."""

    priority: Priority


TRANSFER = Method("transfer", TransferParams, Transfer, is_public=False, is_repeatable=False, versions=versions.ALWAYS)
TRANSFER_SPLIT = Method(
    "transfer_split", TransferSplitParams, Transfers, is_public=False, is_repeatable=False, versions=versions.ALWAYS
)
SWEEP_ALL = Method(
    "sweep_all", SweepAllParams, Transfers, is_public=False, is_repeatable=False, versions=versions.ALWAYS
)
SWEEP_SINGLE = Method(
    "sweep_single", SweepSingleParams, Transfer, is_public=False, is_repeatable=False, versions=versions.ALWAYS
)
SWEEP_DUST = Method(
    "sweep_dust",
    SweepDustParams,
    Transfers,
    is_public=False,
    is_repeatable=False,
    versions=versions.ALWAYS,
    aliases=("sweep_unmixable",),
)
RELAY_TX = Method("relay_tx", RelayParams, RelayResult, is_public=False, is_repeatable=False, versions=versions.ALWAYS)
ESTIMATE_TX_SIZE_AND_WEIGHT = Method(
    "estimate_tx_size_and_weight", SizeParams, TxSize, is_public=True, versions=versions.ALWAYS
)
GET_DEFAULT_FEE_PRIORITY = Method(
    "get_default_fee_priority", types.NoneType, PriorityResult, is_public=True, versions=versions.SINCE_1_28
)
