# SPDX-License-Identifier: Apache-2.0
"""The command `monero-operator`."""

from __future__ import annotations

import asyncio
import os
import sys

from kubeloop.errors import KubeloopError
from monero_operator import app, settings
from monero_operator.telemetry import logs


def main() -> int:
    """Run until told to stop; returns the exit code."""
    chosen = settings.parse(sys.argv[1:], os.environ)
    logs.configure(chosen.log_format)
    try:
        asyncio.run(app.run(chosen))
    except (KubeloopError, OSError) as error:
        print(f"monero-operator: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
