# SPDX-License-Identifier: Apache-2.0
"""The verb `i2p`."""

import argparse
import asyncio

from monero_agent import agent, options
from monero_agent.i2p import room

NAME = "i2p"
HELP = "Run i2pd with the tunnels that a document asks for, and tell how it is."

PORT = 9102


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    options.add(parser, port=PORT, name="i2pd", program="/usr/bin/i2pd")


def run(given: argparse.Namespace) -> int:
    """Run until told to stop."""
    given_options = options.of(given)
    asyncio.run(agent.run(room.I2p(given_options), port=given_options.port))
    return 0
