# SPDX-License-Identifier: Apache-2.0
"""At how many objects is measured: what a person may ask for, and the rows of each size as they come."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from benchmarks.runtime import phases, report
from benchmarks.runtime.hands import STRIDE
from tests.support import apiserver

SIZES = (100, 1000, 5000)
SMALLEST = 60
"""So many objects are edited while a leader is replaced, each once."""

Measure = Callable[[apiserver.ApiServer, int], AsyncIterator[phases.Row]]


def chosen(program: str, explanation: str | None) -> list[int]:
    """Return the sizes that the command line names, or all."""
    parser = argparse.ArgumentParser(prog=program, description=explanation)
    parser.add_argument("objects", nargs="*", type=_size, default=SIZES, help="sizes, by default %(default)s")
    return list(parser.parse_args().objects)


def show(measure: Measure, count: int, prepare: Callable[[apiserver.ApiServer], object] = lambda _: None) -> None:
    """Measure on a server of its own, and print each row as it comes."""
    asyncio.run(_show(measure, count, prepare))


async def _show(measure: Measure, count: int, prepare: Callable[[apiserver.ApiServer], object]) -> None:
    with tempfile.TemporaryDirectory() as folder, apiserver.running(Path(folder)) as server:
        prepare(server)
        async for row in measure(server, count):
            print(report.line(row), flush=True)


def _size(text: str) -> int:
    if not text.isdecimal() or int(text) < SMALLEST or int(text) % STRIDE == 0:
        raise argparse.ArgumentTypeError(f"give a number of objects of at least {SMALLEST}, no multiple of {STRIDE}")
    return int(text)
