# SPDX-License-Identifier: Apache-2.0
"""All calls of one daemon in one object."""

from aiomonero.rpc import (
    admin,
    bans,
    chain,
    economy,
    forks,
    miner,
    mining,
    payment,
    peers,
    status,
    streams,
    traffic,
)


class DaemonRpc(
    chain.ChainCalls,
    status.StatusCalls,
    streams.StreamCalls,
    forks.ForkCalls,
    economy.EconomyCalls,
    peers.PeerCalls,
    bans.BanCalls,
    traffic.TrafficCalls,
    mining.MiningCalls,
    miner.MinerCalls,
    admin.AdminCalls,
    payment.PaymentCalls,
):
    """The RPC of the daemon at a URL, over a transport that may be shared with other daemons."""
