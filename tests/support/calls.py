# SPDX-License-Identifier: Apache-2.0
"""Every call of the library as it is made to a closed regtest daemon with a short chain."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from typing import Self

from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.ban import BanChange
from aiomonero.types.hashes import Hash
from aiomonero.types.mining import AuxPow
from aiomonero.types.output import OutputId
from aiomonero.types.raw_block import BlocksQuery
from aiomonero.types.version import RpcVersion
from tests.support import monerod

BLOCKS = 3
_ADDRESS = monerod.ADDRESS
_CLIENT = "0" * 64
_AUX = AuxPow(id=Hash("3" * 64), hash=Hash("9" * 64))


@dataclasses.dataclass(frozen=True, slots=True)
class Scene:
    """What there is to ask about, and a template for those who make blocks."""

    version: RpcVersion
    genesis_hash: str
    block_hash: str
    tx_hash: str
    template: str
    seed_hash: str

    @classmethod
    async def prepare(cls, rpc: DaemonRpc) -> Self:
        """Make a short chain."""
        await rpc.generate_blocks(BLOCKS, _ADDRESS)
        version = (await rpc.get_version()).rpc_version
        top, genesis = await rpc.get_last_block_header(), await rpc.get_block_header_by_height(0)
        template = await rpc.get_block_template(_ADDRESS, reserve_size=100)
        return cls(
            version=version,
            genesis_hash=genesis.hash,
            block_hash=top.hash,
            tx_hash=top.miner_tx_hash,
            template=template.blocktemplate_blob,
            seed_hash=template.seed_hash,
        )


Call = Callable[[DaemonRpc, Scene], Awaitable[object]]


async def _submit_block(rpc: DaemonRpc, scene: Scene) -> None:
    await rpc.submit_block((await rpc.get_block_template(_ADDRESS)).blocktemplate_blob)


CALLS: Mapping[str, Call] = {
    "add_aux_pow": lambda rpc, scene: rpc.add_aux_pow(scene.template, [_AUX]),
    "banned": lambda rpc, scene: rpc.banned("192.0.2.1"),
    "calc_pow": lambda rpc, scene: rpc.calc_pow(
        scene.template, major_version=16, height=BLOCKS, seed_hash=scene.seed_hash
    ),
    "flush_cache": lambda rpc, scene: rpc.flush_cache(bad_blocks=True),
    "flush_txpool": lambda rpc, scene: rpc.flush_txpool(),
    "generateblocks": lambda rpc, scene: rpc.generate_blocks(1, _ADDRESS, prev_block=scene.block_hash),
    "get_alt_blocks_hashes": lambda rpc, scene: rpc.get_alt_blocks_hashes(),
    "get_alternate_chains": lambda rpc, scene: rpc.get_alternate_chains(),
    "get_bans": lambda rpc, scene: rpc.get_bans(),
    "get_block": lambda rpc, scene: rpc.get_block(1),
    "get_block_count": lambda rpc, scene: rpc.get_block_count(),
    "get_block_header_by_hash": lambda rpc, scene: rpc.get_block_header_by_hash(scene.block_hash),
    "get_block_header_by_height": lambda rpc, scene: rpc.get_block_header_by_height(1),
    "get_block_headers_range": lambda rpc, scene: rpc.get_block_headers_range(0, 1),
    "get_block_template": lambda rpc, scene: rpc.get_block_template(_ADDRESS, extra_nonce="00" * 8),
    "get_blocks.bin": lambda rpc, scene: rpc.get_blocks_bin(BlocksQuery(start_height=1)),
    "get_blocks_by_height.bin": lambda rpc, scene: rpc.get_blocks_by_height_bin([1]),
    "get_coinbase_tx_sum": lambda rpc, scene: rpc.get_coinbase_tx_sum(1, 1),
    "get_connections": lambda rpc, scene: rpc.get_connections(),
    "get_fee_estimate": lambda rpc, scene: rpc.get_fee_estimate(grace_blocks=10),
    "get_hashes.bin": lambda rpc, scene: rpc.get_hashes_bin(block_ids=[scene.genesis_hash]),
    "get_height": lambda rpc, scene: rpc.get_height(),
    "get_info": lambda rpc, scene: rpc.get_info(),
    "get_last_block_header": lambda rpc, scene: rpc.get_last_block_header(),
    "get_limit": lambda rpc, scene: rpc.get_limit(),
    "get_miner_data": lambda rpc, scene: rpc.get_miner_data(),
    "get_net_stats": lambda rpc, scene: rpc.get_net_stats(),
    "get_o_indexes.bin": lambda rpc, scene: rpc.get_o_indexes_bin(scene.tx_hash),
    "get_output_distribution": lambda rpc, scene: rpc.get_output_distribution(),
    "get_output_distribution.bin": lambda rpc, scene: rpc.get_output_distribution_bin(),
    "get_output_histogram": lambda rpc, scene: rpc.get_output_histogram([0]),
    "get_outs": lambda rpc, scene: rpc.get_outs([OutputId(0)], get_txid=True),
    "get_outs.bin": lambda rpc, scene: rpc.get_outs_bin([OutputId(0)], get_txid=True),
    "get_peer_list": lambda rpc, scene: rpc.get_peer_list(public_only=False, include_blocked=True),
    "get_public_nodes": lambda rpc, scene: rpc.get_public_nodes(gray=True),
    "get_transaction_pool": lambda rpc, scene: rpc.get_transaction_pool(),
    "get_transaction_pool_hashes": lambda rpc, scene: rpc.get_transaction_pool_hashes(),
    "get_transaction_pool_hashes.bin": lambda rpc, scene: rpc.get_transaction_pool_hashes_bin(),
    "get_transaction_pool_stats": lambda rpc, scene: rpc.get_transaction_pool_stats(),
    "get_transactions": lambda rpc, scene: rpc.get_transactions([scene.tx_hash], decode_as_json=True),
    "get_txids_loose": lambda rpc, scene: rpc.get_txids_loose(scene.tx_hash, 8),
    "get_txpool_backlog": lambda rpc, scene: rpc.get_txpool_backlog(),
    "get_version": lambda rpc, scene: rpc.get_version(),
    "hard_fork_info": lambda rpc, scene: rpc.hard_fork_info(),
    "in_peers": lambda rpc, scene: rpc.in_peers(8),
    "is_key_image_spent": lambda rpc, scene: rpc.is_key_image_spent(["0" * 64]),
    "mining_status": lambda rpc, scene: rpc.mining_status(),
    "on_get_block_hash": lambda rpc, scene: rpc.on_get_block_hash(1),
    "out_peers": lambda rpc, scene: rpc.out_peers(8),
    "pop_blocks": lambda rpc, scene: rpc.pop_blocks(1),
    "prune_blockchain": lambda rpc, scene: rpc.prune_blockchain(check=True),
    "relay_tx": lambda rpc, scene: rpc.relay_tx(["0" * 64]),
    "rpc_access_account": lambda rpc, scene: rpc.rpc_access_account(_CLIENT),
    "rpc_access_data": lambda rpc, scene: rpc.rpc_access_data(),
    "rpc_access_info": lambda rpc, scene: rpc.rpc_access_info(),
    "rpc_access_pay": lambda rpc, scene: rpc.rpc_access_pay(_CLIENT, paying_for="x", payment_credits=1),
    "rpc_access_submit_nonce": lambda rpc, scene: rpc.rpc_access_submit_nonce(_CLIENT, nonce=1, cookie=1),
    "rpc_access_tracking": lambda rpc, scene: rpc.rpc_access_tracking(),
    "save_bc": lambda rpc, scene: rpc.save_bc(),
    "send_raw_transaction": lambda rpc, scene: rpc.send_raw_transaction("00"),
    "set_bans": lambda rpc, scene: rpc.set_bans(BanChange("192.0.2.0/24", seconds=60)),
    "set_bootstrap_daemon": lambda rpc, scene: rpc.set_bootstrap_daemon(""),
    "set_limit": lambda rpc, scene: rpc.set_limit(upload_kib_per_second=1024),
    "set_log_categories": lambda rpc, scene: rpc.set_log_categories("*:WARNING"),
    "set_log_hash_rate": lambda rpc, scene: rpc.set_log_hash_rate(visible=False),
    "set_log_level": lambda rpc, scene: rpc.set_log_level(0),
    # A miner that starts takes a minute of two cores before it can be stopped again.
    "start_mining": lambda rpc, scene: rpc.start_mining("no address"),
    "stop_mining": lambda rpc, scene: rpc.stop_mining(),
    "submit_block": _submit_block,
    "sync_info": lambda rpc, scene: rpc.sync_info(),
    "update": lambda rpc, scene: rpc.update(),
    # Last: nothing answers after it.
    "stop_daemon": lambda rpc, scene: rpc.stop_daemon(),
}
