# SPDX-License-Identifier: Apache-2.0
"""Starts the `monero` command; also `python -m aiomonero.cli`."""

from aiomonero.cli import app


def main() -> None:
    """Run the command that the arguments name, and exit."""
    app.monero(prog_name="monero")


if __name__ == "__main__":
    main()
