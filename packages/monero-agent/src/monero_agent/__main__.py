# SPDX-License-Identifier: Apache-2.0
"""The command `monero-agent`."""

import sys


def main() -> int:
    """Run until told to stop; returns the exit code."""
    return 0


if __name__ == "__main__":
    sys.exit(main())
