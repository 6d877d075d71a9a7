# SPDX-License-Identifier: Apache-2.0
"""Which bytes are scalars and points, at the edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero.keys import curve

ORDER = 2**252 + 27742317777372353535851937790883648493
PRIME = 2**255 - 19
BASE = curve.multiply_base((1).to_bytes(32, "little"))


def little(number: int) -> bytes:
    """Write a number as the curve's library reads it."""
    return number.to_bytes(32, "little")


@given(st.integers(0, 2**256 - 1))
def test_reduce_is_the_rest_of_a_division(number: int) -> None:
    """Any 32 bytes become the number modulo the order of the group."""
    assert curve.reduce(little(number)) == little(number % ORDER)
    assert curve.is_reduced(little(number)) == (number < ORDER)


@given(st.integers(1, ORDER - 1), st.integers(1, ORDER - 1))
def test_points_add_up_as_their_scalars_do(first: int, second: int) -> None:
    """Multiplying and adding agree."""
    total = curve.add(curve.multiply_base(little(first)), curve.multiply_base(little(second)))
    if (first + second) % ORDER:
        assert total == curve.multiply_base(little((first + second) % ORDER))
        assert curve.is_multipliable(total)
    assert curve.multiply(little(first), curve.multiply_base(little(second))) == curve.multiply(
        little(second), curve.multiply_base(little(first))
    )
    assert curve.is_point(total)


@pytest.mark.parametrize(
    ("data", "is_point"),
    [
        (BASE, True),
        (little(1), True),
        (little(PRIME - 1), True),
        (little(0), True),
        (little(1 | 1 << 255), False),
        (little(PRIME - 1 | 1 << 255), False),
        (little(PRIME), False),
        (little(PRIME + 1), False),
        (little(2**255 - 1), False),
        (little(2), False),
        (b"\xff" * 32, False),
    ],
    ids=[
        "the base point",
        "the identity",
        "of order two",
        "of order four",
        "the identity with a sign",
        "of order two with a sign",
        "zero, not canonical",
        "the identity, not canonical",
        "as large as it gets",
        "not on the curve",
        "ones",
    ],
)
def test_what_is_a_point(data: bytes, is_point: bool) -> None:
    """Every point in its one writing is one, of whatever order; nothing else is."""
    assert curve.is_point(data) == is_point


def test_points_of_small_order_are_not_multiplied() -> None:
    """No secret key has such a public key."""
    assert not curve.is_multipliable(little(1))
    assert not curve.is_multipliable(little(0))
    assert curve.is_multipliable(BASE)
