# SPDX-License-Identifier: Apache-2.0
"""The command `monero-exporter`."""

import asyncio
import gc
import logging
import os
import sys

from monero_exporter import app, settings
from monero_exporter.server import listener

_log = logging.getLogger(__name__)


def main() -> int:
    """Run until told to stop; returns the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    chosen = settings.parse(sys.argv[1:], os.environ)
    for doubt in chosen.doubts:
        _log.warning("%s", doubt)
    # Modules stay until the end. Whenever Python looked for garbage among them too, a reader waited 20 ms longer.
    gc.freeze()
    try:
        asyncio.run(app.run(chosen))
    except listener.CannotListen as error:
        print(f"monero-exporter: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
