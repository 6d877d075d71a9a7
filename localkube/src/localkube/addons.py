# SPDX-License-Identifier: Apache-2.0
"""What is applied to the cluster once it answers: volumes, snapshots, DNS, metrics (texts in `manifests/`)."""

import hashlib
import importlib.resources
import string
from pathlib import Path

from localkube import command, controlplane, images, readiness
from localkube.api import Api
from localkube.settings import Settings

_PACKAGE = "localkube.manifests"
_MANIFESTS = ("csi.yaml", "coredns.yaml", "metrics.yaml")
_DNS_PODS = "/api/v1/namespaces/kube-system/pods?labelSelector=k8s-app%3Dkube-dns"
_DNS_SERVERS = 2


def render(settings: Settings) -> str:
    """Return all manifests with the cluster's addresses in them."""
    values = {
        "dns_servers": str(_DNS_SERVERS),
        "control_plane_address": settings.control_plane.address,
        "coredns_image": images.COREDNS,
        "dns_address": settings.dns_address,
        "metrics_port": str(controlplane.METRICS_PORT),
    }
    folder = importlib.resources.files(_PACKAGE)
    return "---\n".join(string.Template((folder / name).read_text()).substitute(values) for name in _MANIFESTS)


def apply(settings: Settings, core: Path, kinds: Path) -> None:
    """Apply the snapshot kinds and everything else, unless the same was applied before."""
    manifests = render(settings)
    marker = settings.addons_note
    version = hashlib.sha256(f"{manifests}{kinds}".encode()).hexdigest()
    if not marker.exists() or marker.read_text() != version:
        # A snapshot class cannot be in the same call as its kind.
        _kubectl(settings, core, "apply", "--server-side", "--force-conflicts", "-f", str(kinds))
        _kubectl(settings, core, "wait", "--for=condition=Established", "crd", "--all", "--timeout=30s")
        _kubectl(settings, core, "apply", "--server-side", "--force-conflicts", "-f", "-", text=manifests)
        marker.write_text(version)


def unready_dns(api: Api) -> str | None:
    """Say which DNS server is not ready; None if all are."""
    return readiness.unready_pod(api.items(_DNS_PODS), _DNS_SERVERS)


def _kubectl(settings: Settings, core: Path, *arguments: str, text: str | None = None) -> None:
    # A proxy for the world outside would not find this server.
    direct = {"NO_PROXY": "*"}
    command.run([core / "kubectl", "--kubeconfig", settings.kubeconfig, *arguments], text=text, environ=direct)
