# SPDX-License-Identifier: Apache-2.0
"""Whether a localkube is up, for tests that leave the machine as they found it."""

from __future__ import annotations

import subprocess

from tools import cluster


def is_up() -> bool:
    """Tell whether there is nothing to bring up: all machines are up, or the cluster is somebody's own."""
    if cluster.is_existing():
        return True
    return subprocess.run([*cluster.LOCALKUBE, "status"], capture_output=True, check=False).returncode == 0
