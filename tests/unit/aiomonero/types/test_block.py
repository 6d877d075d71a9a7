# SPDX-License-Identifier: Apache-2.0
"""Values about blocks that JSON cannot carry in one number."""

from aiomonero.protocol import jsonrpc
from aiomonero.types.block import BlockTemplate
from tests.support import vectors


def test_difficulty_is_whole_beyond_64_bits() -> None:
    """The upper half of a difficulty counts."""
    body = vectors.answer("0.18.5.3", "unrestricted.json_rpc.get_block_template")
    body = body.replace(b'"difficulty_top64": 0', b'"difficulty_top64": 3')

    template = jsonrpc.decode(body, BlockTemplate)

    assert template.difficulty == 3 * 2**64 + 1
