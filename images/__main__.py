# SPDX-License-Identifier: Apache-2.0
"""`python -m images build [NAME ...] [--push REGISTRY]` and `python -m images list`.

Progress goes to standard error; standard output is the result, as a table or as JSON.
"""

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Mapping

from images import builder
from images.builder import Built
from images.errors import BuildError


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; 1 with the reason on standard error when it cannot be done."""
    options = _parser().parse_args(arguments)
    try:
        found = _build(options) if options.verb == "build" else builder.find(options.names)
    except BuildError as error:
        print(f"images: {error}", file=sys.stderr)
        return 1
    print(as_json(found) if options.json else as_table(found))
    return 0


def as_json(found: Mapping[str, Built | None]) -> str:
    """One object per image by name; null for an image that is not built yet."""
    return json.dumps(
        {name: built and dataclasses.asdict(built) for name, built in found.items()}, default=str, indent=2
    )


def as_table(found: Mapping[str, Built | None]) -> str:
    """One line per image: name, size, reference, versions."""
    return "\n".join(_line(name, built) for name, built in found.items())


def _line(name: str, built: Built | None) -> str:
    if not built:
        return f"{name:18} not built: python -m images build {name}"
    versions = ", ".join(f"{package} {version}" for package, version in built.versions.items())
    return f"{name:18} {built.size_bytes / 1e6:6.1f} MB  {built.reference}  ({versions})"


def _build(options: argparse.Namespace) -> dict[str, Built | None]:
    started = time.monotonic()

    def report(step: str) -> None:
        print(f"[{time.monotonic() - started:6.1f} s] {step}", file=sys.stderr, flush=True)

    built = builder.build(options.names, registry=options.push, refresh=options.refresh, report=report)
    report(f"{len(built)} images are ready")
    return {image.name: image for image in built}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m images", description="Build the images of images/versions.toml.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="build | list")
    build = verbs.add_parser("build", help="build images, and push them with --push")
    build.add_argument("--push", metavar="REGISTRY", default="", help="push to REGISTRY/NAME:TAG")
    build.add_argument("--refresh", action="store_true", help="take today's Debian packages, whatever is stored")
    for verb in (build, verbs.add_parser("list", help="show what is built already")):
        verb.add_argument("names", metavar="NAME", nargs="*", help="all images without a name")
        verb.add_argument("--json", action="store_true", help="print JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
