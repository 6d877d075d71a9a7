# SPDX-License-Identifier: Apache-2.0
"""The operator as a process of its own, in front of a kube-apiserver that a test runs."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import msgspec
from prometheus_client import parser

from localkube import components
from monero_operator import app
from monero_operator.cli import definitions
from tests.support import loopback
from tests.support.apiserver import ApiServer
from tests.support.waiting import until
from tools.kubectl import Kubectl

READY_SECONDS = 30.0
STOP_SECONDS = 20.0
IMAGES = (
    "--monerod-image=registry.example/monerod:1",
    "--exporter-image=registry.example/operator:1",
    "--xmrig-image=registry.example/xmrig:1",
)


class Operator(msgspec.Struct, frozen=True):
    """A running operator: its process, and what it says of itself."""

    process: subprocess.Popen[bytes]
    health_port: int
    metrics_port: int
    log: Path

    @property
    def is_running(self) -> bool:
        """Whether it is still the process that was started."""
        return self.process.poll() is None

    @property
    def cpu_seconds(self) -> float:
        """The CPU time that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def is_ready(self) -> bool:
        """Whether its caches are synced."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.health_port}/readyz", timeout=2):
                return True
        except urllib.error.HTTPError:
            return False

    def total(self, name: str, **labels: str) -> float:
        """Return the sum of a metric over all series that have these labels."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics", timeout=5) as answer:
            families = parser.text_string_to_metric_families(answer.read().decode())
            samples = [sample for family in families for sample in family.samples if sample.name == name]
        return sum(sample.value for sample in samples if labels.items() <= sample.labels.items())

    def said(self) -> str:
        """Return its log so far."""
        return self.log.read_text(errors="replace")


def prepare(server: ApiServer, namespace: str) -> Kubectl:
    """Install the kinds, make a namespace, and return a kubectl for it."""
    program = str(components.binaries() / "kubectl")
    client = Kubectl((program, "--kubeconfig", str(server.kubeconfig)), may_use_proxy=False)
    kinds = {"apiVersion": "v1", "kind": "List", "items": definitions.definitions()}
    client.run("apply", "--server-side", "--force-conflicts", "--filename", "-", stdin=json.dumps(kinds))
    client.run("wait", "--for=condition=Established", "crd", "--selector", "app.kubernetes.io/name=monero-operator")
    client.run("create", "namespace", namespace)
    # As in deploy/operator: a lease that is there and held by nobody needs no waiting.
    lease = {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": app.LEASE}}
    client.within(namespace).run("apply", "--filename", "-", stdin=json.dumps(lease))
    return client.within(namespace)


@contextlib.contextmanager
def running_within(server: ApiServer, folder: Path, namespace: str) -> Iterator[Operator]:
    """Run an operator of one namespace, its lease included."""
    with running(server, folder, f"--watch-namespace={namespace}", f"--lease-namespace={namespace}") as operator:
        yield operator


@contextlib.contextmanager
def running(server: ApiServer, folder: Path, *flags: str, kubeconfig: Path | None = None) -> Iterator[Operator]:
    """Run `monero-operator run` with further flags, by default as an administrator, until the end of the block."""
    health_port, metrics_port = loopback.free_ports(2)
    log = folder / "operator.log"
    command = [sys.executable, "-m", "monero_operator", "run", *IMAGES, *flags]
    ports = [f"--health-port={health_port}", f"--metrics-port={metrics_port}"]
    environment = os.environ | {"KUBECONFIG": str(kubeconfig or server.kubeconfig)}
    with log.open("wb") as output:
        process = subprocess.Popen([*command, *ports], env=environment, stdout=output, stderr=output)
    operator = Operator(process, health_port, metrics_port, log)
    try:
        until(operator.is_ready, seconds=READY_SECONDS, what=f"the operator is ready ({log})")
        yield operator
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_SECONDS)
