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
        assert curve.is_public_key(total)
    assert curve.multiply(little(first), curve.multiply_base(little(second))) == curve.multiply(
        little(second), curve.multiply_base(little(first))
    )


@pytest.mark.parametrize(
    "data",
    [
        little(0),
        little(1),
        little(PRIME - 1),
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        curve.add(BASE, little(PRIME - 1)),
        little(1 | 1 << 255),
        little(PRIME - 1 | 1 << 255),
        little(PRIME),
        little(PRIME + 1),
        little(2),
        b"\xff" * 32,
    ],
    ids=[
        "of order four",
        "the identity",
        "of order two",
        "of order eight",
        "the base point and one of order two",
        "the identity with a sign",
        "of order two with a sign",
        "zero, not canonical",
        "the identity, not canonical",
        "not on the curve",
        "ones",
    ],
)
def test_what_no_secret_key_leads_to(data: bytes) -> None:
    """Points outside the prime-order subgroup, second writings, and what is no point at all."""
    assert not curve.is_public_key(data)
    assert curve.is_public_key(BASE)
