# SPDX-License-Identifier: Apache-2.0
"""Amounts of money as people write them."""

from decimal import Decimal

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero.cli.session.amount import XMR


@pytest.mark.parametrize(
    ("text", "piconero"),
    [("1", 10**12), ("0.25", 25 * 10**10), ("0.000000000001", 1), ("0", 0), ("18446744.073709551615", 2**64 - 1)],
)
def test_an_amount_is_exact(text: str, piconero: int) -> None:
    """Not one piconero is lost."""
    assert XMR.convert(text, None, None) == piconero


@pytest.mark.parametrize(
    "text",
    ["", "-1", "1e3", "1,5", ".5", "1.", "0.0000000000001", "18446744.073709551616", "99999999", "nan", "¹", "1 XMR"],
)
def test_what_is_no_amount_is_wrong_usage(text: str) -> None:
    """Nothing is guessed where money is spent."""
    with pytest.raises(click.BadParameter):
        XMR.convert(text, None, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1e3", "without an exponent"),
        ("0.0000000000001", "has 13 decimals"),
        ("18446744.073709551616", "more XMR than can exist"),
        ("9" * 5000, "more XMR than can exist"),
        ("1,5", "write it in digits, such as 0.25"),
    ],
)
def test_it_is_said_what_is_wrong_with_an_amount(text: str, reason: str) -> None:
    """In a short sentence."""
    with pytest.raises(click.BadParameter, match=reason) as raised:
        XMR.convert(text, None, None)

    assert len(raised.value.message) < 120


@given(st.integers(0, 2**64 - 1))
def test_every_amount_can_be_written(piconero: int) -> None:
    """As a decimal number of XMR."""
    assert XMR.convert(f"{Decimal(piconero) / 10**12:.12f}", None, None) == piconero
