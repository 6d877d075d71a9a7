# SPDX-License-Identifier: Apache-2.0
"""deploy/observability/dashboards: each dashboard as the file that Grafana imports."""

from __future__ import annotations

import json

from tools.dashboards.boards import every
from tools.dashboards.grafana import dashboard


def files() -> dict[str, str]:
    """Return every dashboard."""
    return {
        f"deploy/observability/dashboards/{board.uid}.json": json.dumps(dashboard.document(board), indent=1) + "\n"
        for board in every.ALL
    }
