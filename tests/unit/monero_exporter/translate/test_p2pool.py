# SPDX-License-Identifier: Apache-2.0
"""What p2pool's files say, as samples."""

import copy
import json

import pytest

from aiomonero import errors
from monero_exporter.translate import p2pool, p2pool_files
from monero_exporter.translate.p2pool_files import PoolFile, Statistics, Stratum
from tests.support.observations import FAILED, seen
from tests.support.p2pool import POOL, STRATUM


def _values(pool: object, stratum: object = None) -> dict[str, float]:
    read = p2pool_files.decode("pool/stats", json.dumps(pool).encode(), PoolFile)
    told = p2pool_files.decode("local/stratum", json.dumps(stratum).encode(), Stratum) if stratum else None
    samples = p2pool.translate(seen(Statistics(read.pool_statistics, told)))
    return {"/".join((sample.family.name, *sample.labels)): sample.value for sample in samples}


def test_everything_is_told_in_base_units() -> None:
    """Percents are ratios."""
    assert _values(POOL, STRATUM) == {
        "monero_p2pool_up": 1,
        "monero_p2pool_pool_hashes_per_second": 250_000_000,
        "monero_p2pool_pool_miners": 4000,
        "monero_p2pool_pool_blocks_found_total": 25_000,
        "monero_p2pool_pool_last_block_timestamp_seconds": 1_799_999_000,
        "monero_p2pool_sidechain_height": 12_000_000,
        "monero_p2pool_sidechain_difficulty": 2_500_000_000,
        "monero_p2pool_hashes_per_second/15m": 15_000,
        "monero_p2pool_hashes_per_second/1h": 14_000,
        "monero_p2pool_hashes_per_second/24h": 13_000,
        "monero_p2pool_hashes_total": 99_000_000,
        "monero_p2pool_shares_found_total": 12,
        "monero_p2pool_shares_failed_total": 1,
        "monero_p2pool_connections": 3,
        "monero_p2pool_effort_ratio/current": 1.5025,
        "monero_p2pool_effort_ratio/average": 0.875,
    }


def test_a_pool_that_found_nothing_yet_has_no_last_block() -> None:
    """Nor has a miner without a share an average effort."""
    pool = copy.deepcopy(POOL)
    pool["pool_statistics"] |= {"lastBlockFoundTime": 0, "totalBlocksFound": 0}

    values = _values(pool, {**STRATUM, "shares_found": 0, "average_effort": 0})

    assert values["monero_p2pool_pool_blocks_found_total"] == 0
    assert "monero_p2pool_pool_last_block_timestamp_seconds" not in values
    assert "monero_p2pool_effort_ratio/average" not in values


def test_earlier_versions_tell_less() -> None:
    """They say nothing about their own chain, and nothing about miners without `--local-api`."""
    pool = copy.deepcopy(POOL)
    for name in ("sidechainDifficulty", "sidechainHeight"):
        del pool["pool_statistics"][name]

    assert set(_values(pool)) == {
        "monero_p2pool_up",
        "monero_p2pool_pool_hashes_per_second",
        "monero_p2pool_pool_miners",
        "monero_p2pool_pool_blocks_found_total",
        "monero_p2pool_pool_last_block_timestamp_seconds",
    }


def test_what_cannot_be_read_is_down_and_nothing_else() -> None:
    """Old values are not repeated."""
    assert [(sample.family.name, sample.value) for sample in p2pool.translate(FAILED)] == [("monero_p2pool_up", 0)]


@pytest.mark.parametrize("document", [b"", b"\xff", b"[]", b"{}", b'{"pool_statistics": {"hashRate": "fast"}}'])
def test_nonsense_is_an_error_that_names_the_file(document: bytes) -> None:
    """The folder may be somebody else's."""
    with pytest.raises(errors.RemoteProtocolError, match="pool/stats is not what p2pool writes there"):
        p2pool_files.decode("pool/stats", document, PoolFile)
