# SPDX-License-Identifier: Apache-2.0
"""Entry point of the `localkube` command and of `python -m localkube`."""

import sys

from localkube import cli


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(cli.run(sys.argv[1:]))


if __name__ == "__main__":
    main()
