# SPDX-License-Identifier: Apache-2.0
"""How daemons are, as their exporters say. One that is not ready, or has a new height, is asked again soon."""

import msgspec

from aiomonero.rpc import health
from aiomonero.types.health import Status
from monero_operator.observe import poll


class Daemons(poll.Poll[Status]):
    """What the daemons of each owner last said."""

    program = "monerod"

    async def fetch(self, url: str) -> Status:
        """Ask an exporter."""
        return await health.fetch_status(self._transport, url, timeout_seconds=poll.TIMEOUT_SECONDS)

    def news(self, status: Status) -> object:
        """Return all but the time of the observation."""
        return msgspec.structs.replace(status, observed_at=None)

    def progress(self, status: Status) -> int:
        """Return the height."""
        return status.height or 0

    def moves(self, before: Status | None, now: Status) -> bool:
        """Say whether the daemon is not ready, or has a new height."""
        return not now.ready or before is None or now.height != before.height
