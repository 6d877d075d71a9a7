# SPDX-License-Identifier: Apache-2.0
"""Difficulties are whole wherever an answer holds one."""

from typing import Any

import msgspec
import pytest

from aiomonero.methods.daemon import chain, headers, mining
from aiomonero.protocol import jsonrpc
from tests.support import vectors


def _answer(name: str, result: type[Any]) -> Any:  # the test reads members by name
    return jsonrpc.decode(vectors.answer("0.18.5.3", f"unrestricted.json_rpc.{name}"), result)


INFO = _answer("get_info", chain.GET_INFO.result)
HEADER = _answer("get_last_block_header", headers.GET_LAST_BLOCK_HEADER.result).block_header
TEMPLATE = _answer("get_block_template", mining.GET_BLOCK_TEMPLATE.result)


@pytest.mark.parametrize(
    ("answer", "member"),
    [
        (INFO, "difficulty"),
        (INFO, "cumulative_difficulty"),
        (HEADER, "difficulty"),
        (HEADER, "cumulative_difficulty"),
        (TEMPLATE, "difficulty"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_both_halves_count(answer: Any, member: str) -> None:
    """A difficulty beyond 64 bits is not cut."""
    large = msgspec.structs.replace(answer, **{f"{member}_top64": 3, f"{member}_low64": 7})

    assert getattr(large, member) == 3 * 2**64 + 7
