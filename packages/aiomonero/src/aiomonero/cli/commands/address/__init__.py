# SPDX-License-Identifier: Apache-2.0
"""`monero address`: seeds and addresses, made and looked at on this machine; nobody is called."""

from aiomonero.cli.commands.address import generate, inspect, integrated, subaddress
from aiomonero.cli.commands.address.group import group

__all__ = ["generate", "group", "inspect", "integrated", "subaddress"]
