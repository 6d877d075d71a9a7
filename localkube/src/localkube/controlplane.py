# SPDX-License-Identifier: Apache-2.0
"""What runs in the control plane's machine: etcd, the Kubernetes servers, the volume sidecars, metrics-server.

Plain processes, not pods: they are there before the first node is, and one power cut ends them all.
"""

from pathlib import Path

from localkube.settings import Settings
from localkube.spec import Process, Spec

METRICS_PORT = 4443

_ETCD = "http://127.0.0.1:2379"
_ETCD_PEER = "http://127.0.0.1:2380"
_ETCD_QUOTA_BYTES = 4 << 30
_ISSUER = "https://kubernetes.default.svc.cluster.local"
_CLIENT_RATE = ("--kube-api-qps=1000", "--kube-api-burst=2000")  # the defaults throttle thousands of pods


def spec(settings: Settings, core: Path, addons: Path) -> Spec:
    """Return the control plane's machine."""
    return Spec(
        hostname=settings.control_plane.name,
        state=settings.state(settings.control_plane),
        processes=(
            _etcd(settings, core),
            _apiserver(settings, core),
            _controller_manager(settings, core),
            _scheduler(settings, core),
            *_storage(settings, addons),
            _metrics_server(settings, addons),
        ),
        binds={},
        sysctls={"net.ipv4.ip_forward": "1"},
    )


def _etcd(settings: Settings, core: Path) -> Process:
    """Without fsync: a killed process loses nothing, because the page cache stays.

    Notices of progress come as often as kubeadm has them, so that watches of quiet kinds get their bookmarks.
    """
    argv = (
        str(core / "etcd"),
        "--name=cp",
        f"--data-dir={settings.state(settings.control_plane)}/etcd",
        f"--listen-client-urls={_ETCD}",
        f"--advertise-client-urls={_ETCD}",
        f"--listen-peer-urls={_ETCD_PEER}",
        f"--initial-advertise-peer-urls={_ETCD_PEER}",
        f"--initial-cluster=cp={_ETCD_PEER}",
        f"--quota-backend-bytes={_ETCD_QUOTA_BYTES}",
        "--watch-progress-notify-interval=5s",
        "--unsafe-no-fsync",
        "--log-level=warn",
    )
    return Process("etcd", argv)


def _apiserver(settings: Settings, core: Path) -> Process:
    pki = settings.pki
    argv = (
        str(core / "kube-apiserver"),
        f"--etcd-servers={_ETCD}",
        f"--advertise-address={settings.control_plane.address}",
        "--bind-address=0.0.0.0",
        "--secure-port=6443",
        f"--service-cluster-ip-range={settings.service_network}",
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--allow-privileged=true",
        f"--tls-cert-file={pki}/apiserver.crt",
        f"--tls-private-key-file={pki}/apiserver.key",
        f"--client-ca-file={pki}/ca.crt",
        f"--kubelet-client-certificate={pki}/apiserver-kubelet.crt",
        f"--kubelet-client-key={pki}/apiserver-kubelet.key",
        f"--kubelet-certificate-authority={pki}/ca.crt",
        "--kubelet-preferred-address-types=InternalIP",
        f"--service-account-issuer={_ISSUER}",
        f"--service-account-key-file={pki}/service-accounts.pub",
        f"--service-account-signing-key-file={pki}/service-accounts.key",
        *_aggregation(pki),
        # A lost node is noticed in seconds, so that tests of it take seconds.
        "--default-not-ready-toleration-seconds=10",
        "--default-unreachable-toleration-seconds=10",
        "--max-requests-inflight=800",
        "--max-mutating-requests-inflight=400",
        "--profiling=false",
    )
    return Process("kube-apiserver", argv)


def _aggregation(pki: Path) -> tuple[str, ...]:
    """Aggregated APIs are dialed at their endpoints: no kube-proxy runs in this machine."""
    return (
        f"--requestheader-client-ca-file={pki}/front-ca.crt",
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        f"--proxy-client-cert-file={pki}/front-proxy.crt",
        f"--proxy-client-key-file={pki}/front-proxy.key",
        "--enable-aggregator-routing=true",
    )


def _controller_manager(settings: Settings, core: Path) -> Process:
    pki = settings.pki
    argv = (
        str(core / "kube-controller-manager"),
        *_credentials(pki / "controller-manager.kubeconfig"),
        *_CLIENT_RATE,
        "--use-service-account-credentials=true",
        f"--service-account-private-key-file={pki}/service-accounts.key",
        f"--root-ca-file={pki}/ca.crt",
        f"--cluster-signing-cert-file={pki}/ca.crt",
        f"--cluster-signing-key-file={pki}/ca.key",
        f"--requestheader-client-ca-file={pki}/front-ca.crt",
        "--leader-elect=false",
        "--bind-address=127.0.0.1",
        "--concurrent-replicaset-syncs=20",
        "--concurrent-statefulset-syncs=20",
        "--concurrent-service-endpoint-syncs=20",
        "--node-monitor-period=2s",
        "--node-monitor-grace-period=12s",
        "--node-startup-grace-period=20s",
        "--horizontal-pod-autoscaler-sync-period=5s",
        "--horizontal-pod-autoscaler-initial-readiness-delay=5s",
        "--horizontal-pod-autoscaler-cpu-initialization-period=10s",
    )
    return Process("kube-controller-manager", argv)


def _scheduler(settings: Settings, core: Path) -> Process:
    argv = (
        str(core / "kube-scheduler"),
        *_credentials(settings.pki / "scheduler.kubeconfig"),
        *_CLIENT_RATE,
        "--leader-elect=false",
        "--bind-address=127.0.0.1",
    )
    return Process("kube-scheduler", argv)


def _storage(settings: Settings, addons: Path) -> tuple[Process, ...]:
    """The CSI controller and its sidecars; they wait by themselves until their kinds exist."""
    socket = settings.state(settings.control_plane) / "csi.sock"
    client = (f"--kubeconfig={settings.pki}/admin.kubeconfig", "--leader-election=false")
    sidecar = (*client, f"--csi-address={socket}")
    return (
        Process("loopcsi", (str(addons / "loopcsi"), f"--data={settings.volumes}", f"--socket={socket}")),
        Process(
            "csi-provisioner",
            (
                str(addons / "csi-provisioner"),
                *sidecar,
                "--extra-create-metadata",
                "--default-fstype=xfs",
                "--retry-interval-start=500ms",
                "--worker-threads=20",
            ),
        ),
        Process("csi-resizer", (str(addons / "csi-resizer"), *sidecar, "--handle-volume-inuse-error=false")),
        Process("csi-snapshotter", (str(addons / "csi-snapshotter"), *sidecar)),
        Process("snapshot-controller", (str(addons / "snapshot-controller"), *client, "--http-endpoint=")),
    )


def _metrics_server(settings: Settings, addons: Path) -> Process:
    argv = (
        str(addons / "metrics-server"),
        *_credentials(settings.pki / "admin.kubeconfig"),
        f"--secure-port={METRICS_PORT}",
        f"--cert-dir={settings.state(settings.control_plane)}/metrics-server",
        f"--kubelet-certificate-authority={settings.pki}/ca.crt",
        "--kubelet-preferred-address-types=InternalIP",
        # The resolution has to be longer than the timeout, or metrics-server panics.
        "--metric-resolution=10s",
        "--kubelet-request-timeout=5s",
    )
    return Process("metrics-server", argv)


def _credentials(kubeconfig: Path) -> tuple[str, ...]:
    return tuple(f"--{use}kubeconfig={kubeconfig}" for use in ("", "authentication-", "authorization-"))
