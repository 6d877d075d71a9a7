# SPDX-License-Identifier: Apache-2.0
"""One run of one target in this process, which libFuzzer ends: `python -m fuzz.engine NAME [libFuzzer's arguments]`."""

import sys

import atheris

from fuzz import catalogue


def main() -> None:
    """Watch the target's modules while they are imported, then try inputs until libFuzzer has enough."""
    name, *arguments = sys.argv[1:]
    with atheris.instrument_imports(include=["aiomonero"]):
        target = catalogue.target(name)
    atheris.Setup([sys.argv[0], f"-max_len={target.most_bytes}", *arguments], target.attempt)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
