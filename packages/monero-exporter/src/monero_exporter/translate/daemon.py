# SPDX-License-Identifier: Apache-2.0
"""Whether the daemon is there and fit, and what it says about itself."""

from collections.abc import Iterable, Iterator

from aiomonero.types.info import Info
from aiomonero.types.network import Network
from monero_exporter.catalogue import daemon as families
from monero_exporter.catalogue.family import Family, Sample
from monero_exporter.translate import observation, readiness
from monero_exporter.translate.observation import Details, Observation


def translate(seen: Observation, verdict: readiness.Verdict, details: Details) -> Iterator[Sample]:
    """Yield the samples of the verdict and of get_info."""
    info = seen.info.answer
    yield Sample(families.UP, info is not None)
    yield Sample(families.READY, verdict.is_ready)
    yield Sample(families.SYNCED, verdict.is_synced)
    codes = {reason.code for reason in verdict.objections}
    yield from (Sample(families.UNREADY_REASON, code in codes, (code,)) for code in readiness.Code)
    if info is not None:
        yield from _of_info(info)
        yield from () if info.restricted else _of_unrestricted_info(info, seen.observed_at)
    if (pruning := observation.answer(details.pruning)) is not None:
        yield Sample(families.DAEMON_PRUNED, pruning.pruned)


def _of_info(info: Info) -> Iterator[Sample]:
    yield Sample(families.DAEMON_INFO, 1, (info.version, info.network or info.nettype))
    yield Sample(families.DAEMON_RESTRICTED, info.restricted)
    yield Sample(families.INFO_HEIGHT, info.height)
    yield Sample(families.INFO_TARGET_HEIGHT, info.target_height)
    yield Sample(families.INFO_SYNCHRONIZED, info.synchronized)
    yield Sample(families.INFO_OFFLINE, info.offline)
    yield Sample(families.INFO_MAINNET, info.network is Network.MAINNET)
    yield Sample(families.INFO_TESTNET, info.network is Network.TESTNET)
    yield Sample(families.INFO_STAGENET, info.network is Network.STAGENET)
    yield Sample(families.INFO_TX_COUNT, info.tx_count)
    yield Sample(families.INFO_TX_POOL_SIZE, info.tx_pool_size)
    yield Sample(families.INFO_TARGET, info.target_seconds)
    yield Sample(families.INFO_DIFFICULTY, info.difficulty)
    yield Sample(families.INFO_CUMULATIVE_DIFFICULTY, info.cumulative_difficulty)
    yield Sample(families.INFO_DATABASE_SIZE_BYTES, info.database_size_bytes)
    yield from _of_some_versions(info)


def _of_some_versions(info: Info) -> Iterator[Sample]:
    limit = info.block_size_limit if info.block_weight_limit is None else info.block_weight_limit
    median = info.block_size_median if info.block_weight_median is None else info.block_weight_median
    told = (
        (families.INFO_BUSY_SYNCING, info.busy_syncing),
        (families.INFO_UNTRUSTED, info.untrusted),
        (families.INFO_BLOCK_SIZE_LIMIT, limit),
        (families.INFO_BLOCK_SIZE_LIMIT_BYTES, limit),
        (families.INFO_BLOCK_SIZE_MEDIAN, median),
        (families.INFO_BLOCK_SIZE_MEDIAN_BYTES, median),
    )
    yield from _that_is_told(told)


def _of_unrestricted_info(info: Info, now: float) -> Iterator[Sample]:
    # A restricted port answers 0, false or 2**64 - 1 here, which would be a lie as a metric.
    yield Sample(families.INFO_INCOMING_CONNECTIONS_COUNT, info.incoming_connections_count)
    yield Sample(families.INFO_OUTGOING_CONNECTIONS_COUNT, info.outgoing_connections_count)
    yield from _twice(families.INFO_ALT_BLOCKS_COUNT, families.INFO_ALTERNATIVE_BLOCKS, info.alt_blocks_count)
    yield from _twice(families.INFO_RPC_CONNECTIONS_COUNT, families.INFO_RPC_CONNECTIONS, info.rpc_connections_count)
    yield Sample(families.INFO_WHITE_PEERLIST_SIZE, info.white_peerlist_size)
    yield Sample(families.INFO_GREY_PEERLIST_SIZE, info.grey_peerlist_size)
    yield from _twice(families.INFO_START_TIME, families.DAEMON_START_TIME_SECONDS, info.start_time)
    yield Sample(families.INFO_UPTIME_SECONDS_TOTAL, max(now - info.start_time, 0))
    yield from _twice(families.INFO_FREE_SPACE, families.INFO_FREE_SPACE_BYTES, info.free_space_bytes)
    told = (
        (families.DAEMON_UPDATE_AVAILABLE, info.update_available),
        (families.INFO_WAS_BOOTSTRAP_EVER_USED, info.was_bootstrap_ever_used),
        (families.INFO_HEIGHT_WITHOUT_BOOTSTRAP, info.height_without_bootstrap),
    )
    yield from _that_is_told(told)


def _twice(one: Family, other: Family, value: float) -> Iterator[Sample]:
    yield Sample(one, value)
    yield Sample(other, value)


def _that_is_told(told: Iterable[tuple[Family, float | None]]) -> Iterator[Sample]:
    yield from (Sample(family, value) for family, value in told if value is not None)
