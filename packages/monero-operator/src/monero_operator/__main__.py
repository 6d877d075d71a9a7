# SPDX-License-Identifier: Apache-2.0
"""The command `monero-operator`."""

from __future__ import annotations

import os
import sys

from monero_operator.cli import commands


def main() -> int:
    """Do what the command line says; returns the exit code."""
    return commands.main(sys.argv[1:], os.environ)


if __name__ == "__main__":
    sys.exit(main())
