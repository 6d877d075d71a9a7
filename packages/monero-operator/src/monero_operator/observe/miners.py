# SPDX-License-Identifier: Apache-2.0
"""How miners are, as xmrig's own HTTP API says (`/2/summary`, xmrig 6.22 to 6.26).

`connection.ip` is whom the miner works for at the moment, and null while there is nobody; `connection.pool` may be
named without being there. `algo` is that of the last job, and null before the first.
"""

import msgspec

from aiomonero import errors
from monero_operator.facts import Mining
from monero_operator.observe import poll

PATH = "/2/summary"
LIMIT_BYTES = 256 * 1024
"""It lists every thread's hash rate; that of a miner with hundreds of threads has a few KiB."""


class _Connection(msgspec.Struct, frozen=True):
    ip: str | None = None


class _Summary(msgspec.Struct, frozen=True):
    connection: _Connection
    algo: str | None = None


_decoder = msgspec.json.Decoder(_Summary)


class Miners(poll.Poll[Mining]):
    """What the miners of each owner last said."""

    program = "xmrig"

    async def fetch(self, url: str) -> Mining:
        """Ask a miner."""
        address = f"{url}{PATH}"
        document = await self._transport.get(address, timeout_seconds=poll.TIMEOUT_SECONDS, limit_bytes=LIMIT_BYTES)
        try:
            summary = _decoder.decode(document)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise errors.RemoteProtocolError(f"not a summary of xmrig: {error}", endpoint=address) from error
        return Mining(is_connected=bool(summary.connection.ip), has_worked=summary.algo is not None)

    def news(self, status: Mining) -> object:
        """Return all of it."""
        return status

    def moves(self, before: Mining | None, now: Mining) -> bool:
        """Say whether the miner has just found, or just lost, whom it works for."""
        return before != now
