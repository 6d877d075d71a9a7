# SPDX-License-Identifier: Apache-2.0
"""Versions of the wallet's RPC, as its `get_version` says them, and which of them have something.

A wallet's RPC has version numbers of its own. Tested: 1.25 (monero 0.18.0.0), 1.28 (0.18.4.0) and 1.32 (0.18.5.3), so
what came or went between two of them is said to have done so with the later one. What 1.34 has was read in the source
of monero's branch after 0.18, and no test runs it.

`Method.is_public` and `Method.public` say what a server does that was started with `--restricted-rpc`.
"""

from aiomonero.methods.method import Span
from aiomonero.types.version import RpcVersion

OLDEST = RpcVersion(1, 25)
V1_28 = RpcVersion(1, 28)
V1_32 = RpcVersion(1, 32)
V1_34 = RpcVersion(1, 34)

ALWAYS = Span(since=OLDEST)
SINCE_1_28 = Span(since=V1_28)
SINCE_1_32 = Span(since=V1_32)
SINCE_1_34 = Span(since=V1_34)
UNTIL_1_32 = Span(since=OLDEST, until=V1_32)
