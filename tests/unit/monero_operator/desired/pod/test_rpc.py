# SPDX-License-Identifier: Apache-2.0
"""What a pod is made of where its RPC wants a login or speaks TLS."""

import msgspec
import pytest

from monero_operator.api.v1alpha1.common import SecretReference
from monero_operator.api.v1alpha1.nodes import Rpc
from monero_operator.desired.pod import template
from tests.support import build

LOGIN = Rpc(login_secret_ref=SecretReference("who"))
TLS = Rpc(tls_secret_ref=SecretReference("proof"))
BOTH = Rpc(login_secret_ref=SecretReference("who"), tls_secret_ref=SecretReference("proof"))
OF_WHO = {"RPC_USERNAME": ("who", "username"), "RPC_PASSWORD": ("who", "password")}


def pod(rpc):
    """Return exporter, monerod and volumes of a node with this RPC."""
    spec = template.build(build.desired(rpc=rpc)).spec
    return spec.init_containers[0], spec.containers[0], spec.volumes


def variables(container):
    """Return the values of a container's variables, and what those refer to that come from Secrets, by name."""
    plain = {each.name: each.value for each in container.env if each.value_from is None}
    secret = {
        each.name: each.value_from.secret_key_ref
        for each in container.env
        if each.value_from and each.value_from.secret_key_ref
    }
    return plain, {name: (found.name, found.key) for name, found in secret.items()}


@pytest.mark.parametrize("rpc", [LOGIN, BOTH])
def test_the_login_reaches_both_containers_as_a_variable(rpc):
    """Both read the same entries, and nothing of it stands among arguments."""
    exporter, monerod, _ = pod(rpc)

    told, secret = variables(monerod)
    assert secret == OF_WHO
    assert told["RPC_LOGIN"] == "$(RPC_USERNAME):$(RPC_PASSWORD)"
    told, secret = variables(exporter)
    assert OF_WHO.items() <= secret.items()
    assert told["MONERO_EXPORTER_RPC_LOGIN"] == "$(RPC_USERNAME):$(RPC_PASSWORD)"
    assert not [word for word in (*monerod.args, *exporter.args) if "login" in word]


def test_references_come_before_what_is_made_of_them():
    """Kubernetes expands only variables that stand further up."""
    for container in pod(LOGIN)[:2]:
        names = [variable.name for variable in container.env]
        assert names.index("RPC_USERNAME") < names.index("RPC_PASSWORD") < len(names) - 1
        assert names[-1].endswith("RPC_LOGIN")


def test_tls_is_enforced_with_the_files_of_the_secret():
    """Plain HTTP is refused, and the exporter asks by https without a name to compare."""
    exporter, monerod, volumes = pod(TLS)

    assert {
        "--rpc-ssl=enabled",
        "--rpc-ssl-certificate=/tls/tls.crt",
        "--rpc-ssl-private-key=/tls/tls.key",
    } <= set(monerod.args)
    assert {"--monero-addr=https://127.0.0.1:18081", "--rpc-insecure"} <= set(exporter.args)
    assert [(volume.name, volume.secret.secret_name, volume.secret.default_mode) for volume in volumes] == [
        ("tls", "proof", 0o440)
    ]
    assert ("tls", "/tls") in [(mount.name, mount.mount_path) for mount in monerod.volume_mounts]
    assert "tls" not in [mount.name for mount in exporter.volume_mounts]


def test_a_certificate_that_is_missing_keeps_a_container_from_starting_instead_of_a_volume_from_being_mounted():
    """The kubelet says why a container does not start, and nothing in a pod's status says why a mount waits."""
    exporter, _, volumes = pod(TLS)

    assert ("proof", "tls.crt") in variables(exporter)[1].values()
    assert volumes[0].secret.optional


def test_no_private_key_is_a_variable():
    """Variables show in more places than files."""
    exporter, monerod, _ = pod(BOTH)

    secrets = variables(exporter)[1] | variables(monerod)[1]
    assert "tls.key" not in {key for _, key in secrets.values()}


@pytest.mark.parametrize(("rpc", "is_guarded"), [(Rpc(), False), (LOGIN, True), (TLS, True), (BOTH, True)])
def test_probes_only_connect_where_kubernetes_would_be_refused(rpc, is_guarded):
    """It knows neither HTTP Digest nor our certificates; the exporter's own probes stay as they are."""
    exporter, monerod, _ = pod(rpc)

    for probe in (monerod.startup_probe, monerod.liveness_probe):
        question = probe.tcp_socket if is_guarded else probe.http_get
        assert question is not None
        assert question.port == 18089
        assert None in (probe.tcp_socket, probe.http_get)
    assert exporter.readiness_probe.http_get.path == "/readyz"


def test_without_either_nothing_is_added():
    """TLS is off, as monerod otherwise makes keys at every start; no Secret is named."""
    exporter, monerod, volumes = pod(Rpc())

    assert "--rpc-ssl=disabled" in monerod.args
    assert "--rpc-insecure" not in exporter.args
    assert volumes == ()
    assert b"ecret" not in msgspec.json.encode((exporter, monerod))
