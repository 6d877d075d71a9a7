# SPDX-License-Identifier: Apache-2.0
"""The API server in memory does what a real one does: tests/integration/kubernetes/test_kubeloop_behavior.py."""

from __future__ import annotations

import pytest

from tests.support.behavior import applies, deletions, lists, ownership, patches, statuses, watches
from tests.support.behavior.api import Api, in_memory


@pytest.fixture
def api() -> Api:
    """Return a cluster as strict as a real one and as lonely: nobody collects garbage."""
    return in_memory()


class TestApplies(applies.Applies):
    """Server-side apply."""


class TestMerging(applies.Merging):
    """Lists and maps."""


class TestOwnership(ownership.Ownership):
    """Managed fields."""


class TestPatches(patches.Patches):
    """Merge patches."""


class TestStatuses(statuses.Statuses):
    """The status subresource."""


class TestDeletions(deletions.Deletions):
    """Preconditions and finalizers."""


class TestLists(lists.Lists):
    """Pages and selectors."""


class TestWatches(watches.Watches):
    """News."""
