# SPDX-License-Identifier: Apache-2.0
"""Every metric family that the exporter serves, in the order in which it serves them."""

from monero_exporter.catalogue import (
    chain,
    daemon,
    exporter,
    last_block,
    mining,
    peers,
    pool,
    process,
    publications,
    rpc,
)

ALL = (
    *daemon.ALL,
    *last_block.ALL,
    *chain.ALL,
    *peers.ALL,
    *pool.ALL,
    *rpc.ALL,
    *publications.ALL,
    *mining.ALL,
    *exporter.ALL,
    *process.ALL,
)
