# SPDX-License-Identifier: Apache-2.0
"""Reaching nodes by RPC and ZMQ: who has the login and knows the authority gets in, and nobody else."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from tests.support import certificates, journal, rpc_client
from tests.support.certificates import Pair
from tests.support.waiting import until
from tools.kubectl import Kubectl

RPC_PORT, ZMQ_PORT = 18089, 18083
PROGRAM = Path(rpc_client.__file__)
NODE_SET: dict[str, Any] = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNodeSet",
    "metadata": {"name": "guarded"},
    "spec": {
        "monerod": {"args": ["--regtest", "--fixed-difficulty=1"], "zmq": True},
        "rpc": {"loginSecretRef": {"name": "door"}, "tlsSecretRef": {"name": "proof"}},
    },
}
NETWORK: dict[str, Any] = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNetwork",
    "metadata": {"name": "lab"},
    "spec": {
        "replicas": 2,
        "template": {
            "spec": {
                "monerod": {"args": ["--regtest", "--fixed-difficulty=1"]},
                "rpc": {"loginSecretRef": {"name": "door"}},
            }
        },
    },
}


def test_an_rpc_with_login_tls_and_zmq(namespace: Kubectl, tmp_path: Path) -> None:
    """Secrets that are missing are told, probes work, and only who may gets answers, blocks and a new password."""
    name = namespace.command[-1]
    authority = certificates.authority(tmp_path, "authority")
    proof = certificates.server(authority, tmp_path, "proof", names=f"DNS:guarded.{name}.svc")
    with journal.step("two Secrets that are missing are named one after the other"):
        _tells_what_is_missing(namespace, proof)
    with journal.step("a set with login, TLS and ZMQ is ready"):
        _wait_ready(namespace, "moneronodeset/guarded")
        _stands(namespace)
    url = f"https://guarded.{name}.svc:{RPC_PORT}"
    with journal.step("only who has the login and knows the authority gets an answer"):
        _start_client(namespace, authority)
        _guards(namespace, url)
    with journal.step("a subscriber behind the Service sees a block"):
        _publishes(namespace, url)
    with journal.step("a new password counts after a restart"):
        _changes_password(namespace, url)
    with journal.step("a network with a login is ready; with blocks it is refused in words"):
        _guards_a_network(namespace, f"http://lab.{name}.svc:{RPC_PORT}")


def _tells_what_is_missing(namespace: Kubectl, proof: Pair) -> None:
    _apply(namespace, NODE_SET)
    until(lambda: '"door" not found' in _progressing(namespace), seconds=120, what="the login's Secret is named")
    _apply(namespace, _login("first"))
    until(lambda: '"proof" not found' in _progressing(namespace), seconds=120, what="the certificate's Secret is named")
    _apply(namespace, _tls(proof))


def _stands(namespace: Kubectl) -> None:
    """Nothing was killed on the way, and no secret stands where pods can be read."""
    pod = namespace.get("pod", "guarded-0")
    statuses = (*pod["status"]["initContainerStatuses"], *pod["status"]["containerStatuses"])
    assert [status["restartCount"] for status in statuses] == [0, 0]
    assert "first" not in json.dumps(pod)
    monerod = pod["spec"]["containers"][0]
    assert monerod["livenessProbe"]["tcpSocket"] == {"port": RPC_PORT}


def _guards(namespace: Kubectl, url: str) -> None:
    trusting = ("--ca-file", "/authority/ca.crt")
    assert _ask(namespace, url, "--login", *trusting) == '{"height": 1, "restricted": true}'
    assert _error(namespace, url, *trusting) == "Unauthorized"
    assert _error(namespace, url, "--login", "--password", "guessed", *trusting) == "Unauthorized"
    assert _error(namespace, url, "--login") == "TlsFailed"
    assert _error(namespace, url.replace("https", "http"), "--login") == "Closed"


def _publishes(namespace: Kubectl, url: str) -> None:
    told = _ask(namespace, url, "--login", "--ca-file", "/authority/ca.crt", "--zmq-port", str(ZMQ_PORT))
    topic, _, message = told.partition(":")
    assert topic == "json-minimal-chain_main"
    assert len(json.loads(message)["ids"]) == 1


def _changes_password(namespace: Kubectl, url: str) -> None:
    _apply(namespace, _login("second"))
    namespace.run("annotate", "moneronodeset", "guarded", "utxo.com.br/restart=second")
    new = ("--login", "--password", "second", "--ca-file", "/authority/ca.crt")
    until(lambda: _ask(namespace, url, *new).startswith("{"), seconds=120, what="the new password is taken", every=2)
    assert _error(namespace, url, "--login", "--ca-file", "/authority/ca.crt") == "Unauthorized"


def _guards_a_network(namespace: Kubectl, url: str) -> None:
    _apply(namespace, NETWORK)
    _wait_ready(namespace, "moneronetwork/lab")
    assert json.loads(_ask(namespace, url, "--login", "--password", "second"))["height"] == 1
    assert _error(namespace, url) == "Unauthorized"
    namespace.run("patch", "moneronetwork", "lab", "--type", "merge", "--patch", '{"spec":{"blocks":{}}}')
    namespace.run("wait", "--for=condition=ConfigValid=false", "moneronetwork/lab", "--timeout=30s")
    conditions = namespace.get("moneronetwork", "lab")["status"]["conditions"]
    refused = next(found for found in conditions if found["type"] == "ConfigValid")
    assert (refused["reason"], "login" in refused["message"]) == ("BlocksLockedOut", True)


def _start_client(namespace: Kubectl, authority: Pair) -> None:
    """Run a pod that has the library, the login that is valid now, and the authority's certificate."""
    exporter = namespace.get("pod", "guarded-0")["spec"]["initContainers"][0]
    content = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "authority"}}
    _apply(namespace, content | {"data": {"ca.crt": authority.certificate.read_text()}})
    container = {
        "name": "client",
        "image": exporter["image"],
        "command": ["python3", "-c", "import time; time.sleep(3600)"],
        # As values: a variable of a running pod stays what it was, as the user's own does.
        "env": [{"name": "USERNAME", "value": "wallet"}, {"name": "PASSWORD", "value": "first"}],
        "volumeMounts": [{"name": "authority", "mountPath": "/authority"}],
        "securityContext": exporter["securityContext"],
    }
    spec = {
        "containers": [container],
        "volumes": [{"name": "authority", "configMap": {"name": "authority"}}],
        "securityContext": {"runAsNonRoot": True, "runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}},
        "terminationGracePeriodSeconds": 0,
    }
    _apply(namespace, {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "client"}, "spec": spec})
    namespace.run("wait", "--for=condition=Ready", "pod/client", "--timeout=60s")


