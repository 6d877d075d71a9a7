# SPDX-License-Identifier: Apache-2.0
"""What a second i2pd has of the first one's options, and how many tunnels it makes."""

from pathlib import Path

from monero_agent.i2p import stand_in
from monero_agent.i2p.conf import Places
from monero_agent.i2p.destinations import Served
from monero_agent.i2p.wanted import Place, Service

PLACES = Places(Path("/data/1"), Path("/run/1/tunnels.conf"), Path("/run/own"), None, 12345, "secret", 1)


def test_a_stand_in_is_a_router_of_the_same_network_with_ports_of_its_own():
    """What the first one listens at it does not touch, and it carries nobody else's traffic for its short life."""
    first = {
        "netid": "77",
        "ntcp2.port": "4567",
        "ssu2.port": "4567",
        "port": "12345",
        "http.port": "7070",
        "http.pass": "secret",
        "tunconf": "/run/i2p/tunnels.conf",
        "socksproxy.enabled": "true",
        "sam.enabled": "true",
        "floodfill": "true",
    }

    made = stand_in.options(first, PLACES, port=9999, console=5000)

    off = {
        f"{each}.enabled": "false" for each in ("httpproxy", "socksproxy", "sam", "bob", "i2cp", "i2pcontrol", "upnp")
    }
    assert made == off | {
        "netid": "77",
        "port": "9999",
        "http.port": "5000",
        "http.pass": "secret",
        "tunconf": "/run/1/tunnels.conf",
        "notransit": "true",
    }


def test_a_stand_in_serves_the_same_by_few_tunnels():
    """Other options of the service stay as they are."""
    options = {"inbound.quantity": "16", "i2cp.leaseSetType": "5"}
    service = Service("shared", "rpc", 18089, Place("127.0.0.1", 18089), options, is_shared=True)
    served = Served(service, Path("/run/keys/a.dat"), "a", "a")

    (made,) = stand_in.few([served])

    assert made.service.options == options | {"inbound.quantity": "3"}
    assert (made.file, made.service.target) == (served.file, service.target)
