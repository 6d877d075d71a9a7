# SPDX-License-Identifier: Apache-2.0
"""Conditions: when their time moves."""

from __future__ import annotations

from datetime import UTC, datetime

from kubeloop.objects import condition
from kubeloop.objects.condition import Condition

EARLIER = "2026-01-01T00:00:00Z"
NOW = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)


def test_time_moves_with_the_status_only():
    """A new message or reason is no transition."""
    before = [Condition("Ready", "True", "Yes", "old", 1, EARLIER), Condition("Synced", "False", "No", "", 1, EARLIER)]
    wanted = [Condition("Ready", "True", "Still", "new", 2), Condition("Synced", "True", "Yes")]

    merged = condition.merge(before, wanted, NOW)

    assert (
        Condition("Ready", "True", "Still", "new", 2, EARLIER),
        Condition("Synced", "True", "Yes", "", 0, "2026-01-02T03:04:05Z"),
    ) == merged


def test_order_is_that_of_the_wanted_and_others_go():
    """The same conditions in the same order each time."""
    before = [Condition("Old", "True", "Yes", "", 1, EARLIER), Condition("B", "True", "Yes", "", 1, EARLIER)]

    merged = condition.merge(before, [Condition("A", "True", "Yes"), Condition("B", "True", "Yes")], NOW)

    assert [each.type for each in merged] == ["A", "B"]


def test_merging_again_changes_nothing():
    """Otherwise each reconcile would write a status."""
    once = condition.merge([], [Condition("Ready", "True", "Yes")], NOW)

    assert once == condition.merge(once, [Condition("Ready", "True", "Yes")], datetime(2027, 1, 1, tzinfo=UTC))
