# SPDX-License-Identifier: Apache-2.0
"""Credentials: from a pod, from a kubeconfig, and the sentence that each failure has."""

from __future__ import annotations

import base64
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from kubeloop import errors
from kubeloop.config import discovery, incluster, kubeconfig, tokens

KUBECONFIG = """\
current-context: here
clusters: [{name: c, cluster: {server: "http://127.0.0.1:8001/"}}]
users: [{name: u, user: {token: secret}}, {name: e, user: {exec: {command: helper}}}, {name: f, user: {tokenFile: t}}]
contexts:
- {name: here, context: {cluster: c, user: u, namespace: mine}}
- {name: exec, context: {cluster: c, user: e}}
- {name: file, context: {cluster: c, user: f}}
- {name: broken, context: {cluster: none, user: u}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write a kubeconfig."""
    path = tmp_path / "config"
    path.write_text(KUBECONFIG)
    (tmp_path / "t").write_text("from a file\n")
    return path


def test_current_context_is_the_default(file):
    """Server, token and namespace come from it."""
    access = kubeconfig.load(file)

    assert (access.server, access.token(), access.namespace) == ("http://127.0.0.1:8001", "secret", "mine")


def test_token_file_is_found_beside_the_kubeconfig(file):
    """Relative paths are relative to the file, as for kubectl."""
    assert kubeconfig.load(file, "file").token() == "from a file"


@pytest.mark.parametrize(
    ("context", "sentence"),
    [("exec", "exec plugin"), ("broken", "no cluster 'none'"), ("absent", "no context 'absent'")],
)
def test_unusable_context_says_why(file, context, sentence):
    """The error names what is missing."""
    with pytest.raises(errors.ConfigError, match=sentence):
        kubeconfig.load(file, context)


@pytest.mark.parametrize("content", ["{", "[]", "clusters: 3", "users: [{name: u}]"])
def test_file_that_is_no_kubeconfig_says_so(tmp_path, content):
    """Neither YAML errors nor wrong shapes escape as something else."""
    path = tmp_path / "config"
    path.write_text(content)

    with pytest.raises(errors.ConfigError, match=str(path)):
        kubeconfig.load(path)


def test_missing_yaml_says_what_to_install(file, monkeypatch):
    """In a pod it is not needed; elsewhere the extra has it."""
    monkeypatch.setitem(sys.modules, "yaml", None)

    with pytest.raises(errors.ConfigError, match=r"kubeloop\[cli\]"):
        kubeconfig.load(file)


def test_unreadable_certificate_says_so(tmp_path):
    """Certificates are tried when the file is read, not at the first request."""
    path = tmp_path / "config"
    path.write_text(KUBECONFIG.replace("http:", "https:").replace('8001/"', '8001", certificate-authority-data: "!"'))

    with pytest.raises(errors.ConfigError, match="certificate"):
        kubeconfig.load(path)


def test_client_certificate_may_be_data_or_files(tmp_path):
    """Both spellings load; then no token is sent, and authorities need not please Python 3.13."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=test"
    subprocess.run([*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    encoded = {path: base64.b64encode(path.read_bytes()).decode() for path in (key, certificate)}
    users = {
        "data": f"client-certificate-data: {encoded[certificate]}, client-key-data: {encoded[key]}",
        "files": "client-certificate: cert.pem, client-key: key.pem",
    }
    for name, user in users.items():
        path = tmp_path / name
        text = KUBECONFIG.replace("http:", "https:").replace('8001/"', '8001", certificate-authority: cert.pem')
        path.write_text(text.replace("token: secret", user))

        access = kubeconfig.load(path)

        assert access.tls is not None
        assert not access.tls.verify_flags & ssl.VERIFY_X509_STRICT
        assert access.token() == ""


def test_pod_without_service_account_says_what_to_look_at(tmp_path):
    """The likely reason is part of the sentence."""
    with pytest.raises(errors.ConfigError, match="automountServiceAccountToken"):
        incluster.load({"KUBERNETES_SERVICE_HOST": "10.96.0.1"}, tmp_path)


def test_outside_of_a_pod_says_what_to_set():
    """The other way to be let in is named."""
    with pytest.raises(errors.ConfigError, match="KUBECONFIG"):
        incluster.load({})


def test_discovery_prefers_what_somebody_set(file, tmp_path):
    """KUBECONFIG wins over the pod and over the home directory."""
    home = tmp_path / ".kube"
    home.mkdir()
    (home / "config").write_text(KUBECONFIG.replace("mine", "home"))

    assert discovery.load({"KUBECONFIG": str(file), "KUBERNETES_SERVICE_HOST": "10.96.0.1"}).namespace == "mine"
    assert discovery.load({"HOME": str(tmp_path)}).namespace == "home"


def test_rotated_token_is_read_again(tmp_path):
    """Kubelet replaces the file; requests use the new token."""
    path = tmp_path / "token"
    path.write_text("old\n")
    token = tokens.FileToken(path)
    before = token()
    replacement = tmp_path / "new"
    replacement.write_text("new\n")
    replacement.replace(path)

    assert (before, token()) == ("old", "new")


def test_vanished_token_says_so(tmp_path):
    """No request is sent without the identity that was asked for."""
    with pytest.raises(errors.ConfigError, match="token"):
        tokens.FileToken(tmp_path / "absent")()
