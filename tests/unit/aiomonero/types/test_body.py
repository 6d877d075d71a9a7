# SPDX-License-Identifier: Apache-2.0
"""The insides of transactions, of old and new times."""

import json

import pytest

from aiomonero import errors
from aiomonero.types import body

KEY = "ab" * 32
GEN = {"gen": {"height": 5}}
OLD = {"key": {"amount": 700, "key_offsets": [5, 0, 20], "k_image": KEY}}
PLAIN = {"amount": 600, "target": {"key": KEY}}
TAGGED = {"amount": 0, "target": {"tagged_key": {"key": KEY, "view_tag": "c3"}}}


def _read(**changes: object) -> body.TransactionBody:
    usual = {"version": 1, "unlock_time": 0, "vin": [OLD], "vout": [PLAIN], "extra": [1, 255]}
    return body.decode(json.dumps(usual | changes), body.TransactionBody)


def test_an_old_transaction_shows_its_amounts() -> None:
    """The fee is what no output gets."""
    found = _read(signatures=["00"])

    assert (found.fee_piconero, found.is_coinbase) == (100, False)
    assert found.outputs[0].target.public_key == KEY


def test_a_new_transaction_states_its_fee() -> None:
    """Amounts are hidden, so that it cannot be worked out."""
    found = _read(version=2, vout=[TAGGED], rct_signatures={"type": 6, "txnFee": 42, "outPk": [KEY]})

    assert found.fee_piconero == 42
    assert found.confidential is not None
    assert found.confidential.commitments == (KEY,)
    assert found.outputs[0].target.public_key == KEY


@pytest.mark.parametrize("version", [1, 2])
def test_a_miners_transaction_has_no_fee(version: int) -> None:
    """What it spends is new."""
    found = _read(version=version, vin=[GEN])

    assert (found.fee_piconero, found.is_coinbase) == (0, True)


def test_places_of_a_ring_are_added_up() -> None:
    """Each is sent as the distance to the one before."""
    key = _read().inputs[0].key

    assert key is not None
    assert key.output_indices == (5, 5, 25)


def test_the_free_field_is_bytes() -> None:
    """It is printed as numbers."""
    assert _read().extra == b"\x01\xff"


@pytest.mark.parametrize("wrong", [{"extra": [256]}, {"extra": [-1]}, {"vin": [{"key": {}}]}, {"version": "2"}])
def test_nonsense_is_the_daemons_fault(wrong: dict[str, object]) -> None:
    """What is read is right as a whole."""
    with pytest.raises(errors.RemoteProtocolError):
        _read(**wrong)
