# SPDX-License-Identifier: Apache-2.0
"""What p2pool (version 4) writes into the directory of its `--data-api`, as far as metrics need it."""

import dataclasses
from typing import TypeVar

import msgspec

from aiomonero import errors

Document = TypeVar("Document", bound="PoolFile | Stratum")


class Pool(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """All of p2pool; times in Unix seconds, 0 before the first block. What its own chain is came with version 3."""

    hash_rate: int
    miners: int
    total_blocks_found: int
    last_block_found_time: int = 0
    sidechain_difficulty: int | None = None
    sidechain_height: int | None = None


class PoolFile(msgspec.Struct, frozen=True):
    """The file `pool/stats`."""

    pool_statistics: Pool


class Stratum(msgspec.Struct, frozen=True, kw_only=True):
    """The file `local/stratum`, there with `--local-api`: the miners of this p2pool. Efforts are in percent."""

    hashrate_15m: int
    hashrate_1h: int
    hashrate_24h: int
    total_hashes: int
    connections: int
    current_effort: float
    average_effort: float = 0
    shares_found: int = 0
    shares_failed: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Statistics:
    """All that was read."""

    pool: Pool
    stratum: Stratum | None


def decode(name: str, document: bytes, kind: type[Document]) -> Document:
    """Read the file of that name; raises RemoteProtocolError."""
    try:
        return msgspec.json.decode(document, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise errors.RemoteProtocolError(f"{name} is not what p2pool writes there: {error}") from error
