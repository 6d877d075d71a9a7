# SPDX-License-Identifier: Apache-2.0
"""Arguments of the control plane."""

from pathlib import Path

import pytest

from localkube import controlplane, settings

SETTINGS = settings.load({"LOCALKUBE_HOME": "/state", "XDG_CACHE_HOME": "/cache"})
SPEC = controlplane.spec(SETTINGS, Path("/core"), Path("/addons"))
ARGV = {process.name: process.argv for process in SPEC.processes}


def test_every_part_of_the_control_plane_runs():
    """Nothing is forgotten, and each log file has a name of its own."""
    assert len(SPEC.processes) == len(ARGV)
    assert set(ARGV) == {
        "etcd",
        "kube-apiserver",
        "kube-controller-manager",
        "kube-scheduler",
        "loopcsi",
        "csi-provisioner",
        "csi-resizer",
        "csi-snapshotter",
        "snapshot-controller",
        "metrics-server",
    }


def test_programs_come_from_the_right_build():
    """Kubernetes from the core, everything else from the addons."""
    core = {name for name, argv in ARGV.items() if argv[0].startswith("/core/")}

    assert core == {"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"}


@pytest.mark.parametrize("name", ["etcd", "kube-controller-manager", "kube-scheduler"])
def test_inner_servers_listen_on_loopback(name):
    """Only the API server and metrics-server are for others."""
    listening = [flag for flag in ARGV[name] if "listen-" in flag or "bind-address" in flag]

    assert listening
    assert all("127.0.0.1" in flag for flag in listening)


def test_api_server_serves_where_clients_expect_it():
    """The advertised address, the port and the service network are those of the settings."""
    assert "--advertise-address=10.90.0.1" in ARGV["kube-apiserver"]
    assert "--secure-port=6443" in ARGV["kube-apiserver"]
    assert "--service-cluster-ip-range=10.96.0.0/16" in ARGV["kube-apiserver"]


def test_nodes_are_held_to_their_own_objects():
    """Kubelets are authorized as in any real cluster."""
    assert "--authorization-mode=Node,RBAC" in ARGV["kube-apiserver"]
    assert "--enable-admission-plugins=NodeRestriction" in ARGV["kube-apiserver"]


def test_storage_meets_at_one_socket():
    """The driver listens where its sidecars look."""
    socket = "/state/cp/csi.sock"

    assert f"--socket={socket}" in ARGV["loopcsi"]
    for sidecar in ("csi-provisioner", "csi-resizer", "csi-snapshotter"):
        assert f"--csi-address={socket}" in ARGV[sidecar]


def test_nobody_waits_for_a_lease():
    """There is one of each, and elections would cost seconds after every restart."""
    electing = {name for name, argv in ARGV.items() if {"--leader-elect=false", "--leader-election=false"} & set(argv)}

    assert electing == set(ARGV) - {"etcd", "kube-apiserver", "loopcsi", "metrics-server"}
