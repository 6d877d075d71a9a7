# SPDX-License-Identifier: Apache-2.0
"""Certificates, service account keys and kubeconfigs: who is who in the cluster."""

import base64
import dataclasses
import ipaddress
import json
import shutil
from pathlib import Path

from localkube import command
from localkube.settings import Machine, Settings

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "3650")
_AUTHORITY = ("basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign,digitalSignature")
_LEAF = (
    "basicConstraints=critical,CA:FALSE",
    "keyUsage=critical,digitalSignature",
    "extendedKeyUsage=serverAuth,clientAuth",
)
_ADMINISTRATORS = "system:masters"


@dataclasses.dataclass(frozen=True, slots=True)
class Identity:
    """A certificate to be: file name, subject, the names it serves under, and whether a kubeconfig goes with it."""

    file: str
    name: str
    group: str = ""
    hosts: tuple[str, ...] = ()
    authority: str = "ca"
    has_kubeconfig: bool = False

    @property
    def subject(self) -> str:
        return (f"/O={self.group}" if self.group else "") + f"/CN={self.name}"


def identities(settings: Settings) -> tuple[Identity, ...]:
    """Return everybody who needs a certificate."""
    server_names = (
        "kubernetes",
        "kubernetes.default",
        "kubernetes.default.svc",
        "kubernetes.default.svc.cluster.local",
    )
    server_addresses = ("127.0.0.1", settings.api_service_address, settings.control_plane.address)
    return (
        Identity("apiserver", "kube-apiserver", hosts=(*server_names, "localhost", *server_addresses)),
        Identity("apiserver-kubelet", "kube-apiserver-kubelet-client", group=_ADMINISTRATORS),
        Identity("front-proxy", "front-proxy-client", authority="front-ca"),
        Identity("admin", "localkube-admin", group=_ADMINISTRATORS, has_kubeconfig=True),
        Identity("controller-manager", "system:kube-controller-manager", has_kubeconfig=True),
        Identity("scheduler", "system:kube-scheduler", has_kubeconfig=True),
        Identity("proxy", "system:kube-proxy", has_kubeconfig=True),
        *(_of_node(node) for node in settings.nodes),
    )


def _of_node(node: Machine) -> Identity:
    """One certificate for both directions, so that the API server and metrics-server can verify kubelets."""
    return Identity(
        node.name, f"system:node:{node.name}", "system:nodes", hosts=(node.name, node.address), has_kubeconfig=True
    )


def ensure(settings: Settings) -> None:
    """Make all keys once; a crash in between leaves nothing half done."""
    if not settings.pki.exists():
        shutil.rmtree(settings.pki_draft, ignore_errors=True)
        settings.pki_draft.mkdir(parents=True, mode=0o700)
        _make_all(settings, settings.pki_draft)
        settings.pki_draft.rename(settings.pki)
    content = (settings.pki / "admin.kubeconfig").read_bytes()
    if not settings.kubeconfig.exists() or settings.kubeconfig.read_bytes() != content:
        _write_private(settings.kubeconfig_draft, content)
        settings.kubeconfig_draft.rename(settings.kubeconfig)


def _write_private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)


def _make_all(settings: Settings, folder: Path) -> None:
    for name in ("ca", "front-ca"):
        _openssl(folder, name, f"/CN=localkube-{name}", _AUTHORITY)
    for identity in identities(settings):
        _openssl(folder, identity.file, identity.subject, _extensions(identity), identity.authority)
        if identity.has_kubeconfig:
            content = _kubeconfig(settings.server, folder, identity.file).encode()
            _write_private(folder / f"{identity.file}.kubeconfig", content)
    command.run(["openssl", "genrsa", "-out", folder / "service-accounts.key", "2048"])
    public = folder / "service-accounts.pub"
    command.run(["openssl", "rsa", "-in", folder / "service-accounts.key", "-pubout", "-out", public])


def _extensions(identity: Identity) -> tuple[str, ...]:
    if not identity.hosts:
        return _LEAF
    return (*_LEAF, "subjectAltName=" + ",".join(f"{_kind(host)}:{host}" for host in identity.hosts))


def _kind(host: str) -> str:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "DNS"
    return "IP"


def _openssl(folder: Path, file: str, subject: str, extensions: tuple[str, ...], authority: str = "") -> None:
    signer: list[str | Path] = (
        ["-CA", folder / f"{authority}.crt", "-CAkey", folder / f"{authority}.key"] if authority else []
    )
    added = [part for extension in extensions for part in ("-addext", extension)]
    output: list[str | Path] = ["-keyout", folder / f"{file}.key", "-out", folder / f"{file}.crt"]
    command.run(["openssl", "req", "-x509", *signer, *_KEY, "-subj", subject, *output, *added])


def _kubeconfig(server: str, folder: Path, file: str) -> str:
    """Return a kubeconfig with everything inside; JSON is valid YAML."""
    cluster = {"server": server, "certificate-authority-data": _base64(folder / "ca.crt")}
    user = {
        "client-certificate-data": _base64(folder / f"{file}.crt"),
        "client-key-data": _base64(folder / f"{file}.key"),
    }
    document = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "localkube", "cluster": cluster}],
        "users": [{"name": file, "user": user}],
        "contexts": [{"name": "localkube", "context": {"cluster": "localkube", "user": file}}],
        "current-context": "localkube",
    }
    return json.dumps(document, indent=1) + "\n"


def _base64(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()
