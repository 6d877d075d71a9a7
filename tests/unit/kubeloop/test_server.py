# SPDX-License-Identifier: Apache-2.0
"""Probes and metrics as kubelet and Prometheus see them; the pages alone, without a socket."""

from __future__ import annotations

import dataclasses

import pytest

from kubeloop import server


@dataclasses.dataclass
class Manager:
    """Says what a test lets it say."""

    is_healthy: bool = True
    is_ready: bool = True

    def healthy(self) -> bool:
        """Say whether all loops live."""
        return self.is_healthy

    def ready(self) -> bool:
        """Say whether the caches are synced."""
        return self.is_ready


@pytest.mark.parametrize(
    ("manager", "path", "expected"),
    [
        (Manager(), "/healthz", (200, "ok\n")),
        (Manager(), "/readyz", (200, "ok\n")),
        (Manager(is_ready=False), "/healthz", (200, "ok\n")),
        (Manager(is_ready=False), "/readyz", (503, "caches are not synced yet\n")),
        (Manager(is_healthy=False), "/healthz", (503, "a loop has ended\n")),
    ],
)
def test_probes_say_what_is_wrong(manager, path, expected):
    """A process that syncs is alive and not ready; one whose loop has ended is dead."""
    answer = server.checks(manager)[path]()

    assert expected == (answer.status, answer.text)
