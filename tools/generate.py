# SPDX-License-Identifier: Apache-2.0
"""Writes the generated files, or with --check compares them and says how to mend what differs."""

from __future__ import annotations

import argparse
import pathlib
import sys

from tools.generators import (
    aiomonero_reference,
    alert_index,
    command_reference,
    crds,
    dashboards,
    metrics_reference,
    operator_metrics,
    rbac,
    reference,
    rpc_reference,
    rules,
    runtime_reference,
)

ROOT = pathlib.Path(__file__).resolve().parent.parent


def files() -> dict[str, str]:
    """Return every generated text by its path."""
    pages = (
        *(reference, metrics_reference, operator_metrics, runtime_reference),
        *(aiomonero_reference, rpc_reference, command_reference),
    )
    makers = (crds, rbac, rules, alert_index, dashboards, *pages)
    return {path: text for made in makers for path, text in made.files().items()}


def outdated() -> list[str]:
    """Return the paths whose file is missing or differs from what would be generated."""
    return [path for path, text in files().items() if not _is(ROOT / path, text)]


def _is(path: pathlib.Path, text: str) -> bool:
    return path.is_file() and path.read_text() == text


def main() -> None:
    """Write or check."""
    parser = argparse.ArgumentParser(prog="tools.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is out of date")
    if parser.parse_args().check:
        if paths := outdated():
            sys.exit("out of date: " + ", ".join(paths) + "\nrun: make generate")
        return
    for path, text in files().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text)


if __name__ == "__main__":
    main()
