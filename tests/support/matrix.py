# SPDX-License-Identifier: Apache-2.0
"""Every call of the library as it is made to a closed regtest daemon, and what comes of it on each port."""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from typing import Self

from aiomonero import errors
from aiomonero.methods import catalogue
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.ban import BanChange
from aiomonero.types.mining import AuxPow
from aiomonero.types.version import RpcVersion
from tests.support import monerod

BLOCKS = 3
OK = "OK"
_ADDRESS = monerod.ADDRESS
_CLIENT = "0" * 64
_AUX = AuxPow(id="3" * 64, hash="9" * 64)


@dataclasses.dataclass(frozen=True, slots=True)
class Scene:
    """What there is to ask about, and a template for those who make blocks."""

    version: RpcVersion
    block_hash: str
    tx_hash: str
    template: str
    seed_hash: str

    @classmethod
    async def prepare(cls, rpc: DaemonRpc) -> Self:
        """Make a short chain."""
        await rpc.generate_blocks(BLOCKS, _ADDRESS)
        version, top = await rpc.get_version(), await rpc.get_last_block_header()
        template = await rpc.get_block_template(_ADDRESS, reserve_size=100)
        return cls(version.rpc_version, top.hash, top.miner_tx_hash, template.blocktemplate_blob, template.seed_hash)


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
    "generateblocks": lambda rpc, scene: rpc.generate_blocks(1, _ADDRESS, prev_block=scene.block_hash),
    "get_bans": lambda rpc, scene: rpc.get_bans(),
    "get_block_header_by_height": lambda rpc, scene: rpc.get_block_header_by_height(1),
    "get_block_template": lambda rpc, scene: rpc.get_block_template(_ADDRESS, extra_nonce="00" * 8),
    "get_connections": lambda rpc, scene: rpc.get_connections(),
    "get_info": lambda rpc, scene: rpc.get_info(),
    "get_last_block_header": lambda rpc, scene: rpc.get_last_block_header(),
    "get_limit": lambda rpc, scene: rpc.get_limit(),
    "get_miner_data": lambda rpc, scene: rpc.get_miner_data(),
    "get_net_stats": lambda rpc, scene: rpc.get_net_stats(),
    "get_peer_list": lambda rpc, scene: rpc.get_peer_list(public_only=False, include_blocked=True),
    "get_public_nodes": lambda rpc, scene: rpc.get_public_nodes(gray=True),
    "get_version": lambda rpc, scene: rpc.get_version(),
    "hard_fork_info": lambda rpc, scene: rpc.hard_fork_info(),
    "in_peers": lambda rpc, scene: rpc.in_peers(8),
    "mining_status": lambda rpc, scene: rpc.mining_status(),
    "out_peers": lambda rpc, scene: rpc.out_peers(8),
    "pop_blocks": lambda rpc, scene: rpc.pop_blocks(1),
    "prune_blockchain": lambda rpc, scene: rpc.prune_blockchain(check=True),
    "rpc_access_account": lambda rpc, scene: rpc.rpc_access_account(_CLIENT),
    "rpc_access_data": lambda rpc, scene: rpc.rpc_access_data(),
    "rpc_access_info": lambda rpc, scene: rpc.rpc_access_info(),
    "rpc_access_pay": lambda rpc, scene: rpc.rpc_access_pay(_CLIENT, paying_for="x", payment_credits=1),
    "rpc_access_submit_nonce": lambda rpc, scene: rpc.rpc_access_submit_nonce(_CLIENT, nonce=1, cookie=1),
    "rpc_access_tracking": lambda rpc, scene: rpc.rpc_access_tracking(),
    "save_bc": lambda rpc, scene: rpc.save_bc(),
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

REFUSED: Mapping[str, str] = {
    "rpc_access_account": "Rejected",
    "rpc_access_data": "Rejected",
    "rpc_access_pay": "Rejected",
    "rpc_access_submit_nonce": "Rejected",
    "set_log_hash_rate": "Rejected",
    "start_mining": "Rejected",
    "stop_mining": "Rejected",
    "update": "Rejected",
}
"""What a daemon that is closed, does not mine and asks for no payment does not do."""


async def outcomes(rpc: DaemonRpc, scene: Scene) -> dict[str, str]:
    """Make every call once and return what came of each: OK, or the kind of error."""
    return {name: await _outcome(call(rpc, scene)) for name, call in CALLS.items()}


async def _outcome(answer: Awaitable[object]) -> str:
    try:
        await answer
    except errors.MoneroError as error:
        return type(error).__name__
    return OK


def expected(version: RpcVersion, *, is_restricted: bool) -> dict[str, str]:
    """Return what the methods say of themselves, for each call."""
    return {name: _expected(name, version, is_restricted=is_restricted) for name in CALLS}


def _expected(name: str, version: RpcVersion, *, is_restricted: bool) -> str:
    method = catalogue.of_daemon()[name]
    if version not in method.versions:
        return "MethodMissing"
    if is_restricted and not (method.is_public and version in method.public):
        return "Restricted"
    return REFUSED.get(name, OK)
