# SPDX-License-Identifier: Apache-2.0
"""What a daemon says about itself: `get_info` and `get_version`.

None marks what some version does not send. A restricted port blanks much of it: `version` is "", counts of peers and
`start_time` are 0, `free_space_bytes` is 2**64 - 1.
"""

import msgspec

from aiomonero.types import difficulty, version
from aiomonero.types.hashes import Hash
from aiomonero.types.network import Network


class Info(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of `get_info`; `start_time` is in Unix seconds, `target_seconds` the time between blocks aimed at.

    `synchronized` is a latch: it turns true once and stays true on a daemon that lost all peers. From then on
    `target_height` is 0 (src/cryptonote_protocol/cryptonote_protocol_handler.inl of monero 0.18). `adjusted_time` is
    the network's in Unix seconds. `block_size_limit` and `block_size_median` are the former names of those of weights,
    and `nettype` says what `mainnet`, `testnet` and `stagenet` do. A bootstrap daemon, gone in 0.19, answers for this
    one while it synchronizes: the answer is `untrusted` then, and `height_without_bootstrap` this one's own height.
    """

    height: int
    target_height: int
    top_block_hash: Hash
    nettype: str
    version: str
    synchronized: bool
    offline: bool
    restricted: bool
    incoming_connections_count: int
    outgoing_connections_count: int
    rpc_connections_count: int
    white_peerlist_size: int
    grey_peerlist_size: int
    alt_blocks_count: int
    tx_count: int
    tx_pool_size: int
    start_time: int
    busy_syncing: bool | None = None
    update_available: bool | None = None
    untrusted: bool | None = None
    adjusted_time: int | None = None
    mainnet: bool | None = None
    testnet: bool | None = None
    stagenet: bool | None = None
    block_size_limit: int | None = None
    block_size_median: int | None = None
    block_weight_limit: int | None = None
    block_weight_median: int | None = None
    bootstrap_daemon_address: str | None = None
    height_without_bootstrap: int | None = None
    was_bootstrap_ever_used: bool | None = None
    target_seconds: int = msgspec.field(name="target")
    difficulty_low64: int = msgspec.field(name="difficulty")
    difficulty_top64: int = 0
    cumulative_difficulty_low64: int = msgspec.field(name="cumulative_difficulty")
    cumulative_difficulty_top64: int = 0
    database_size_bytes: int = msgspec.field(name="database_size")
    free_space_bytes: int = msgspec.field(name="free_space")

    @property
    def network(self) -> Network | None:
        """The network, None where the daemon names one that is unknown here."""
        return Network.from_nettype(self.nettype)

    @property
    def difficulty(self) -> int:
        """Difficulty of the next block, all 128 bits."""
        return difficulty.whole(self.difficulty_top64, self.difficulty_low64)

    @property
    def cumulative_difficulty(self) -> int:
        """Work in the whole chain, all 128 bits."""
        return difficulty.whole(self.cumulative_difficulty_top64, self.cumulative_difficulty_low64)


class HardFork(msgspec.Struct, frozen=True):
    """From `height` on, blocks follow the rules of `hf_version`."""

    hf_version: int
    height: int


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of `get_version`; what came after 0.18.0.0 is None there."""

    rpc_version_number: int = msgspec.field(name="version")
    release: bool
    current_height: int | None = None
    target_height: int | None = None
    hard_forks: tuple[HardFork, ...] | None = None

    @property
    def rpc_version(self) -> version.RpcVersion:
        """The version as two numbers."""
        return version.RpcVersion.from_wire(self.rpc_version_number)
