# SPDX-License-Identifier: Apache-2.0
"""The top block: its header, and what was read of its contents."""

import functools
from collections.abc import Iterator, Sequence

from aiomonero.types.block import BlockHeader
from monero_exporter.catalogue import last_block as families
from monero_exporter.catalogue.family import Family, Sample
from monero_exporter.translate import observation, units
from monero_exporter.translate.contents import Contents
from monero_exporter.translate.distribution import summary
from monero_exporter.translate.following import Following
from monero_exporter.translate.observation import Details, Observation

_CONTENTS = 16
"""Blocks whose samples are kept: they never change, and are told until the next one comes."""


def translate(seen: Observation, details: Details) -> Iterator[Sample]:
    """Yield the samples of the top block."""
    if (header := observation.answer(seen.header)) is not None:
        yield from _of_time(header, seen.observed_at)
        yield from _of_header(header)
        yield from _of_work(header)
    if (blocks := observation.answer(details.blocks)) is not None:
        yield from _of_reading(blocks)


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
    yield Sample(families.LASTBLOCK_REWARD_MONERO, header.reward_piconero / units.PICONERO_PER_XMR)
    yield Sample(families.LAST_BLOCK_HEADER_MAJOR_VERSION, header.major_version)
    yield Sample(families.LAST_BLOCK_HEADER_MINOR_VERSION, header.minor_version)


def _of_work(header: BlockHeader) -> Iterator[Sample]:
    yield Sample(families.LAST_BLOCK_HEADER_NONCE, header.nonce)
    yield Sample(families.LAST_BLOCK_HEADER_DIFFICULTY, header.difficulty)
    yield Sample(families.LASTBLOCK_DIFFICULTY, header.difficulty)
    yield Sample(families.LAST_BLOCK_HEADER_DIFFICULTY_TOP64, header.difficulty_top64)
    yield Sample(families.LAST_BLOCK_HEADER_CUMULATIVE_DIFFICULTY, header.cumulative_difficulty)
    yield Sample(families.LAST_BLOCK_HEADER_CUMULATIVE_DIFFICULTY_TOP64, header.cumulative_difficulty_top64)


def _of_reading(following: Following) -> Iterator[Sample]:
    if following.received_at is not None:
        yield Sample(families.LAST_BLOCK_RECEIVED_TIMESTAMP_SECONDS, following.received_at)
    if following.top_contents is not None:
        yield from _of_contents(following.top_contents)


@functools.lru_cache(maxsize=_CONTENTS)
def _of_contents(contents: Contents) -> tuple[Sample, ...]:
    return (*_of_coins(contents), *_of_transactions(contents))


def _of_coins(contents: Contents) -> Iterator[Sample]:
    if contents.coinbase_outputs is not None:
        yield Sample(families.LAST_BLOCK_COINBASE_OUTPUTS, contents.coinbase_outputs)
    if contents.fees_piconero is not None and contents.subsidy_piconero is not None:
        yield Sample(families.LASTBLOCK_FEES_MONERO, contents.fees_piconero / units.PICONERO_PER_XMR)
        yield Sample(families.LASTBLOCK_SUBSIDY_MONERO, contents.subsidy_piconero / units.PICONERO_PER_XMR)


def _of_transactions(contents: Contents) -> Iterator[Sample]:
    transactions = contents.transactions
    sized = [(each.fee_piconero, each.size_bytes) for each in transactions if each.size_bytes]
    sizes = [size for _, size in sized]
    yield from summary(families.LAST_BLOCK_TXN_FEE, [each.fee_piconero for each in transactions])
    yield from summary(families.LASTBLOCK_FEES_MICRONERO_PER_KB, [units.micronero_per_kib(*each) for each in sized])
    yield from _twice(families.LAST_BLOCK_TXN_SIZE, families.LASTBLOCK_TRANSACTIONS_SIZE_BYTES, sizes)
    inputs, outputs = [each.inputs for each in transactions], [each.outputs for each in transactions]
    yield from _twice(families.LAST_BLOCK_VIN, families.LASTBLOCK_TRANSACTIONS_INPUTS, inputs)
    yield from _twice(families.LAST_BLOCK_VOUT, families.LASTBLOCK_TRANSACTIONS_OUTPUTS, outputs)


def _twice(one: Family, other: Family, values: Sequence[float]) -> Iterator[Sample]:
    yield from summary(one, values)
    yield from summary(other, values)
