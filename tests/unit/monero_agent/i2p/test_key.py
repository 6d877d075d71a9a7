# SPDX-License-Identifier: Apache-2.0
"""Keys of destinations: their form and addresses, as the operator that makes them has them."""

import pytest

from monero_agent.i2p import key
from monero_operator.keys import i2p

GOOD = i2p.make(bytes(range(96)))
LONG = GOOD[:390] + b"\0" + bytes(256) + GOOD[-32:]
"""With an ElGamal key, as i2pd itself makes them."""


def test_addresses_are_those_that_the_operator_tells():
    """The agent derives them without the curve's arithmetic."""
    assert key.address(GOOD) == i2p.address(GOOD)
    assert key.address(LONG) == i2p.address(LONG)
    assert key.encrypted_address(GOOD) == i2p.encrypted_address(GOOD)


@pytest.mark.parametrize("content", [GOOD, LONG])
def test_a_good_key_has_no_problem(content):
    """Both kinds of encryption key that i2pd reads."""
    assert key.problem(content) == ""


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(GOOD[:-1], id="cut off"),
        pytest.param(GOOD + b"\n", id="with a line's end"),
        pytest.param(GOOD[:384] + bytes(7) + GOOD[391:], id="an old key without certificate"),
        pytest.param(GOOD[:388] + b"\1" + GOOD[389:], id="another signature type"),
        pytest.param(GOOD[:390] + b"\x05" + GOOD[391:], id="another encryption type"),
    ],
)
def test_what_i2pd_would_take_or_replace_without_a_word_is_refused(content):
    """It says nothing about a key that is none."""
    assert key.problem(content)
