# SPDX-License-Identifier: Apache-2.0
"""Outputs of transactions, which are counted from 0 for every amount; all hidden amounts count as 0."""

import msgspec

from aiomonero.types.hashes import HashOrBlank, PublicKey


class OutputId(msgspec.Struct, frozen=True, order=True):
    """Names an output: `index` counts those of its amount in the order of the chain."""

    index: int
    amount_piconero: int = msgspec.field(name="amount", default=0)


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """An output: its key, the commitment to its amount, and whether it may be spent in the next block.

    `tx_hash` is None where it was not asked for.
    """

    key: PublicKey
    mask: PublicKey
    unlocked: bool
    height: int
    tx_hash: HashOrBlank | None = msgspec.field(name="txid", default=None)


class OutputCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many outputs of an amount there are, how many of them unlocked, and how many of those recent.

    The latter two are 0 where they were not asked for.
    """

    amount_piconero: int = msgspec.field(name="amount")
    total_instances: int
    unlocked_instances: int
    recent_instances: int


class OutputDistribution(msgspec.Struct, frozen=True, kw_only=True):
    """New outputs of an amount in each block from `start_height` on; `base` of them are older.

    Where cumulative numbers were asked for, they are those of all outputs up to and with the block.
    """

    amount_piconero: int = msgspec.field(name="amount")
    start_height: int
    base: int
    distribution: tuple[int, ...] = ()
