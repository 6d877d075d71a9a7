# SPDX-License-Identifier: Apache-2.0
"""Families about Tor and I2P beside the daemon.

None has an address in a label: who may read metrics need not learn where a node is reached, now or once it has moved.
"""

from typing import NamedTuple

from monero_exporter.catalogue.family import Family, Kind

_SERVICE = ("service", "key")
"""What is served (p2p, rpc, shared), and whether the address is of the `current` key or of the `previous` one."""


class Program(NamedTuple):
    """What is told of both programs alike."""

    up: Family
    ready: Family
    info: Family
    problem: Family
    restarts_total: Family
    reloads_total: Family
    service_published: Family


def _program(network: str, program: str, *, ready: str, published: str) -> Program:
    def family(name: str, kind: Kind, sentence: str, *labels: str) -> Family:
        return Family(f"monero_{network}_{name}", kind, sentence, source=network, labels=labels)

    return Program(
        up=family("up", Kind.GAUGE, f"Whether {program} runs; 0 too where nothing is heard of it."),
        ready=family("ready", Kind.GAUGE, ready),
        info=family("info", Kind.INFO, f"Version of {program}.", "version"),
        problem=family("problem", Kind.GAUGE, f"Each kind of trouble that {program} has now, as 1.", "code"),
        restarts_total=family("restarts_total", Kind.COUNTER, f"Times that {program} was started again."),
        reloads_total=family(
            "reloads_total", Kind.COUNTER, f"Times that {program} was given other keys or another configuration."
        ),
        service_published=family("service_published", Kind.GAUGE, published, *_SERVICE),
    )


TOR = _program(
    "tor",
    "tor",
    ready="Whether tor knows the network and has built a circuit.",
    published="Whether clients can look the onion up: its descriptor is at the relays that keep it.",
)
TOR_BOOTSTRAPPED_RATIO = Family(
    "monero_tor_bootstrapped_ratio", Kind.GAUGE, "How far tor has come in joining the network.", source="tor"
)
TOR_CIRCUIT_ESTABLISHED = Family(
    "monero_tor_circuit_established", Kind.GAUGE, "Whether tor has built a circuit.", source="tor"
)
TOR_NETWORK_LIVE = Family(
    "monero_tor_network_live", Kind.GAUGE, "Whether tor has heard from the network lately.", source="tor"
)
TOR_INTRODUCTION_POINTS = Family(
    "monero_tor_introduction_points",
    Kind.GAUGE,
    "Relays that bring clients to the onion; without any nobody reaches it.",
    source="tor",
    labels=_SERVICE,
)
I2P = _program(
    "i2p",
    "i2pd",
    ready="Whether i2pd is part of the network and builds tunnels.",
    published="Whether the destination can be reached: it has tunnels in both directions.",
)
I2P_NETWORK_STATUS = Family(
    "monero_i2p_network_status",
    Kind.GAUGE,
    "What i2pd says of how other routers reach it, as 1.",
    source="i2p",
    labels=("status",),
)
I2P_KNOWN_ROUTERS = Family(
    "monero_i2p_known_routers", Kind.GAUGE, "Routers of the network that i2pd knows.", source="i2p"
)
I2P_TUNNEL_SUCCESS_RATIO = Family(
    "monero_i2p_tunnel_success_ratio", Kind.GAUGE, "Part of the tunnels tried lately that were built.", source="i2p"
)

ALL = (
    *TOR,
    TOR_BOOTSTRAPPED_RATIO,
    TOR_CIRCUIT_ESTABLISHED,
    TOR_NETWORK_LIVE,
    TOR_INTRODUCTION_POINTS,
    *I2P,
    I2P_NETWORK_STATUS,
    I2P_KNOWN_ROUTERS,
    I2P_TUNNEL_SUCCESS_RATIO,
)
