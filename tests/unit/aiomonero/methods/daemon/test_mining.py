# SPDX-License-Identifier: Apache-2.0
"""Methods that make blocks, against the answers of three versions."""

import pytest

from aiomonero import errors
from aiomonero.methods.daemon import mining, refusals
from aiomonero.protocol import jsonrpc
from tests.support import vectors

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
def test_a_template_is_read(version: str) -> None:
    """The reserved space stands where the offset says."""
    body = vectors.answer(version, "unrestricted.json_rpc.get_block_template")

    template = jsonrpc.decode(body, mining.GET_BLOCK_TEMPLATE.result, refusals.CODES)

    block = bytes.fromhex(template.blocktemplate_blob)
    assert (template.height, template.difficulty, template.next_seed_hash) == (81, 1, "")
    assert block[template.reserved_offset : template.reserved_offset + 60] == bytes(60)


@each_version
def test_a_template_of_an_unsynchronized_daemon_is_busy(version: str) -> None:
    """This refusal comes as an error with a code."""
    body = vectors.answer(version, "unrestricted.BUSY.json_rpc.get_block_template")

    with pytest.raises(errors.Busy) as caught:
        jsonrpc.decode(body, mining.GET_BLOCK_TEMPLATE.result, refusals.CODES)

    assert caught.value.code == -9


@each_version
def test_blocks_of_an_unsynchronized_daemon_are_busy(version: str) -> None:
    """This refusal comes as a status in a result that looks like an answer."""
    body = vectors.answer(version, "unrestricted.BUSY.json_rpc.generateblocks")

    with pytest.raises(errors.Busy):
        jsonrpc.decode(body, mining.GENERATE_BLOCKS.result)


@each_version
def test_a_wrong_block_is_rejected(version: str) -> None:
    """The daemon's code is kept."""
    body = vectors.answer(version, "unrestricted.json_rpc.submit_block")

    with pytest.raises(errors.Rejected) as caught:
        jsonrpc.decode(body, mining.SUBMIT_BLOCK.result)

    assert caught.value.code == -6


HASH = "ab" * 32


@pytest.mark.parametrize(
    ("result", "block_hash"), [(b"", None), (b', "block_id": "' + HASH.encode() + b'"', HASH)], ids=["older", "newer"]
)
def test_a_taken_block_may_be_named(result: bytes, block_hash: str | None) -> None:
    """Daemons as old as 0.18.0.0 do not name the block."""
    body = b'{"result": {"status": "OK"' + result + b"}}"

    assert jsonrpc.decode(body, mining.SUBMIT_BLOCK.result).block_hash == block_hash
