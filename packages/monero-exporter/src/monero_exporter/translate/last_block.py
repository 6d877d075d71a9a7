# SPDX-License-Identifier: Apache-2.0
"""The top block's header."""

from collections.abc import Iterator

from aiomonero.types.block import BlockHeader
from monero_exporter.catalogue import last_block as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate.observation import Observation


def translate(seen: Observation) -> Iterator[Sample]:
    """Yield the samples of the top block."""
    header = seen.header.answer if seen.header else None
    if header is not None:
        yield Sample(families.LAST_BLOCK_AGE_SECONDS, seen.observed_at - header.timestamp)
        yield from _of_header(header)


def _of_header(header: BlockHeader) -> Iterator[Sample]:
    yield Sample(families.LAST_BLOCK_HEADER_TIMESTAMP, header.timestamp)
    yield Sample(families.LAST_BLOCK_HEADER_HEIGHT, header.height)
    yield Sample(families.LAST_BLOCK_HEADER_NUM_TXES, header.num_txes)
    yield Sample(families.LAST_BLOCK_HEADER_REWARD, header.reward_piconero)
    yield Sample(families.LAST_BLOCK_HEADER_BLOCK_SIZE, header.block_size_bytes)
    yield Sample(families.LAST_BLOCK_HEADER_DIFFICULTY, header.difficulty)
