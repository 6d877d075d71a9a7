# SPDX-License-Identifier: Apache-2.0
"""Every metric family that the exporter serves, in the order in which it serves them."""

from monero_exporter.catalogue import (
    chain,
    daemon,
    exporter,
    hidden,
    last_block,
    mining,
    peers,
    pool,
    process,
    publications,
    rpc,
)

BY_TOPIC = {
    "The daemon": daemon.ALL,
    "The top block": last_block.ALL,
    "The chain": chain.ALL,
    "Peers and traffic": peers.ALL,
    "The pool": pool.ALL,
    "Calls of the daemon's RPC": rpc.ALL,
    "What the daemon publishes": publications.ALL,
    "Mining": mining.ALL,
    "Tor and I2P": hidden.ALL,
    "The exporter": exporter.ALL,
    "The exporter's process": process.ALL,
}

ALL = tuple(family for families in BY_TOPIC.values() for family in families)
