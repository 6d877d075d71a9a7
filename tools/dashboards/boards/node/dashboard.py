# SPDX-License-Identifier: Apache-2.0
"""The dashboard about one daemon, row by row."""

from tools.dashboards.board import Board, Event, Variable, target_variables
from tools.dashboards.boards import quantiles
from tools.dashboards.boards.node import chain, exporter, health, hidden, interfaces, last_block, machine, peers, pool
from tools.dashboards.panel import Color

NODE = Board(
    "node",
    "Monero / Node",
    "Everything about one daemon: health, chain, last block, pool, peers, Tor and I2P, RPC, disk, exporter.",
    (*target_variables("monero_up", is_one=True), Variable("instance", "monero_up", is_one=True), quantiles.VARIABLE),
    (health.ROW, chain.ROW, peers.ROW, hidden.ROW, pool.ROW, last_block.ROW, interfaces.ROW, machine.ROW, exporter.ROW),
    (
        Event("daemon restarted", "changes(monero_daemon_start_time_seconds{@}[5m]) > 0", Color.BLUE),
        Event("reorganization", "increase(monero_chain_reorganizations_total{@}[5m]) > 0", Color.ORANGE),
    ),
)
