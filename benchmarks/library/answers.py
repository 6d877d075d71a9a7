# SPDX-License-Identifier: Apache-2.0
"""How fast big answers become typed values, beside the dictionaries that `json` makes of the same bytes.

The answers are real ones (`tests/vectors`) with their lists repeated until they are long.
"""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiomonero.methods.daemon import headers, txpool
from aiomonero.methods.method import Method
from aiomonero.transport import forms
from benchmarks.library import table

ITEMS = 1000
ROUNDS = 30
_VECTORS = Path(__file__).parents[2] / "tests" / "vectors" / "rpc" / "0.18.4.0"


def show() -> None:
    """Print the rates of both ways for answers of both forms."""
    rows = [
        _row(headers.GET_BLOCK_HEADERS_RANGE, _answer("unrestricted.json_rpc.get_block_headers_range", "headers")),
        _row(txpool.GET_TRANSACTION_POOL, _answer("unrestricted.get_transaction_pool", "transactions")),
    ]
    columns = ("answer", "MiB", "json MiB/s", "aiomonero MiB/s", "times as fast")
    table.show(f"Answers of {ITEMS} items, the fastest of {ROUNDS} rounds", columns, rows)


def _row(method: Method[Any, Any], body: bytes) -> tuple[str, ...]:
    mib = len(body) / 2**20
    bare, ours = mib / _fastest(lambda: json.loads(body)), mib / _fastest(lambda: forms.decode(method, body, {}))
    return method.name, f"{mib:.2f}", f"{bare:.0f}", f"{ours:.0f}", f"{ours / bare:.1f}"


def _answer(name: str, field: str) -> bytes:
    answer = json.loads((_VECTORS / f"{name}.json").read_bytes())["response"]
    result = answer.get("result", answer)
    result[field] = list(itertools.islice(itertools.cycle(result[field]), ITEMS))
    return json.dumps(answer).encode()


def _fastest(work: Callable[[], object]) -> float:
    return min(_seconds(work) for _ in range(ROUNDS))


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
