# SPDX-License-Identifier: Apache-2.0
"""`python -m benchmarks.library [SECTION …]`: all sections, or those that are named."""

from __future__ import annotations

import argparse

from benchmarks.library import answers, calls, crawl, startup, storage

SECTIONS = {
    "startup": startup.show,
    "calls": calls.show,
    "answers": answers.show,
    "storage": storage.show,
    "crawl": crawl.show,
}


def main() -> None:
    """Show the sections."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.library", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"some of {', '.join(SECTIONS)}")
    chosen = parser.parse_args().sections or SECTIONS
    if unknown := set(chosen) - SECTIONS.keys():
        parser.error(f"there is no section {', '.join(sorted(unknown))}")
    for name in chosen:
        SECTIONS[name]()


if __name__ == "__main__":
    main()
