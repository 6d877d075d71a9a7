# SPDX-License-Identifier: Apache-2.0
"""What `ip` and `nft` are told."""

from pathlib import Path

import pytest

from localkube import network, settings

SETTINGS = settings.load({})
BATCHES = list(network.batches(SETTINGS))
LINES = [line for _, lines in BATCHES for line in lines]


def test_nobody_gets_a_default_route():
    """No line leads outside: every route is to a network of ours."""
    targets = [line.split()[2] for line in LINES if line.startswith("route add")]

    assert targets
    assert all(target.startswith(("10.244.", "10.96.")) for target in targets)


def test_every_node_reaches_the_pods_of_all_others():
    """Each node has a route to each other node's pods, by that node."""
    routes = {(namespace, line) for namespace, lines in BATCHES for line in lines}

    for node in SETTINGS.nodes:
        for other in SETTINGS.nodes:
            line = f"route add {other.pod_subnet} via {other.address}"
            assert (node != other) == ((SETTINGS.isolated(node), line) in routes)


def test_namespaces_are_made_first():
    """All other lines run in them or point to them."""
    namespace, lines = BATCHES[0]

    assert namespace == ""
    assert [f"netns add lk-{name}" for name in ("cp", "n1", "n2", "n3")] == list(lines)


def test_links_fit_into_the_kernel():
    """Names of network interfaces have at most 15 characters."""
    names = [line.split()[2] for line in LINES if line.startswith("link add")]

    assert all(len(name) <= 15 for name in names)


def test_guard_refuses_the_host_to_pods_and_nodes():
    """Forwarded and own connections are refused, and answers to the host's own connections pass."""
    pods, node = network.guard(SETTINGS).split("chain node")

    for chain in (pods, node):
        assert "ip daddr 10.90.0.254 ct state new meta l4proto tcp reject with tcp reset" in chain
    assert "hook forward" in pods
    assert "hook output" in node


def test_guard_knows_no_way_around():
    """UDP and everything else is refused as TCP is, and IPv6 does not leave a node at all."""
    for chain in network.guard(SETTINGS).split("chain node"):
        assert "ip daddr 10.90.0.254 ct state new reject with icmp type admin-prohibited" in chain
        assert 'oifname "eth0" meta nfproto ipv6 drop' in chain


@pytest.fixture
def kernel(tmp_path: Path) -> tuple[Path, Path]:
    """What a finished network looks like: its namespaces, and the host's link with its mark."""
    namespaces, links = tmp_path / "netns", tmp_path / "net"
    for each in SETTINGS.machines:
        (namespaces / SETTINGS.isolated(each)).mkdir(parents=True)
    (links / "lk-host").mkdir(parents=True)
    (links / "lk-host" / "ifalias").write_text("complete\n")
    return namespaces, links


def test_finished_network_is_complete(kernel):
    """It is left as it is."""
    assert network.is_complete(SETTINGS, *kernel)


def test_network_without_its_mark_is_half(kernel):
    """The link comes before its routes, so the link alone says nothing."""
    _, links = kernel
    (links / "lk-host" / "ifalias").write_text("\n")

    assert not network.is_complete(SETTINGS, *kernel)


def test_network_without_a_namespace_is_half(kernel):
    """One lost namespace is enough."""
    namespaces, _ = kernel
    (namespaces / "lk-n3").rmdir()

    assert not network.is_complete(SETTINGS, *kernel)


def test_mark_is_made_last():
    """Whatever is interrupted or refused before it is built again."""
    assert BATCHES[-1] == ("", ("link set lk-host alias complete",))


def test_guard_can_be_loaded_again():
    """The table is deleted before it is made, and made before it is deleted, so that both always work."""
    lines = network.guard(SETTINGS).splitlines()

    assert lines[:3] == [
        "table inet localkube-guard",
        "delete table inet localkube-guard",
        "table inet localkube-guard {",
    ]
