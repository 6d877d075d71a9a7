# SPDX-License-Identifier: Apache-2.0
"""What was seen, as samples of the catalogue's families; a family without an answer has no sample."""

from collections.abc import Iterator

from aiomonero.types.block import BlockHeader
from aiomonero.types.info import Info
from aiomonero.types.network import Network
from monero_exporter.catalogue import families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate import readiness
from monero_exporter.translate.observation import Observation


def translate(seen: Observation, verdict: readiness.Verdict) -> Iterator[Sample]:
    """Yield all samples of one observation."""
    info, header = seen.info.answer, seen.header.answer if seen.header else None
    yield Sample(families.UP, info is not None)
    yield Sample(families.READY, verdict.is_ready)
    yield Sample(families.SYNCED, verdict.is_synced)
    yield from _of_sources(seen)
    if info is not None:
        yield from _of_info(info)
        yield from () if info.restricted else _of_unrestricted_info(info)
    if header is not None:
        yield from _of_header(header)


def _of_sources(seen: Observation) -> Iterator[Sample]:
    sources = {"info": seen.info, "connections": seen.connections, "header": seen.header}
    for name, source in sources.items():
        if source is not None:
            yield Sample(families.SOURCE_UP, source.answer is not None, (name,))
            yield Sample(families.SOURCE_DURATION, source.duration_seconds, (name,))


def _of_info(info: Info) -> Iterator[Sample]:
    yield Sample(families.INFO_HEIGHT, info.height)
    yield Sample(families.INFO_TARGET_HEIGHT, info.target_height)
    yield Sample(families.INFO_SYNCHRONIZED, info.synchronized)
    if info.busy_syncing is not None:
        yield Sample(families.INFO_BUSY_SYNCING, info.busy_syncing)
    yield Sample(families.INFO_OFFLINE, info.offline)
    yield Sample(families.INFO_MAINNET, info.network is Network.MAINNET)
    yield Sample(families.INFO_TESTNET, info.network is Network.TESTNET)
    yield Sample(families.INFO_STAGENET, info.network is Network.STAGENET)
    yield Sample(families.INFO_ALT_BLOCKS, info.alt_blocks_count)
    yield Sample(families.INFO_TX_COUNT, info.tx_count)
    yield Sample(families.INFO_TX_POOL_SIZE, info.tx_pool_size)
    yield Sample(families.INFO_DIFFICULTY, info.difficulty)
    yield Sample(families.INFO_DATABASE_SIZE, info.database_size_bytes)
    yield Sample(families.DAEMON, 1, (info.version, info.network or info.nettype))


def _of_unrestricted_info(info: Info) -> Iterator[Sample]:
    # A restricted port answers 0 or 2**64 - 1 here, which would be a lie as a metric.
    yield Sample(families.INFO_INCOMING, info.incoming_connections_count)
    yield Sample(families.INFO_OUTGOING, info.outgoing_connections_count)
    yield Sample(families.INFO_RPC_CONNECTIONS, info.rpc_connections_count)
    yield Sample(families.INFO_WHITE_PEERS, info.white_peerlist_size)
    yield Sample(families.INFO_GREY_PEERS, info.grey_peerlist_size)
    yield Sample(families.INFO_START_TIME, info.start_time)
    yield Sample(families.INFO_FREE_SPACE, info.free_space_bytes)


def _of_header(header: BlockHeader) -> Iterator[Sample]:
    yield Sample(families.LAST_BLOCK_TIMESTAMP, header.timestamp)
    yield Sample(families.LAST_BLOCK_HEIGHT, header.height)
    yield Sample(families.LAST_BLOCK_TXES, header.num_txes)
    yield Sample(families.LAST_BLOCK_REWARD, header.reward_piconero)
    yield Sample(families.LAST_BLOCK_SIZE, header.block_size_bytes)
    yield Sample(families.LAST_BLOCK_DIFFICULTY, header.difficulty)
