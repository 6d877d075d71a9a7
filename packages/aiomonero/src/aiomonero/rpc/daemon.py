# SPDX-License-Identifier: Apache-2.0
"""All calls of one daemon in one object."""

from aiomonero.rpc import chain, economy, forks, mining, peers, streams


class DaemonRpc(
    chain.ChainCalls,
    streams.StreamCalls,
    forks.ForkCalls,
    economy.EconomyCalls,
    peers.PeerCalls,
    mining.MiningCalls,
):
    """The RPC of the daemon at a URL, over a transport that may be shared with other daemons."""
