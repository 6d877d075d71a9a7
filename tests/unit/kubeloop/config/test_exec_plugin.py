# SPDX-License-Identifier: Apache-2.0
"""What exec plugins are told and what is made of their answers; running them is tested with real ones."""

from __future__ import annotations

import msgspec
import pytest

from kubeloop import errors
from kubeloop.config import exec_plugin
from kubeloop.config.exec_plugin import ClusterInfo, Exec, Variable

V1 = "client.authentication.k8s.io/v1"
PLUGIN = Exec("helper", V1)
NOW = 1_800_000_000.0


def answer(version: str = V1, **status: str) -> bytes:
    """Return what a plugin prints."""
    return msgspec.json.encode({"apiVersion": version, "kind": "ExecCredential", "status": status})


@pytest.mark.parametrize("version", exec_plugin.VERSIONS)
def test_both_versions_are_spoken(version):
    """They are told and must answer in the same."""
    plugin = exec_plugin.checked(Exec("helper", version))

    info = msgspec.json.decode(exec_plugin.environment(plugin, {}, None)["KUBERNETES_EXEC_INFO"])

    assert info == {"apiVersion": version, "kind": "ExecCredential", "spec": {"interactive": False}}
    assert exec_plugin.credential(plugin, answer(version, token="t"), NOW).token == "t"


@pytest.mark.parametrize(
    ("plugin", "sentence"),
    [
        (Exec("helper", "client.authentication.k8s.io/v1alpha1"), "v1alpha1.*update"),
        (Exec("helper"), "update"),
        (Exec("helper", V1, interactive_mode="Always"), "no terminal"),
    ],
)
def test_plugin_that_cannot_run_here_is_refused(plugin, sentence):
    """The sentence says what to do."""
    with pytest.raises(errors.ConfigError, match=sentence):
        exec_plugin.checked(plugin)


def test_environment_is_ours_and_the_plugin_s():
    """Its own variables win, and what it is told wins over both."""
    plugin = Exec("helper", V1, env=(Variable("B", "own"), Variable("KUBERNETES_EXEC_INFO", "stale")))

    environment = exec_plugin.environment(plugin, {"A": "ours", "B": "ours"}, None)

    assert (environment["A"], environment["B"]) == ("ours", "own")
    assert environment["KUBERNETES_EXEC_INFO"] != "stale"


def test_cluster_is_told_in_the_words_of_a_kubeconfig():
    """What is not said is left out; the authority is data, also if it came from a file."""
    cluster = ClusterInfo("https://h", certificate_authority_data=b"PEM", insecure_skip_tls_verify=True)

    info = msgspec.json.decode(exec_plugin.environment(PLUGIN, {}, cluster)["KUBERNETES_EXEC_INFO"])

    assert info["spec"]["cluster"] == {
        "server": "https://h",
        "insecure-skip-tls-verify": True,
        "certificate-authority-data": "UEVN",
    }


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (b"", "no ExecCredential"),
        (b"\xff", "no ExecCredential"),
        (b'{"token": "secret"}', "no ExecCredential"),
        (answer(token="secret").replace(b"ExecCredential", b"Status"), "no ExecCredential"),
        (answer("client.authentication.k8s.io/v1beta1", token="secret"), "v1beta1.*was asked in.*v1"),
        (answer(), "neither a token nor a certificate"),
        (answer(clientCertificateData="secret"), "neither a token nor a certificate"),
        (answer(token="secret", clientKeyData="secret"), "neither a token nor a certificate"),
        (answer(token="secret", expirationTimestamp="tomorrow"), "no ExecCredential"),
        (answer(token="secret", expirationTimestamp="2027-01-15T08:00:00"), "no ExecCredential"),
        (answer(token="secret").replace(b'"secret"', b'["secret"]'), "no ExecCredential"),
    ],
)
def test_answer_that_is_none_says_so(output, sentence):
    """The message never repeats the output."""
    with pytest.raises(errors.ConfigError, match=sentence) as caught:
        exec_plugin.credential(PLUGIN, output, NOW)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("expires", "use_until"),
    [
        ("2027-01-15T09:00:00Z", NOW + 3600 - exec_plugin.MARGIN_SECONDS),
        ("2027-01-15T10:00:00+01:00", NOW + 3600 - exec_plugin.MARGIN_SECONDS),
        ("2027-01-15T08:00:05Z", NOW + exec_plugin.MIN_USE_SECONDS),
        ("2020-01-01T00:00:00Z", NOW + exec_plugin.MIN_USE_SECONDS),
        (None, float("inf")),
    ],
)
def test_credential_is_renewed_before_it_expires(expires, use_until):
    """One that has expired when it comes does not make the plugin run for every request."""
    status = {"expirationTimestamp": expires} if expires else {}

    assert exec_plugin.credential(PLUGIN, answer(token="t", **status), NOW).use_until == use_until


def test_certificate_comes_with_its_key():
    """Instead of a token, or beside one."""
    credential = exec_plugin.credential(PLUGIN, answer(clientCertificateData="c", clientKeyData="k"), NOW)

    assert (credential.token, credential.certificate, credential.key) == ("", "c", "k")
