# SPDX-License-Identifier: Apache-2.0
"""The README of kubeloop, done by a test: its files saved, its commands typed, its program run as a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import journal, pages
from tests.support.waiting import until
from tools import cluster
from tools.kubectl import Kubectl

PROGRAM = "python greeter.py"
SAID = "Hello"
REACTION_SECONDS = 30.0
STOP_SECONDS = 35.0
"""What a manager may take to stop, and some more for the process around it."""


@pytest.fixture(scope="module")
def kubectl() -> Iterator[Kubectl]:
    """Bring a cluster up, which needs no operator; take it down again if nobody had it up before."""
    was_there = cluster.is_existing() or cluster.is_running()
    try:
        yield cluster.up()
    finally:
        if not was_there:
            cluster.down()


class Reader:
    """Somebody with a shell in a folder with the README's files."""

    def __init__(self, folder: Path, kubectl: Kubectl) -> None:
        pages.save(pages.KUBELOOP, folder)
        self._folder = folder
        self._environment = dict(os.environ)
        if not cluster.is_existing():
            program, _, kubeconfig = kubectl.command
            path = f"{Path(program).parent}{os.pathsep}{os.environ['PATH']}"
            self._environment |= {"PATH": path, "KUBECONFIG": kubeconfig, "NO_PROXY": "*"}

    def start(self, program: str) -> subprocess.Popen[str]:
        """Run one of the programs."""
        return subprocess.Popen(
            [sys.executable, program], cwd=self._folder, env=self._environment, stderr=subprocess.PIPE, text=True
        )

    def type(self, command: str) -> str:
        """Type a command and return what it says; what only looks is typed again until it says what the page says."""
        if command.startswith("kubectl get "):
            return until(lambda: self._shell(command) == SAID and SAID, seconds=REACTION_SECONDS, what=command)
        return self._shell(command)

    def _shell(self, command: str) -> str:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        return done.stdout


@pytest.fixture
def reader(kubectl: Kubectl, tmp_path: Path) -> Iterator[Reader]:
    """Return a reader; what the page makes is gone afterward."""
    made = Reader(tmp_path, kubectl)
    yield made
    made.type("kubectl delete --filename crd.yaml --ignore-not-found --wait")
    made.type("kubectl delete lease greeter --ignore-not-found")


@pytest.mark.parametrize("program", ["greeter.py", "leader.py"])
def test_what_the_readme_shows_happens(reader: Reader, program: str) -> None:
    """The ConfigMap is made, repaired, made again and collected, and the program ends well when it is told to."""
    commands = pages.commands(pages.KUBELOOP)
    start = commands.index(PROGRAM)
    for command in commands[:start]:
        reader.type(command)
    with reader.start(program) as process:
        try:
            with journal.step(f"{program}: made, repaired, made again"):
                for command in commands[start + 1 :]:
                    reader.type(command)
            with journal.step(f"{program}: stopped by SIGTERM"):
                process.send_signal(signal.SIGTERM)
                _, log = process.communicate(timeout=STOP_SECONDS)
        finally:
            process.kill()

    assert process.returncode == 0, log
    assert "Traceback" not in log
    reader.type("kubectl delete --filename hello.yaml")
    reader.type("kubectl wait --for=delete configmap/hello --timeout=60s")
