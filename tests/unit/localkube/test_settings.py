# SPDX-License-Identifier: Apache-2.0
"""Names, addresses and paths."""

import ipaddress
from pathlib import Path

import pytest

from localkube import settings


def test_paths_come_from_the_environment():
    """Both directories can be put elsewhere."""
    loaded = settings.load({"LOCALKUBE_HOME": "/mnt/cluster", "XDG_CACHE_HOME": "/mnt/cache"})

    assert (Path("/mnt/cluster"), Path("/mnt/cache/localkube")) == (loaded.home, loaded.cache)


@pytest.mark.parametrize("environ", [{}, {"LOCALKUBE_HOME": "", "XDG_CACHE_HOME": ""}])
def test_unset_and_empty_mean_the_defaults(environ):
    """An empty variable is no path."""
    loaded = settings.load(environ)

    assert (Path("/var/lib/localkube"), Path("~/.cache/localkube").expanduser()) == (loaded.home, loaded.cache)


def test_addresses_lie_in_their_networks():
    """Machines, services and pods have the networks that routes and firewall rules are made for."""
    loaded = settings.load({})
    machines = ipaddress.ip_network(loaded.machine_network)
    services = ipaddress.ip_network(loaded.service_network)
    pods = ipaddress.ip_network(loaded.pod_network)

    for address in (loaded.host_address, *(machine.address for machine in loaded.machines)):
        assert ipaddress.ip_address(address) in machines
    for address in (loaded.api_service_address, loaded.dns_address):
        assert ipaddress.ip_address(address) in services
    for node in loaded.nodes:
        assert ipaddress.ip_network(node.pod_subnet).subnet_of(pods)


def test_only_nodes_run_pods():
    """The control plane is a machine, but no node."""
    loaded = settings.load({})

    assert list(loaded.nodes) == [machine for machine in loaded.machines if machine.is_node]
