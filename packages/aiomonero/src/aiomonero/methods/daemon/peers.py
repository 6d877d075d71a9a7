# SPDX-License-Identifier: Apache-2.0
"""Methods about the daemon's peers."""

import types

import msgspec

from aiomonero.methods.method import Method
from aiomonero.types.peer import Connection


class ConnectionsResult(msgspec.Struct, frozen=True):
    """All P2P connections; daemons leave an empty list out."""

    connections: tuple[Connection, ...] = ()


GET_CONNECTIONS = Method("get_connections", types.NoneType, ConnectionsResult, is_public=False)
