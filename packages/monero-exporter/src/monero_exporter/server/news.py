# SPDX-License-Identifier: Apache-2.0
"""Says in the log when a daemon becomes fit to serve, or stops being so, and nothing in between."""

import logging

from monero_exporter.translate.readiness import Verdict

_log = logging.getLogger(__name__)


class News:
    """Remembers what was said last of one daemon."""

    def __init__(self) -> None:
        self._said: tuple[str, ...] | None = None

    def tell(self, verdict: Verdict) -> None:
        """Say what is new: reasons that changed, or that there are none any more."""
        codes = () if verdict.is_ready else tuple(reason.code for reason in verdict.reasons)
        if codes == self._said:
            return
        self._said = codes
        if codes:
            _log.warning("not ready: %s", "; ".join(f"{reason.code}: {reason.message}" for reason in verdict.reasons))
        else:
            _log.info("ready")
