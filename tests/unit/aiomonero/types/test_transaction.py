# SPDX-License-Identifier: Apache-2.0
"""Transactions as values."""

import msgspec
import pytest

from aiomonero import errors
from aiomonero.types.transaction import Transaction

USUAL = {"tx_hash": "ab" * 32, "prunable_as_hex": "", "in_pool": True, "double_spend_seen": False}


@pytest.mark.parametrize(
    ("as_hex", "pruned", "prunable", "expected"),
    [("0102", "", "", b"\x01\x02"), ("", "01", "02", b"\x01\x02"), ("", "01", "", b"\x01")],
    ids=["whole", "split", "pruned"],
)
def test_the_bytes_are_put_together(as_hex: str, pruned: str, prunable: str, expected: bytes) -> None:
    """However they were asked for."""
    parts = {"as_hex": as_hex, "pruned_as_hex": pruned, "prunable_as_hex": prunable}

    assert msgspec.convert(USUAL | parts, Transaction).blob() == expected


def test_half_a_byte_is_nonsense() -> None:
    """The daemon sent it, and the error says of what."""
    transaction = msgspec.convert(USUAL | {"as_hex": "012", "pruned_as_hex": ""}, Transaction)

    with pytest.raises(errors.RemoteProtocolError, match="ab" * 32):
        transaction.blob()
