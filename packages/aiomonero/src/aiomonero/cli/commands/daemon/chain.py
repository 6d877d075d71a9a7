# SPDX-License-Identifier: Apache-2.0
"""Commands about the daemon itself and the chain it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiomonero.cli.commands.daemon.group import group

if TYPE_CHECKING:
    from aiomonero.node import Node


@group.asks("get-info")
async def get_info(node: Node) -> object:
    """Show what the daemon says of itself."""
    return await node.rpc.get_info()


@group.asks("get-version")
async def get_version(node: Node) -> object:
    """Show the version of its RPC, and its hard forks."""
    return await node.rpc.get_version()
