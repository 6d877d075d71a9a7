# SPDX-License-Identifier: Apache-2.0
"""A localkube of its own for these tests, which kill and partition its machines."""

import dataclasses
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localkube import components, machine, settings
from tools import cluster as chosen

_COMMAND_SECONDS = 1200


@dataclasses.dataclass(frozen=True, slots=True)
class Localkube:
    """The command line of localkube, and a kubectl for its cluster."""

    settings: settings.Settings

    def run(self, *arguments: str) -> str:
        """Run a localkube command that has to succeed."""
        return _output([sys.executable, "-m", "localkube", *arguments])

    def exec(self, node: str, *command: str) -> str:
        """Run a command in a machine."""
        return self.run("exec", node, *command)

    def kubectl(self, *arguments: str, text: str | None = None) -> str:
        """Run kubectl as the administrator."""
        program = components.binaries() / "kubectl"
        return _output([str(program), f"--kubeconfig={self.settings.kubeconfig}", *arguments], text)

    def get(self, *arguments: str) -> dict[str, Any]:
        """Read an object or a list."""
        return json.loads(self.kubectl("get", *arguments, "--output=json"))

    def wait(self, *arguments: str, seconds: int = 60) -> None:
        """Wait for a condition."""
        self.kubectl("wait", *arguments, f"--timeout={seconds}s")

    def apply(self, *manifests: dict[str, Any]) -> None:
        """Apply objects."""
        self.kubectl("apply", "--server-side", "--filename=-", text="\n---\n".join(map(json.dumps, manifests)))


def _output(argv: list[str], text: str | None = None) -> str:
    done = subprocess.run(argv, check=False, capture_output=True, text=True, input=text, timeout=_COMMAND_SECONDS)
    assert done.returncode == 0, f"{' '.join(argv)}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def localkube() -> Iterator[Localkube]:
    """A cluster that was just brought up, and is taken down after the last test."""
    if chosen.is_existing():
        pytest.skip("these tests kill machines, which only localkube has")
    if machine.running():
        pytest.fail("a cluster is up and these tests would kill its machines: `localkube down` first")
    cluster = Localkube(settings.load())
    cluster.run("up")
    yield cluster
    cluster.run("down")


@pytest.fixture
def probe(tmp_path: Path) -> Path:
    """A program that tries to connect to HOST PORT and prints what came of it."""
    return _program(tmp_path / "probe.py", "    socket.create_connection(sys.argv[1:], timeout=3).close()\n")


@pytest.fixture
def shout(tmp_path: Path) -> Path:
    """A program that sends a datagram to HOST PORT, over IPv4 or IPv6, and prints what came of it."""
    return _program(
        tmp_path / "shout.py",
        "    family, kind, _, _, to = socket.getaddrinfo(*sys.argv[1:], type=socket.SOCK_DGRAM)[0]\n"
        "    socket.socket(family, kind).sendto(b'hello', to)\n",
    )


def _program(path: Path, attempt: str) -> Path:
    path.write_text(
        "import errno, socket, sys\n"
        f"try:\n{attempt}    print('done')\n"
        "except OSError as error:\n    print(errno.errorcode.get(error.errno, error))\n"
    )
    return path
