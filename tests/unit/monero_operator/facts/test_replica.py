# SPDX-License-Identifier: Apache-2.0
"""Facts about nodes."""

import pytest

from aiomonero.types.health import Status
from tests.support import build


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, None),
        (Status(), None),
        (build.status(synced=False), False),
        (build.status(), True),
        (build.status(height=None), True),
    ],
)
def test_a_daemon_that_has_said_nothing_is_neither_in_sync_nor_behind(status, expected):
    """Its exporter answers before it does."""
    assert expected is build.seen(status=status).synced


@pytest.mark.parametrize(
    ("revision", "update_revision", "expected"), [("new", "new", True), ("old", "new", False), ("", "", False)]
)
def test_a_pod_is_current_by_its_revision(revision, update_revision, expected):
    """While the StatefulSet's controller has not seen the last change, nobody is current."""
    found = build.statefulset(update_revision=update_revision)

    assert expected == build.seen(pod=build.pod(revision=revision), statefulset=found).is_current


def test_peers_are_known_only_if_both_directions_are():
    """Half a count is none."""
    assert build.seen(status=build.status(peers_in=2, peers_out=3)).peers == 5
    assert build.seen(status=build.status(peers_in=None)).peers is None
    assert build.seen(status=None).peers is None
