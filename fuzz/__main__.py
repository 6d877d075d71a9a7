# SPDX-License-Identifier: Apache-2.0
"""`python -m fuzz`: tries targets one after the other and says how many inputs each of them stood."""

import argparse
import sys
from pathlib import Path

from fuzz import catalogue, runs

_SECONDS = 600
_LAST_CHARACTERS = 3000


def main() -> int:
    """Return 0 where nothing broke."""
    options = _options()
    if options.replay:
        for name in options.names:
            catalogue.target(name).attempt(options.replay.read_bytes())
        return 0
    return max([_report(runs.run(name, options.seconds)) for name in options.names])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    known = catalogue.names()
    parser.add_argument("names", nargs="*", default=known, metavar="NAME", help=", ".join(known))
    parser.add_argument("--seconds", type=int, default=_SECONDS, help="for each target (default %(default)s)")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="try this one input, with a traceback")
    return parser.parse_args()


def _report(outcome: runs.Outcome) -> int:
    print(f"{outcome.name:16} {outcome.tried:>12,} inputs tried, {len(outcome.findings)} findings", flush=True)
    if outcome.is_clean:
        return 0
    print(outcome.output[-_LAST_CHARACTERS:])
    for finding in outcome.findings:
        print(f"look at it with: python -m fuzz {outcome.name} --replay {finding}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
