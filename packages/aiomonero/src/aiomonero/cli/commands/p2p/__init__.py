# SPDX-License-Identifier: Apache-2.0
"""`monero p2p`: peers asked in their own protocol, one by one or as a whole network."""

from aiomonero.cli.commands.p2p import crawl, peer
from aiomonero.cli.commands.p2p.group import group

__all__ = ["crawl", "group", "peer"]
