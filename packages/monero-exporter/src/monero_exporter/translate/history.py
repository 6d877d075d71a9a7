# SPDX-License-Identifier: Apache-2.0
"""What happened to the chain since the exporter's start, added up."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

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


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Sums and distributions, which only grow; the latter by the names of their families."""

    blocks: int = 0
    skipped: int = 0
    transactions: int = 0
    fees_piconero: int = 0
    subsidy_piconero: int = 0
    reorganizations: int = 0
    last_reorganization: Reorganization | None = None
    distributions: Mapping[str, Histogram] = dataclasses.field(default_factory=dict)

    def distribution(self, family: Family) -> Histogram:
        """Return the values of one family so far."""
        return self.distributions.get(family.name) or Histogram.empty(family.buckets)

    def with_block(self, contents: Contents, before: BlockHeader | None) -> "History":
        """Add a block that was read; `before` is the one below it, where that is known."""
        header = contents.header
        weight = header.block_size_bytes if header.block_weight is None else header.block_weight
        return dataclasses.replace(
            self,
            blocks=self.blocks + 1,
            transactions=self.transactions + header.num_txes,
            fees_piconero=self.fees_piconero + sum(each.fee_piconero for each in contents.transactions),
            subsidy_piconero=self.subsidy_piconero + (contents.subsidy_piconero or 0),
            distributions=self._distributed(
                (families.CHAIN_BLOCK_INTERVAL_SECONDS, _interval_seconds(header, before)),
                (families.CHAIN_BLOCK_WEIGHT_BYTES, [weight]),
                (families.CHAIN_BLOCK_TRANSACTIONS, [header.num_txes]),
                (families.CHAIN_FEE_PICONERO_PER_BYTE, _fee_rates(contents)),
            ),
        )

    def with_skipped(self, count: int) -> "History":
        """Add blocks that nobody read."""
        return dataclasses.replace(self, skipped=self.skipped + count)

    def with_reorganization(self, reorganization: Reorganization) -> "History":
        """Add one that was seen just now."""
        return dataclasses.replace(
            self,
            reorganizations=self.reorganizations + 1,
            last_reorganization=reorganization,
            distributions=self._distributed((families.CHAIN_REORGANIZATION_DEPTH_BLOCKS, [reorganization.depth])),
        )

    def with_arrival(self, header: BlockHeader, arrived_at: float) -> "History":
        """Add a block that was seen to arrive."""
        delay_seconds = max(arrived_at - header.timestamp, 0)
        added = self._distributed((families.CHAIN_BLOCK_ARRIVAL_DELAY_SECONDS, [delay_seconds]))
        return dataclasses.replace(self, distributions=added)

    def _distributed(self, *added: tuple[Family, Iterable[float]]) -> Mapping[str, Histogram]:
        grown = dict(self.distributions)
        for family, values in added:
            for value in values:
                histogram = grown.get(family.name) or Histogram.empty(family.buckets)
                grown[family.name] = histogram.with_value(family.buckets, value)
        return grown


def _interval_seconds(header: BlockHeader, before: BlockHeader | None) -> Iterator[float]:
    if before is not None and before.timestamp:  # the first block of all has no time
        # A miner's clock may be behind that of the one before; the sum of a histogram must not fall.
        yield max(header.timestamp - before.timestamp, 0)


def _fee_rates(contents: Contents) -> Iterator[float]:
    for each in contents.transactions:
        if each.size_bytes:
            yield each.fee_piconero / each.size_bytes
