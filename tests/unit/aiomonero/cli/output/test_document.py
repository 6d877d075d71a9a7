# SPDX-License-Identifier: Apache-2.0
"""JSON for programs."""

import json

import msgspec

from aiomonero.cli.output import document


class Block(msgspec.Struct, frozen=True):
    """Renamed fields, bytes and large numbers."""

    reward_piconero: int = msgspec.field(name="reward", default=2**64 - 1)
    blob: bytes = b"\x01\xff"


def test_names_are_the_server_s_and_bytes_are_hex() -> None:
    """Who reads monerod's own answers finds the same names; no number loses digits."""
    assert json.loads(document.text(Block())) == {"reward": 2**64 - 1, "blob": "01ff"}


def test_a_stream_is_one_document_per_line() -> None:
    """Line by line it can be cut and piped."""
    assert document.line((Block(), Block())).count("\n") == 0
