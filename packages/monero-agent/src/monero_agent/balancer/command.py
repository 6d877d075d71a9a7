# SPDX-License-Identifier: Apache-2.0
"""The verb `balancer`."""

import argparse
import asyncio
import sys

from monero_agent import agent, options
from monero_agent.balancer import room

NAME = "balancer"
HELP = "Run Onionbalance with the backends that a document names, beside a tor of its own, and tell how it is."

PORT = 9103


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    options.add(parser, port=PORT, name="python", program=sys.executable)


def run(given: argparse.Namespace) -> int:
    """Run until told to stop."""
    given_options = options.of(given)
    asyncio.run(agent.run(room.Balancer(given_options), port=given_options.port))
    return 0
