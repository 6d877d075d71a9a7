# SPDX-License-Identifier: Apache-2.0
"""`make demo` on a machine that has everything built: what it prints, and the things that it tells to try."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support import journal
from tests.support.waiting import until
from tools.demo import network, report, sets
from tools.kubectl import Kubectl

ROOT = pathlib.Path(__file__).resolve().parents[2]
WARM_SECONDS = 240


@pytest.fixture
def shown(client: Kubectl) -> Iterator[str]:
    """Run the demo and return what it printed; remove its network afterwards."""
    with journal.step("make demo, with everything built and the cluster up"):
        done = _make_demo()
    assert done.returncode == 0, done.stdout + done.stderr
    yield done.stdout
    network.delete(client)


def test_the_demo_ends_with_tables_and_things_to_try_that_work(shown: str, client: Kubectl) -> None:
    """It names every peer and what each step took, and what it tells to try has its effect; it can be run again."""
    assert all(f"demo-{ordinal}-0" in shown for ordinal in range(network.PEERS))
    assert all(name in shown for name in ("MoneroNodeSet", "MoneroMiningNodeSet", "all in all"))
    assert all(sentence in shown for sentence, _ in report.THINGS_TO_TRY)
    with journal.step("things to try"):
        for _, command in report.THINGS_TO_TRY:
            _type(client, command)
        until(lambda: network.status(client).get("readyReplicas") == 7, seconds=240, what="seven peers are ready")
        until(lambda: sets.rows(client)[1].ready == "3 of 3", seconds=120, what="three miners run")
        height = network.status(client)["height"]
        until(lambda: network.status(client)["height"] >= height + 10, seconds=30, what="a block every second")
    assert _make_demo().returncode == 0


def _make_demo() -> subprocess.CompletedProcess[str]:
    command = ["make", "--silent", "demo", f"VENV={sys.prefix}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=WARM_SECONDS, check=False)


def _type(client: Kubectl, command: str) -> None:
    program, *options = client.command
    path = f"{pathlib.Path(program).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path} | ({"KUBECONFIG": options[-1]} if options else {})
    subprocess.run(["bash", "-c", command], env=environment, check=True, timeout=60, stdout=subprocess.DEVNULL)
