# SPDX-License-Identifier: Apache-2.0
"""The verb `tor`."""

import argparse
import asyncio

from monero_agent import agent, options
from monero_agent.tor import room

NAME = "tor"
HELP = "Run tor with the onion services that a document asks for, and tell how it is."

PORT = 9101


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    options.add(parser, port=PORT, name="tor", program="/usr/bin/tor")


def run(given: argparse.Namespace) -> int:
    """Run until told to stop."""
    given_options = options.of(given)
    asyncio.run(agent.run(room.Tor(given_options), port=given_options.port))
    return 0