def _ask(namespace: Kubectl, url: str, *options: str) -> str:
    """Return what the client prints: an answer, or an error."""
    program = PROGRAM.read_text()
    return namespace.run("exec", "--stdin", "client", "--", "python3", "-", url, *options, stdin=program).strip()


def _error(namespace: Kubectl, url: str, *options: str) -> str:
    """Return the name of the error that the client gets."""
    return _ask(namespace, url, *options).partition(":")[0]


def _wait_ready(namespace: Kubectl, resource: str) -> None:
    namespace.run("wait", "--for=condition=Ready", resource, "--timeout=180s", timeout_seconds=200)


def _progressing(namespace: Kubectl) -> str:
    conditions = namespace.get("moneronodeset", "guarded")["status"]["conditions"]
    message: str = next(found["message"] for found in conditions if found["type"] == "Progressing")
    return message


def _login(password: str) -> dict[str, Any]:
    content = {"username": "wallet", "password": password}
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "door"}, "type": "kubernetes.io/basic-auth"}
    return secret | {"stringData": content}


def _tls(proof: Pair) -> dict[str, Any]:
    files = {"tls.crt": proof.certificate, "tls.key": proof.key}
    content = {name: base64.b64encode(file.read_bytes()).decode() for name, file in files.items()}
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "proof"}, "type": "kubernetes.io/tls"}
    return secret | {"data": content}


def _apply(namespace: Kubectl, document: dict[str, Any]) -> None:
    namespace.run("apply", "--filename", "-", stdin=json.dumps(document))
