# SPDX-License-Identifier: Apache-2.0
"""Every example that no journey covers: apply it, and let its own program verify it."""

from __future__ import annotations

import os
import pathlib
import subprocess

import pytest

from tests.support import journal
from tools.kubectl import Kubectl

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"
JOURNEYS = {
    "01-regtest-network": "test_published_network.py",
    "05-observability": "test_observability.py",
    "06-compose": "tests/integration/alerts/test_compose.py, as it needs no Kubernetes",
    "07-behind-tor": "anonymity/test_nodes.py",
}


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.iterdir() if path.name not in JOURNEYS))
def test_the_example_does_what_its_page_says(name: str, namespace: Kubectl) -> None:
    """The example's manifests are accepted and its verification succeeds."""
    with journal.step(f"example {name}"):
        namespace.run("apply", *(f"--filename={manifest}" for manifest in sorted((EXAMPLES / name).glob("*.yaml"))))
        done = subprocess.run(
            [EXAMPLES / name / "verify.sh", namespace.command[-1]],
            env=os.environ | {"KUBECTL": " ".join(namespace.command[:-2])},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    assert done.returncode == 0, done.stdout + done.stderr
