# SPDX-License-Identifier: Apache-2.0
"""What happened to the chain since the exporter's start, added up."""

import dataclasses

from aiomonero.types.block import BlockHeader
from monero_exporter.catalogue import chain as families
from monero_exporter.catalogue.family import Family
from monero_exporter.translate.contents import Contents
from monero_exporter.translate.distribution import Histogram


@dataclasses.dataclass(frozen=True, slots=True)
class Reorganization:
    """How many blocks left the main chain together, and when that was seen, in Unix seconds."""

    depth: int
    seen_at: float


def empty(family: Family) -> Histogram:
    """Return a histogram of the family to begin with."""
    return Histogram.empty(family.buckets)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Sums and distributions that only grow; `arrival_delays` is None where nobody tells when blocks arrive."""

    blocks: int = 0
    skipped: int = 0
    transactions: int = 0
    fees_piconero: int = 0
    subsidy_piconero: int = 0
    intervals: Histogram = empty(families.CHAIN_BLOCK_INTERVAL_SECONDS)
    weights: Histogram = empty(families.CHAIN_BLOCK_WEIGHT_BYTES)
    transaction_counts: Histogram = empty(families.CHAIN_BLOCK_TRANSACTIONS)
    fee_rates: Histogram = empty(families.CHAIN_FEE_PICONERO_PER_BYTE)
    depths: Histogram = empty(families.CHAIN_REORGANIZATION_DEPTH_BLOCKS)
    last_reorganization: Reorganization | None = None
    arrival_delays: Histogram | None = None

    def with_block(self, contents: Contents, before: BlockHeader | None) -> "History":
        """Add a block that was read; `before` is the one below it, where that is known."""
        header = contents.header
        weight = header.block_size_bytes if header.block_weight is None else header.block_weight
        counts = self.transaction_counts
        return dataclasses.replace(
            self,
            blocks=self.blocks + 1,
            transactions=self.transactions + header.num_txes,
            fees_piconero=self.fees_piconero + sum(each.fee_piconero for each in contents.transactions),
            subsidy_piconero=self.subsidy_piconero + (contents.subsidy_piconero or 0),
            intervals=self._with_interval(header, before),
            weights=self.weights.with_value(families.CHAIN_BLOCK_WEIGHT_BYTES.buckets, weight),
            transaction_counts=counts.with_value(families.CHAIN_BLOCK_TRANSACTIONS.buckets, header.num_txes),
            fee_rates=self._with_fee_rates(contents),
        )

    def with_skipped(self, count: int) -> "History":
        """Add blocks that nobody read."""
        return dataclasses.replace(self, skipped=self.skipped + count)

    def with_reorganization(self, reorganization: Reorganization) -> "History":
        """Add one that was seen just now."""
        depths = self.depths.with_value(families.CHAIN_REORGANIZATION_DEPTH_BLOCKS.buckets, reorganization.depth)
        return dataclasses.replace(self, depths=depths, last_reorganization=reorganization)

    def with_arrival(self, header: BlockHeader, arrived_at: float) -> "History":
        """Add a block that was seen to arrive."""
        buckets = families.CHAIN_BLOCK_ARRIVAL_DELAY_SECONDS.buckets
        delays = self.arrival_delays or empty(families.CHAIN_BLOCK_ARRIVAL_DELAY_SECONDS)
        delay_seconds = max(arrived_at - header.timestamp, 0)
        return dataclasses.replace(self, arrival_delays=delays.with_value(buckets, delay_seconds))

    def _with_interval(self, header: BlockHeader, before: BlockHeader | None) -> Histogram:
        if before is None or not before.timestamp:  # the first block of all has no time
            return self.intervals
        # A miner's clock may be behind that of the one before; sums of a histogram must not fall.
        interval_seconds = max(header.timestamp - before.timestamp, 0)
        return self.intervals.with_value(families.CHAIN_BLOCK_INTERVAL_SECONDS.buckets, interval_seconds)

    def _with_fee_rates(self, contents: Contents) -> Histogram:
        rates = self.fee_rates
        for each in contents.transactions:
            if each.size_bytes:
                rate = each.fee_piconero / each.size_bytes
                rates = rates.with_value(families.CHAIN_FEE_PICONERO_PER_BYTE.buckets, rate)
        return rates
