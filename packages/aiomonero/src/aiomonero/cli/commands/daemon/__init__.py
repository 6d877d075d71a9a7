# SPDX-License-Identifier: Apache-2.0
"""`monero daemon`: what a monerod can be asked and told; each topic's module adds its commands to the group."""

from aiomonero.cli.commands.daemon import (
    admin,
    bans,
    blocks,
    chain,
    economy,
    mining,
    payment,
    peers,
    publications,
    transactions,
    txpool,
    watch,
)
from aiomonero.cli.commands.daemon.group import group

__all__ = [
    "admin",
    "bans",
    "blocks",
    "chain",
    "economy",
    "group",
    "mining",
    "payment",
    "peers",
    "publications",
    "transactions",
    "txpool",
    "watch",
]
