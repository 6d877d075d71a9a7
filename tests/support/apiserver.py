# SPDX-License-Identifier: Apache-2.0
"""A real kube-apiserver with its etcd, as plain processes on loopback: no kubelet, no controllers, nothing else runs.

Whoever needs what a controller would do (endpoints, pods, garbage collection) plays that part in the test.
"""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import json
import shutil
import signal
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kubeloop.config import kubeconfig
from kubeloop.config.access import Access
from tests.support import certificates, loopback
from tests.support.certificates import Pair

START_TIMEOUT_SECONDS = 60.0
STOP_TIMEOUT_SECONDS = 20.0
ADMIN_TOKEN = "admin"
GUEST_TOKEN = "guest"
"""Of a user of that name, who may do what a test's roles say."""
SERVICE_ADDRESSES = "10.96.0.0/16"


@dataclasses.dataclass(slots=True)
class ApiServer:
    """A running API server; `stop` and `start` show what clients make of a restart."""

    folder: Path
    binaries: Path
    etcd_port: int
    port: int
    flags: tuple[str, ...] = ()
    _processes: dict[str, subprocess.Popen[bytes]] = dataclasses.field(default_factory=dict)

    @property
    def kubeconfig(self) -> Path:
        """The kubeconfig of an administrator."""
        return self.folder / "kubeconfig"

    @property
    def access(self) -> Access:
        """The access of an administrator."""
        return kubeconfig.load(self.kubeconfig)

    @property
    def client_authority(self) -> Pair:
        """The authority whose client certificates are let in."""
        return Pair(self.folder / "clients.crt", self.folder / "clients.key")

    @property
    def serving(self) -> Pair:
        """The server's own certificate, with the one that signed it: kubeconfig trusts this file."""
        return Pair(self.folder / "apiserver.crt", self.folder / "apiserver.key")

    def start(self) -> None:
        """Start the API server and its etcd, unless they run; return when it is ready."""
        for name, flags in (("etcd", _etcd_flags), ("kube-apiserver", _apiserver_flags)):
            if name not in self._processes:
                self._spawn(name, flags(self))
        self._await_ready()

    def stop(self, *names: str) -> None:
        """Kill these processes, by default the API server alone."""
        for name in names or ("kube-apiserver",):
            process = self._processes.pop(name)
            process.kill()
            process.wait(STOP_TIMEOUT_SECONDS)

    def signal(self, number: signal.Signals) -> None:
        """Send the API server a signal: stopped (SIGSTOP), it keeps its connections and says nothing."""
        self._processes["kube-apiserver"].send_signal(number)

    def stop_all(self) -> None:
        """Kill whatever runs, the API server before its etcd."""
        self.stop(*reversed(tuple(self._processes)))

    def lose(self, key: str) -> None:
        """Delete a key of etcd behind the API server's back and forget all history, as restoring a backup does."""
        self._etcd("kv/deleterange", {"key": base64.b64encode(key.encode()).decode()})
        self.compact()

    def compact(self) -> None:
        """Forget all history of etcd; the API server remembers some until it is started anew."""
        revision = self._etcd("kv/range", {"key": base64.b64encode(b"none").decode()})["header"]["revision"]
        self._etcd("kv/compaction", {"revision": revision, "physical": True})

    def _spawn(self, name: str, flags: Sequence[str]) -> None:
        with self._log(name).open("ab") as log:
            command = [str(self.binaries / name), *flags]
            self._processes[name] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _await_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            for name, process in self._processes.items():
                if process.poll() is not None:
                    raise AssertionError(f"{name} ended with {process.returncode}: {self._end_of_log(name)}")
            if self._is_ready():
                return
            time.sleep(0.1)
        raise AssertionError(f"not ready within {START_TIMEOUT_SECONDS:g} s: {self._end_of_log('kube-apiserver')}")

    def _is_ready(self) -> bool:
        try:
            tls = ssl.create_default_context(cafile=self.folder / "apiserver.crt")
            request = urllib.request.Request(f"https://127.0.0.1:{self.port}/readyz")
            request.add_header("Authorization", f"Bearer {ADMIN_TOKEN}")
            with urllib.request.urlopen(request, timeout=2, context=tls):
                return True
        except OSError:
            # Refused, not ready (an HTTPError is an OSError), or the certificate is not made yet.
            return False

    def _etcd(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.etcd_port}/v3/{path}", json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def _end_of_log(self, name: str) -> str:
        return self._log(name).read_text(errors="replace")[-2000:]


@contextlib.contextmanager
def running(folder: Path, *flags: str) -> Iterator[ApiServer]:
    """Run an API server with an empty etcd, and with these flags of its own, until the end of the block."""
    from localkube import components, debian

    etcd_port, port = loopback.free_ports(2)
    if not shutil.which("openssl"):
        debian.install(["openssl"])
    server = ApiServer(folder, components.binaries(), etcd_port, port, flags)
    _write_credentials(server)
    try:
        server.start()
        yield server
    finally:
        server.stop_all()


def _etcd_flags(server: ApiServer) -> list[str]:
    client = f"http://127.0.0.1:{server.etcd_port}"
    return [
        f"--data-dir={server.folder / 'etcd'}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        # Peers are never spoken to: any free port will do.
        "--listen-peer-urls=http://127.0.0.1:0",
        "--unsafe-no-fsync",
        "--log-level=warn",
    ]


def _apiserver_flags(server: ApiServer) -> list[str]:
    return [
        f"--etcd-servers=http://127.0.0.1:{server.etcd_port}",
        "--bind-address=127.0.0.1",
        f"--secure-port={server.port}",
        f"--cert-dir={server.folder}",
        f"--client-ca-file={server.client_authority.certificate}",
        f"--token-auth-file={server.folder / 'tokens.csv'}",
        "--authorization-mode=RBAC",
        "--disable-admission-plugins=ServiceAccount",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={server.folder / 'accounts.key'}",
        f"--service-account-signing-key-file={server.folder / 'accounts.key'}",
        f"--service-cluster-ip-range={SERVICE_ADDRESSES}",
        "--endpoint-reconciler-type=none",
        "--etcd-compaction-interval=0",
        "--profiling=false",
        *server.flags,
    ]


def _write_credentials(server: ApiServer) -> None:
    key = server.folder / "accounts.key"
    subprocess.run(["openssl", "genrsa", "-out", str(key), "2048"], check=True, capture_output=True, timeout=60)
    certificates.authority(server.folder, "clients")
    tokens = server.folder / "tokens.csv"
    tokens.touch(mode=0o600)
    tokens.write_text(f'{ADMIN_TOKEN},admin,1,"system:masters"\n{GUEST_TOKEN},guest,2\n')
    # The API server makes apiserver.crt for itself when it starts.
    server.kubeconfig.write_text(f"""\
clusters: [{{name: test, cluster: {{server: "https://127.0.0.1:{server.port}", certificate-authority: apiserver.crt}}}}]
users: [{{name: admin, user: {{token: {ADMIN_TOKEN}}}}}]
contexts: [{{name: test, context: {{cluster: test, user: admin}}}}]
current-context: test
""")
