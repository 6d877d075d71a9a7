# SPDX-License-Identifier: Apache-2.0
"""Durations in Go's notation."""

import pytest

from monero_operator.api import durations


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1s", 1.0), ("90s", 90.0), ("1h30m", 5400.0), ("1.5m", 90.0), ("500ms", 0.5), ("1m500ms", 60.5)],
)
def test_durations_are_read(text, expected):
    """Units add up."""
    assert expected == durations.seconds(text)


@pytest.mark.parametrize("text", ["", "10", "s", "1d", "-1s", "1s ", "1s1", "1e3s", "\u0661s"])
def test_what_is_no_duration_is_none(text):
    """Nothing is guessed."""
    assert durations.seconds(text) is None
