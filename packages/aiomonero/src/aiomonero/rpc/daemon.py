# SPDX-License-Identifier: Apache-2.0
"""All calls of one daemon in one object."""

from aiomonero.rpc import chain, mining, peers


class DaemonRpc(chain.ChainCalls, peers.PeerCalls, mining.MiningCalls):
    """The RPC of the daemon at a URL, over a transport that may be shared with other daemons."""
