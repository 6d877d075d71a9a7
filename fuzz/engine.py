# SPDX-License-Identifier: Apache-2.0
"""One run of one target in this process, which libFuzzer ends: `python -m fuzz.engine NAME [libFuzzer's arguments]`."""

import resource
import sys

import atheris

from fuzz import catalogue

_MEMORY_MIB = 100
"""More than the interpreter has when all is loaded; the fuzzer's own notes are in it too."""


def main() -> None:
    """Watch the target's modules while they are imported, then try inputs until libFuzzer has enough."""
    name, *arguments = sys.argv[1:]
    with atheris.instrument_imports(include=["aiomonero"]):
        target = catalogue.target(name)
    # What is loaded at the first use, such as word lists, is loaded.
    for seed in target.seeds():
        target.attempt(seed)
    limits = (f"-max_len={target.most_bytes}", f"-rss_limit_mb={_used_mib() + _MEMORY_MIB}")
    atheris.Setup([sys.argv[0], *limits, *arguments], target.attempt)
    atheris.Fuzz()


def _used_mib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**10


if __name__ == "__main__":
    main()
