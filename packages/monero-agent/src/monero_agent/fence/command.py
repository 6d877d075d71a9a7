# SPDX-License-Identifier: Apache-2.0
"""The verb `fence`."""

import argparse
import subprocess
import sys

from monero_agent.fence import rules

NAME = "fence"
HELP = "Let nobody in this pod but the named users begin connections out of it; needs root and NET_ADMIN."

_TIMEOUT_SECONDS = 30.0


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    parser.add_argument("--user", type=int, action="append", required=True, help="a user who may; can be repeated")
    parser.add_argument("--nft", default="/usr/sbin/nft", help="the program that gives rules to the kernel")


def run(given: argparse.Namespace) -> int:
    """Set the rules, all of them or none; a pod whose fence does not stand must not start."""
    try:
        done = subprocess.run(
            [given.nft, "--file", "-"],
            input=rules.render(given.user),
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return _refused(str(error))
    return _refused(done.stderr) if done.returncode else 0


def _refused(why: str) -> int:
    told = f"the fence does not stand: {why.strip()} (it needs root, NET_ADMIN, and a kernel with nf_tables)"
    sys.stderr.write(f"monero-agent: {told}\n")
    return 1
