# SPDX-License-Identifier: Apache-2.0
"""What is applied to the cluster."""

from pathlib import Path

import yaml

from localkube import addons, command, images, settings

DOCUMENTS = [document for document in yaml.safe_load_all(addons.render(settings.load({}))) if document]
BY_KIND = {(document["kind"], document["metadata"]["name"]): document for document in DOCUMENTS}


def test_addresses_are_filled_in():
    """DNS listens where kubelets send pods, metrics are where the control plane is."""
    assert BY_KIND["Service", "kube-dns"]["spec"]["clusterIP"] == "10.96.0.10"
    assert BY_KIND["EndpointSlice", "metrics-server-1"]["endpoints"][0]["addresses"] == ["10.90.0.1"]


def test_images_are_those_that_are_loaded():
    """Nothing is pulled."""
    (container,) = BY_KIND["Deployment", "coredns"]["spec"]["template"]["spec"]["containers"]

    assert (container["image"], container["imagePullPolicy"]) == (images.COREDNS, "Never")


def test_dns_forwards_nothing():
    """A foreign name is answered here, so no query ever leaves."""
    corefile = BY_KIND["ConfigMap", "coredns"]["data"]["Corefile"]

    assert "forward" not in corefile
    assert "rcode NXDOMAIN" in corefile


def test_defaults_are_marked():
    """Claims without a class get volumes, snapshots without one too."""
    for kind in ("StorageClass", "VolumeSnapshotClass"):
        annotations = BY_KIND[kind, "loop"]["metadata"]["annotations"]
        assert list(annotations.values()) == ["true"]


def test_proxies_are_not_asked_for_the_cluster(monkeypatch):
    """kubectl would send everything to the proxy of the person's shell."""
    seen = []
    monkeypatch.setattr(command, "run", lambda _argv, **options: seen.append(options["environ"]))

    addons._kubectl(settings.load({}), Path("/core"), "version")

    assert seen == [{"NO_PROXY": "*"}]
