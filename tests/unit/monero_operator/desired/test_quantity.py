# SPDX-License-Identifier: Apache-2.0
"""Quantities in the API server's spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monero_operator.desired import quantity


@pytest.mark.parametrize(
    ("given_as", "expected"),
    [
        ("1Gi", "1Gi"),
        ("1024Mi", "1Gi"),
        ("1.5Gi", "1536Mi"),
        ("0.5Ki", "512"),
        ("350Mi", "350Mi"),
        ("0.3Ki", "307200m"),
        ("20m", "20m"),
        ("1000m", "1"),
        ("0.5", "500m"),
        ("1000", "1k"),
        ("1500k", "1500k"),
        (5, "5"),
        ("0", "0"),
        ("0Gi", "0"),
        ("0.0000000001", "1n"),
        ("1Ei", "1Ei"),
        ("1024Ei", "1024Ei"),
        ("lots", "lots"),
    ],
)
def test_canonical_spelling(given_as, expected):
    """As k8s.io/apimachinery writes it; what is no quantity stays for somebody else to refuse."""
    assert expected == quantity.canonical(given_as)


@given(st.integers(min_value=0, max_value=10**6), st.sampled_from(["", "m", "k", "Ki", "M", "Mi", "G", "Gi"]))
def test_canonical_spelling_keeps_the_amount_and_is_stable(number, suffix):
    """Rewriting never changes what is meant, and rewriting twice changes nothing."""
    canonical = quantity.canonical(f"{number}{suffix}")

    assert quantity.amount(f"{number}{suffix}") == quantity.amount(canonical)
    assert canonical == quantity.canonical(canonical)


@pytest.mark.parametrize("text", ["", "-1", "1 Gi", "Gi", "1e3", "1gi", "\u0663"])
def test_what_is_no_quantity_has_no_amount(text):
    """Exponents are left out of the schema, so they are no quantity here either."""
    assert quantity.amount(text) is None
