# SPDX-License-Identifier: Apache-2.0
"""Options of commands that daemons and wallet servers both have: how much to log, and how to mine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Act = TypeVar("Act", bound=Callable[..., Any])

log_level = click.option("--level", type=click.IntRange(0, 4), required=True, help="0 is little, 4 is everything")
log_categories = click.option(
    "--categories", required=True, help="such as *:WARNING,net.p2p:DEBUG; + adds, - takes away"
)
_threads = click.option("--threads", type=click.IntRange(1, 1024), default=1, show_default=True, help="of the machine")
_background = click.option("--background-mining", is_flag=True, help="only while the machine is idle")
_battery = click.option("--ignore-battery", is_flag=True, help="also on battery")


def mining(act: Act) -> Act:
    """Give a command the options of a miner."""
    return _threads(_background(_battery(act)))
