# SPDX-License-Identifier: Apache-2.0
"""Asynchronous, typed client library for Monero daemons: `aiomonero.node.Node` is the way in.

Importing this front door loads no network code; a test and the import law keep it so.
"""

from aiomonero import errors
from aiomonero.types.network import Network

__version__ = "0.1.0"

__all__ = ["Network", "errors"]
