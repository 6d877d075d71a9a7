# SPDX-License-Identifier: Apache-2.0
"""Where credentials are looked for, in which order."""

from __future__ import annotations

import os

import pytest

from kubeloop import errors
from kubeloop.config import discovery

CONTENT = """\
current-context: c
clusters: [{name: c, cluster: {server: "http://127.0.0.1:8001"}}]
users: [{name: c, user: {}}]
contexts: [{name: c, context: {cluster: c, user: c, namespace: NAMESPACE}}]
"""
INSIDE = {"KUBERNETES_SERVICE_HOST": "10.96.0.1"}


@pytest.fixture
def home(tmp_path):
    """Write a kubeconfig at home."""
    (tmp_path / ".kube").mkdir()
    (tmp_path / ".kube" / "config").write_text(CONTENT.replace("NAMESPACE", "home"))
    return {"HOME": str(tmp_path)}


def test_what_somebody_set_wins(tmp_path, home):
    """KUBECONFIG comes before the pod and before the home directory, and may name several files."""
    path = tmp_path / "config"
    path.write_text(CONTENT.replace("NAMESPACE", "set"))
    several = os.pathsep.join([str(tmp_path / "absent"), "", str(path)])

    assert discovery.load({"KUBECONFIG": str(path)} | INSIDE | home).namespace == "set"
    assert discovery.load({"KUBECONFIG": several}).namespace == "set"


def test_pod_comes_before_home(home):
    """Outside of a pod it is what kubectl uses."""
    with pytest.raises(errors.ConfigError, match="service account"):
        discovery.load(INSIDE | home)

    assert discovery.load(home).namespace == "home"


def test_named_context_is_never_the_pod_s(home):
    """A pod has no contexts."""
    assert discovery.load(INSIDE | home, context="c").namespace == "home"
    with pytest.raises(errors.ConfigError, match="no context 'other'"):
        discovery.load(INSIDE | home, context="other")
