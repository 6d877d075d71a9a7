# SPDX-License-Identifier: Apache-2.0
"""The top block: its header, and what was read of its contents."""

from collections.abc import Iterator

from aiomonero.types.block import BlockHeader
from monero_exporter.catalogue import last_block as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate.observation import Observation

_PICONERO = 1e12


def translate(seen: Observation) -> Iterator[Sample]:
    """Yield the samples of the top block."""
    header = seen.header.answer if seen.header else None
    if header is not None:
        yield from _of_time(header, seen.observed_at)
        yield from _of_header(header)
        yield from _of_work(header)


def _of_time(header: BlockHeader, now: float) -> Iterator[Sample]:
    yield Sample(families.LAST_BLOCK_HEADER_TIMESTAMP, header.timestamp)
    if header.timestamp:  # the first block of all has no time, and so no age
        yield Sample(families.LAST_BLOCK_AGE_SECONDS, now - header.timestamp)


def _of_header(header: BlockHeader) -> Iterator[Sample]:
    for height in (families.LAST_BLOCK_HEADER_HEIGHT, families.LASTBLOCK_HEIGHT):
        yield Sample(height, header.height)
    for count in (families.LAST_BLOCK_HEADER_NUM_TXES, families.LASTBLOCK_TRANSACTIONS):
        yield Sample(count, header.num_txes)
    for size in (families.LAST_BLOCK_HEADER_BLOCK_SIZE, families.LASTBLOCK_SIZE_BYTES):
        yield Sample(size, header.block_size_bytes)
    if header.block_weight is not None:
        yield Sample(families.LAST_BLOCK_HEADER_BLOCK_WEIGHT, header.block_weight)
    if header.long_term_weight is not None:
        yield Sample(families.LAST_BLOCK_HEADER_LONG_TERM_WEIGHT, header.long_term_weight)
    yield Sample(families.LAST_BLOCK_HEADER_DEPTH, header.depth)
    yield Sample(families.LAST_BLOCK_HEADER_ORPHAN_STATUS, header.orphan_status)
    yield Sample(families.LAST_BLOCK_HEADER_REWARD, header.reward_piconero)
    yield Sample(families.LASTBLOCK_REWARD_MONERO, header.reward_piconero / _PICONERO)
    yield Sample(families.LAST_BLOCK_HEADER_MAJOR_VERSION, header.major_version)
    yield Sample(families.LAST_BLOCK_HEADER_MINOR_VERSION, header.minor_version)


def _of_work(header: BlockHeader) -> Iterator[Sample]:
    yield Sample(families.LAST_BLOCK_HEADER_NONCE, header.nonce)
    yield Sample(families.LAST_BLOCK_HEADER_DIFFICULTY, header.difficulty)
    yield Sample(families.LASTBLOCK_DIFFICULTY, header.difficulty)
    yield Sample(families.LAST_BLOCK_HEADER_DIFFICULTY_TOP64, header.difficulty_top64)
    yield Sample(families.LAST_BLOCK_HEADER_CUMULATIVE_DIFFICULTY, header.cumulative_difficulty)
    yield Sample(families.LAST_BLOCK_HEADER_CUMULATIVE_DIFFICULTY_TOP64, header.cumulative_difficulty_top64)
