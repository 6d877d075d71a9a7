# SPDX-License-Identifier: Apache-2.0
"""Credentials from kubeconfig files, and the sentence that each failure has."""

from __future__ import annotations

import base64
import ssl
import sys
from pathlib import Path

import msgspec
import pytest

from kubeloop import errors
from kubeloop.config import exec_credentials, kubeconfig
from kubeloop.testing import clock
from tests.support import certificates

KUBECONFIG = """\
current-context: here
clusters: [{name: c, cluster: {server: "http://127.0.0.1:8001/"}}]
users: [{name: u, user: {token: secret}}, {name: f, user: {tokenFile: t}}]
contexts:
- {name: here, context: {cluster: c, user: u, namespace: mine}}
- {name: file, context: {cluster: c, user: f}}
- {name: broken, context: {cluster: none, user: u}}
"""


def write(
    folder: Path, user: str = "{}", cluster: str = "server: https://127.0.0.1:6443", name: str = "config"
) -> Path:
    """Write a kubeconfig of one context."""
    path = folder / name
    path.write_text(
        f"{{current-context: x, contexts: [{{name: x, context: {{cluster: x, user: x}}}}],"
        f" clusters: [{{name: x, cluster: {{{cluster}}}}}], users: [{{name: x, user: {user}}}]}}"
    )
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write a kubeconfig of several contexts."""
    path = tmp_path / "config"
    path.write_text(KUBECONFIG)
    (tmp_path / "t").write_text("from a file\n")
    return path


def token(path: Path, context: str = "") -> str:
    """Return the token of a context."""
    return clock.run(kubeconfig.load(path, context=context).credentials.current()).token


def test_current_context_is_the_default(file):
    """Server, token and namespace come from it; nobody sees the token by printing the value."""
    access = kubeconfig.load(file)

    assert (access.server, access.namespace, token(file)) == ("http://127.0.0.1:8001", "mine", "secret")
    assert "secret" not in repr(clock.run(access.credentials.current()))


def test_token_file_is_found_beside_the_kubeconfig(file):
    """Relative paths are relative to the file, as for kubectl."""
    assert token(file, "file") == "from a file"


def test_without_namespace_it_is_the_default_one(file):
    """As for kubectl."""
    assert kubeconfig.load(file, context="file").namespace == "default"


@pytest.mark.parametrize(("context", "sentence"), [("broken", "no cluster 'none'"), ("absent", "no context 'absent'")])
def test_unusable_context_says_why(file, context, sentence):
    """The error names what is missing, and the file."""
    with pytest.raises(errors.ConfigError, match=f"{file}.*{sentence}"):
        kubeconfig.load(file, context=context)


@pytest.mark.parametrize(
    ("user", "sentence"),
    [
        ("{auth-provider: {name: gcp}}", "exec plugin"),
        ("{username: root, password: toor}", "token, a client certificate or an exec plugin"),
        ("{as: somebody}", "that one's credentials"),
        ("{token: ''}", ""),
        ('{client-certificate-data: "!", client-key-data: "!"}', "client-certificate-data is not base64"),
        ("{client-certificate: absent, client-key: absent}", "client-certificate in .*absent"),
        ("{exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1}}", "update the plugin"),
    ],
)
def test_unusable_user_says_what_to_do(tmp_path, user, sentence):
    """A way to be let in that is not supported is refused at once, with one that is."""
    path = write(tmp_path, user)
    if not sentence:
        assert token(path) == ""
        return
    with pytest.raises(errors.ConfigError, match=sentence):
        kubeconfig.load(path)


@pytest.mark.parametrize("content", ["{", "[]", "clusters: 3", "users: [{name: u}]", "\x00", "a: secret: b"])
def test_file_that_is_no_kubeconfig_says_so(tmp_path, content):
    """Neither YAML errors nor wrong shapes escape as something else, and no line is shown: it may hold a token."""
    path = tmp_path / "config"
    path.write_text(content)

    with pytest.raises(errors.ConfigError, match=str(path)) as caught:
        kubeconfig.load(path)
    assert "secret" not in str(caught.value)


def test_missing_yaml_says_what_to_install(file, monkeypatch):
    """In a pod it is not needed; elsewhere the extra has it."""
    monkeypatch.setitem(sys.modules, "yaml", None)

    with pytest.raises(errors.ConfigError, match=r"kubeloop\[cli\]"):
        kubeconfig.load(file)


def test_of_several_files_the_first_to_say_something_wins(tmp_path):
    """Entries of one name are not mixed, and paths are relative to the file in which they stand."""
    first, second, folder = tmp_path / "first", tmp_path / "second", tmp_path / "sub"
    folder.mkdir()
    first.write_text("users: [{name: u, user: {}}]\ncontexts: null\n")
    third = folder / "third"
    third.write_text(KUBECONFIG.replace("users: [", "users: [{name: g, user: {tokenFile: t}}, "))
    second.write_text("current-context: mixed\ncontexts: [{name: mixed, context: {cluster: c, user: g}}]\n")
    (folder / "t").write_text("beside the third")

    access = kubeconfig.load(first, tmp_path / "absent", second, third)
    here = kubeconfig.load(first, second, third, context="here")

    assert (access.server, clock.run(access.credentials.current()).token) == (
        "http://127.0.0.1:8001",
        "beside the third",
    )
    assert clock.run(here.credentials.current()).token == ""


def test_no_file_at_all_says_so(tmp_path):
    """Files may be absent, but not all of them."""
    with pytest.raises(errors.ConfigError, match="no kubeconfig"):
        kubeconfig.load(tmp_path / "absent", tmp_path / "other")


def test_client_certificate_may_be_data_or_files(tmp_path):
    """Both spellings load; then no token is sent, and authorities need not please Python 3.13."""
    pair = certificates.authority(tmp_path, "me")
    certificate, key = (base64.b64encode(path.read_bytes()).decode() for path in (pair.certificate, pair.key))
    users = {
        "data": f"{{client-certificate-data: {certificate}, client-key-data: {key}}}",
        "files": "{client-certificate: me.crt, client-key: me.key}",
    }
    for name, user in users.items():
        path = write(tmp_path, user, "server: https://127.0.0.1:6443, certificate-authority: me.crt", name)

        identity = clock.run(kubeconfig.load(path).credentials.current())

        assert identity.tls is not None
        assert not identity.tls.verify_flags & ssl.VERIFY_X509_STRICT
        assert identity.token == ""


def test_server_may_be_trusted_blindly_or_by_another_name(tmp_path):
    """Both are said by the cluster."""
    blind = kubeconfig.load(write(tmp_path, cluster="server: https://h, insecure-skip-tls-verify: true"))
    renamed = kubeconfig.load(write(tmp_path, cluster="server: https://h, tls-server-name: kubernetes"))

    tls = clock.run(blind.credentials.current()).tls
    assert (tls.verify_mode, tls.check_hostname) == (ssl.CERT_NONE, False)
    assert renamed.server_name == "kubernetes"
    assert clock.run(renamed.credentials.current()).tls.verify_mode == ssl.CERT_REQUIRED


def test_proxy_of_the_cluster_wins_over_the_environment(tmp_path):
    """What the file says is meant for this cluster."""
    environment = {"HTTPS_PROXY": "other:3128"}
    own = write(tmp_path, cluster="server: https://h, proxy-url: 'http://own:3128'", name="own")
    none = write(tmp_path, cluster="server: https://h", name="none")

    assert kubeconfig.load(own, environment=environment).proxy == "http://own:3128"
    assert kubeconfig.load(none, environment=environment).proxy == "http://other:3128"


def test_proxy_that_is_not_supported_says_what_to_do(tmp_path):
    """SOCKS would need another library."""
    path = write(tmp_path, cluster="server: https://h, proxy-url: 'socks5://me:secret@own:1080'")

    with pytest.raises(errors.ConfigError, match=r"proxy-url.*HTTP proxy") as caught:
        kubeconfig.load(path)
    assert "secret" not in str(caught.value)


def test_exec_plugin_is_told_of_the_cluster_if_it_wants_to_know(tmp_path):
    """Its path is relative to the file, and a token beside it wins, as for kubectl."""
    version = "client.authentication.k8s.io/v1"
    user = f"{{exec: {{command: ./plugin, apiVersion: {version}, provideClusterInfo: true, args: null, env: null}}}}"
    extension = "extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: us}}]"
    path = write(tmp_path, user, f"server: https://h, {extension}")

    credentials = kubeconfig.load(path).credentials

    assert isinstance(credentials, exec_credentials.ExecCredentials)
    info = msgspec.json.decode(credentials._environment["KUBERNETES_EXEC_INFO"])
    assert info["spec"]["cluster"] == {"server": "https://h", "config": {"audience": "us"}}
    assert credentials._plugin.command == str(tmp_path / "plugin")
    assert token(write(tmp_path, user.replace("{exec", "{token: given, exec"), name="given")) == "given"


def test_what_is_left_empty_or_is_somebody_elses_does_no_harm(tmp_path):
    """Tools leave such entries behind; client-go takes them too."""
    path = tmp_path / "config"
    path.write_text(
        """\
current-context: here
clusters: [{name: c, cluster: {server: "http://127.0.0.1:8001", certificate-authority: }}]
users: [{name: u, user: }, {name: other, user: {exec: {apiVersion: client.authentication.k8s.io/v1}}}]
contexts:
- {name: here, context: {cluster: c, user: u, namespace: }}
- {name: nobody, context: {cluster: c}}
- {name: other, context: {cluster: c, user: other}}
"""
    )

    assert (kubeconfig.load(path).namespace, token(path), token(path, "nobody")) == ("default", "", "")
    with pytest.raises(errors.ConfigError, match="has no command"):
        kubeconfig.load(path, context="other")
