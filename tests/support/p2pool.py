# SPDX-License-Identifier: Apache-2.0
"""A folder as p2pool fills it with `--data-api` and `--local-api`, in the shapes of its version 4."""

import json
import os
from pathlib import Path

POOL = {
    "pool_list": ["pplns"],
    "pool_statistics": {
        "hashRate": 250_000_000,
        "miners": 4000,
        "totalHashes": 123_456_789_012_345,
        "lastBlockFoundTime": 1_799_999_000,
        "lastBlockFound": 3_500_000,
        "totalBlocksFound": 25_000,
        "pplnsWeight": 700_000_000_000,
        "pplnsWindowSize": 2160,
        "sidechainDifficulty": 2_500_000_000,
        "sidechainHeight": 12_000_000,
    },
}
STRATUM = {
    "hashrate_15m": 15_000,
    "hashrate_1h": 14_000,
    "hashrate_24h": 13_000,
    "total_hashes": 99_000_000,
    "total_stratum_shares": 1234,
    "last_share_found_time": 1_799_998_000,
    "shares_found": 12,
    "shares_failed": 1,
    "average_effort": 87.5,
    "current_effort": 150.25,
    "connections": 3,
    "incoming_connections": 2,
    "block_reward_share_percent": 0.012,
    "workers": ["127.0.0.1:1,60,3000,15000,rig"],
}


def write(folder: Path, name: str, document: object, *, at: float | None = None) -> None:
    """Write a file as of that time, in Unix seconds, or as of now."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    os.utime(path, None if at is None else (at, at))
