# SPDX-License-Identifier: Apache-2.0
"""`monero daemon`: what a monerod can be asked and told."""

from aiomonero.cli.commands.daemon import chain
from aiomonero.cli.commands.daemon.group import group

__all__ = ["chain", "group"]
