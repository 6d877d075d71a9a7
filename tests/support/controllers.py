# SPDX-License-Identifier: Apache-2.0
"""Kubernetes' own controllers of StatefulSets, claims in use and garbage, beside an API server; no pod ever runs."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator

from tests.support.apiserver import STOP_TIMEOUT_SECONDS, ApiServer

CONTROLLERS = (
    "statefulset-controller",
    "persistentvolumeclaim-protection-controller",
    "garbage-collector-controller",
)


@contextlib.contextmanager
def running(server: ApiServer) -> Iterator[None]:
    """Run a kube-controller-manager until the end of the block."""
    flags = (
        f"--kubeconfig={server.kubeconfig}",
        f"--controllers={','.join(CONTROLLERS)}",
        "--leader-elect=false",
        "--secure-port=0",
        "--kube-api-qps=500",
        "--kube-api-burst=500",
    )
    with (server.folder / "kube-controller-manager.log").open("ab") as log:
        program = str(server.binaries / "kube-controller-manager")
        process = subprocess.Popen([program, *flags], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.kill()
        process.wait(STOP_TIMEOUT_SECONDS)
