# SPDX-License-Identifier: Apache-2.0
"""The command `monero-agent`: one verb for each program that it runs."""

import argparse
import logging
import sys
from collections.abc import Sequence
from typing import Protocol

import monero_agent
from monero_agent.balancer import command as balancer
from monero_agent.fence import command as fence
from monero_agent.i2p import command as i2p
from monero_agent.tor import command as tor


class _Verb(Protocol):
    """What a room adds to the command."""

    NAME: str
    HELP: str

    def add(self, parser: argparse.ArgumentParser) -> None:
        """Declare the verb's flags."""

    def run(self, given: argparse.Namespace) -> int:
        """Carry it out; returns the exit code."""


_VERBS: tuple[_Verb, ...] = (tor, i2p, balancer, fence)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to stop; returns the exit code."""
    logging.basicConfig(level=logging.INFO, format="monero-agent: %(message)s")
    given = _parser().parse_args(arguments)
    code: int = given.run(given)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="monero-agent", description=monero_agent.__doc__)
    parser.add_argument("--version", action="version", version=monero_agent.__version__)
    verbs = parser.add_subparsers(required=True, metavar="PROGRAM")
    for verb in _VERBS:
        of_it = verbs.add_parser(verb.NAME, help=verb.HELP, description=verb.HELP)
        verb.add(of_it)
        of_it.set_defaults(run=verb.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
