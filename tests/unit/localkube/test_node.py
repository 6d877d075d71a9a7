# SPDX-License-Identifier: Apache-2.0
"""Configuration of a node."""

import dataclasses
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localkube import node, settings

GIB = 1 << 30
SETTINGS = settings.load({"LOCALKUBE_HOME": "/state"})
NODE = SETTINGS.nodes[1]
FILES = node.files(SETTINGS, NODE, 24 * GIB)


def test_pods_get_routes_to_the_cluster_only():
    """No default route, no masquerading: that is what keeps pods inside."""
    bridge = json.loads(FILES["cni/10-localkube.conflist"])["plugins"][0]

    assert bridge["ipam"]["routes"] == [{"dst": "10.244.0.0/16"}, {"dst": "10.96.0.0/16"}, {"dst": "10.90.0.0/24"}]
    assert bridge["ipMasq"] is False
    assert bridge["ipam"]["ranges"] == [[{"subnet": "10.244.2.0/24"}]]


def test_nodes_do_not_share_cgroups():
    """Kubelet's root is the group that is made for the node."""
    assert json.loads(FILES["kubelet.json"])["cgroupRoot"] == "/lk-n2"


def test_containerd_reads_its_configuration():
    """The text is valid TOML with what the machine cannot do switched off."""
    cri = tomllib.loads(FILES["containerd.toml"])["plugins"]["io.containerd.grpc.v1.cri"]

    assert cri["sandbox_image"] == node.PAUSE_IMAGE
    assert cri["cni"]["conf_dir"] == "/state/n2/etc/cni"
    assert cri["containerd"]["runtimes"]["runc"]["options"]["SystemdCgroup"] is False


def test_twenty_peers_fit_on_the_reference_machine():
    """24 GiB carry twenty pods of 406 MiB beside the cluster's own."""
    allocatable = 24 * GIB - node.reserved_memory_bytes(24 * GIB, 24 * GIB, 3)

    assert 3 * allocatable <= 20 * GIB
    assert 3 * allocatable >= 20 * (406 << 20) + GIB


@given(st.integers(min_value=7 * GIB, max_value=1024 * GIB), st.integers(min_value=1, max_value=9))
def test_nodes_never_promise_more_than_there_is(memory_bytes, nodes):
    """The shares of all nodes together leave room for the cluster, unless each is at its least."""
    share = memory_bytes - node.reserved_memory_bytes(memory_bytes, memory_bytes, nodes)

    assert share == GIB or nodes * share <= memory_bytes - 4 * GIB


def test_limit_of_a_container_is_shared_instead_of_the_machine():
    """Kubelet sees 64 GiB and may promise a third of what 16 GiB leave."""
    assert 64 * GIB - node.reserved_memory_bytes(64 * GIB, 16 * GIB, 3) == 4 * GIB


def test_kubelet_is_told_who_it_is():
    """Name, address and credentials are the node's own."""
    argv = {process.name: process.argv for process in node.spec(SETTINGS, NODE, Path("/c"), Path("/a")).processes}

    assert "--hostname-override=n2" in argv["kubelet"]
    assert "--node-ip=10.90.0.12" in argv["kubelet"]
    assert "--kubeconfig=/state/pki/n2.kubeconfig" in argv["kubelet"]
    assert "--node=n2" in argv["loopcsi"]


@pytest.fixture
def here(tmp_path: Path) -> settings.Settings:
    """Settings with a home that can be written."""
    return dataclasses.replace(SETTINGS, home=tmp_path)


def test_files_are_written_once(here):
    """kube-proxy ends when its file is written, so an unchanged one is left alone."""
    assert node.write_files(here, NODE, 24 * GIB)
    times = {path: path.stat().st_mtime_ns for path in here.home.rglob("*")}

    assert not node.write_files(here, NODE, 24 * GIB)
    assert times == {path: path.stat().st_mtime_ns for path in here.home.rglob("*")}


def test_changed_file_is_written(here):
    """Another size of memory is another kubelet configuration, and the caller learns of it."""
    node.write_files(here, NODE, 24 * GIB)

    assert node.write_files(here, NODE, 48 * GIB)
