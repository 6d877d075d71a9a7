# SPDX-License-Identifier: Apache-2.0
"""Draws dashboards from what a Prometheus knows: python -m tools.pictures http://127.0.0.1:9090."""

from __future__ import annotations

import argparse
import pathlib
import time

from tools.pictures import gallery
from tools.pictures.prometheus import Prometheus


def main() -> None:
    """Draw all of them."""
    parser = argparse.ArgumentParser(prog="tools.pictures", description=__doc__)
    parser.add_argument("prometheus", help="its address")
    parser.add_argument("--minutes", type=float, default=60, help="how much time is shown")
    now = time.clock_gettime(time.CLOCK_REALTIME)
    parser.add_argument("--until", type=float, default=now, help="its end, in Unix seconds; now if left out")
    parser.add_argument("--to", type=pathlib.Path, default=gallery.FOLDER, help="the folder that they are put into")
    given = parser.parse_args()
    gallery.draw(Prometheus(given.prometheus), given.minutes, given.until, given.to)


if __name__ == "__main__":
    main()
