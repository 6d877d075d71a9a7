# SPDX-License-Identifier: Apache-2.0
"""Calls about the daemon's peers."""

from aiomonero.methods.daemon import peers
from aiomonero.rpc import topic
from aiomonero.types.peer import Connection


class PeerCalls(topic.Topic):
    """Whom the daemon talks to; on the unrestricted port only."""

    async def get_connections(self) -> tuple[Connection, ...]:
        return (await self._caller.call(peers.GET_CONNECTIONS, None)).connections
