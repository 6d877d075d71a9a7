# SPDX-License-Identifier: Apache-2.0
"""Pages of i2pd's web console, as two of its versions gave them (`tests/vectors/PROVENANCE.md`)."""

from pathlib import Path

import pytest

from monero_agent.i2p import console

STATUS = {"2.56.0": "Unknown", "2.59.0": "OK"}
VECTORS = Path(__file__).parents[3] / "vectors/i2pd"


@pytest.fixture(params=["2.56.0", "2.59.0"])
def version(request):
    """Each version in turn."""
    return request.param


def _page(version, name):
    return (VECTORS / version / f"{name}.html").read_text()


def test_the_main_page_tells_how_i2pd_is(version):
    """Version, network status, known routers and the share of tunnels that could be built."""
    told = console.health(_page(version, "main"))

    assert (told.version, told.network_status, told.known_peers) == (version, STATUS[version], 5)
    assert told.tunnel_success_ratio is not None
    assert 0 < told.tunnel_success_ratio <= 1


def test_tunnels_are_named_without_those_of_i2pd_itself(version):
    """The SOCKS proxy is listed among them, and nobody asked for that one."""
    assert console.names(_page(version, "tunnels")) == {"rpc", "client"}


def test_destinations_are_listed(version):
    """The one that is served, that of the proxy, and those of client tunnels."""
    listed = console.destinations(_page(version, "destinations"))

    assert [len(each) for each in listed] == [52] * 4
    assert len(set(listed)) == 4


def test_a_destination_can_talk_once_it_has_tunnels_both_ways(version):
    """Tunnels of one direction alone reach nobody."""
    page = _page(version, "destination")
    inbound, middle, outbound = page.partition("<b>Outbound tunnels:</b>")

    assert console.can_talk(page)
    assert not console.can_talk(_page(version, "destination-without-tunnels"))
    assert not console.can_talk(inbound.replace("established", "failed") + middle + outbound)
    assert not console.can_talk(inbound + middle + outbound.replace("established", "building"))


@pytest.mark.parametrize("page", ["", "<b>Routers:</b> many<br>", "<b>Tunnel creation success rate:</b> %"])
def test_a_page_that_says_nothing_is_nothing_known(page):
    """A console of another version or language makes no facts."""
    assert console.health(page) == console.Health()
