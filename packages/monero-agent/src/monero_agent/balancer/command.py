# SPDX-License-Identifier: Apache-2.0
"""The verb `balancer`."""

import argparse
import asyncio
import sys
from pathlib import Path

from monero_agent import agent, options
from monero_agent.balancer import room

NAME = "balancer"
HELP = "Run Onionbalance with the backends that a document names, beside a tor of its own, and tell how it is."

PORT = 9103
CONTROL = Path("/run/monero-agent-tor/tor/control")
"""Of a tor whose folder in memory is mounted here too. Only the same user gets to it, so it asks for no password."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    options.add(parser, port=PORT, name="python", program=sys.executable)
    parser.add_argument("--tor-control", type=Path, default=CONTROL, help="the control socket of the tor beside it")


def run(given: argparse.Namespace) -> int:
    """Run until told to stop."""
    given_options = options.of(given)
    asyncio.run(agent.run(room.Balancer(given_options, given.tor_control), port=given_options.port))
    return 0
