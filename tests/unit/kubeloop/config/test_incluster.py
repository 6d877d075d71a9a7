# SPDX-License-Identifier: Apache-2.0
"""Credentials of a pod."""

from __future__ import annotations

import pytest

from kubeloop import errors
from kubeloop.config import incluster
from kubeloop.testing import clock
from tests.support import certificates

INSIDE = {"KUBERNETES_SERVICE_HOST": "10.96.0.1"}


@pytest.fixture
def account(tmp_path):
    """Write what kubelet mounts."""
    certificates.authority(tmp_path, "ca")
    (tmp_path / "token").write_text("mounted\n")
    (tmp_path / "namespace").write_text("mine\n")
    return tmp_path


def test_service_account_is_an_access(account):
    """Server, namespace and token come from environment and files."""
    access = incluster.load(INSIDE, account)

    assert (access.server, access.namespace, access.proxy) == ("https://10.96.0.1:443", "mine", "")
    assert clock.run(access.credentials.current()).token == "mounted"


def test_address_of_version_six_has_brackets(account):
    """A URL needs them."""
    environment = {"KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "6443"}

    assert incluster.load(environment, account).server == "https://[fd00::1]:6443"


def test_proxy_of_the_environment_counts_here_too(account):
    """As for client-go, exceptions included."""
    environment = INSIDE | {"HTTPS_PROXY": "http://proxy:3128"}

    assert incluster.load(environment, account).proxy == "http://proxy:3128"
    assert incluster.load(environment | {"NO_PROXY": "10.96.0.0/16"}, account).proxy == ""


@pytest.mark.parametrize("missing", ["ca.crt", "token", "namespace"])
def test_pod_without_service_account_says_what_to_look_at(account, missing):
    """The likely reason is part of the sentence."""
    (account / missing).unlink()

    with pytest.raises(errors.ConfigError, match="automountServiceAccountToken"):
        incluster.load(INSIDE, account)


def test_outside_of_a_pod_says_what_to_set():
    """The other way to be let in is named."""
    with pytest.raises(errors.ConfigError, match="KUBECONFIG"):
        incluster.load({})
