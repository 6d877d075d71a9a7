# SPDX-License-Identifier: Apache-2.0
"""A node set with Tor and I2P, by plans that are carried out: what runs beside its nodes, and who is told what."""

import json
from typing import Any

from monero_operator.api.v1alpha1.anonymity import I2p, Tor
from monero_operator.desired import configmap
from monero_operator.desired.shapes import PodSpec
from tests.support import build, hidden
from tests.support.node_world import World

CLIENT_KEY = "KCTBICNR3XIDEXU3C23QBZYZ5F3SYBYABMN5O6DOSB6GKPJAJFOQ"
TOR, I2P = Tor(enabled=True), I2p(enabled=True)
MAINNET = ()


def settled(*, nodes: int = 3, **fields: Any) -> World:
    """Return a world in which a node set is as it was asked for; its keys are made."""
    there = World()
    there.keys = hidden.keys(nodes)
    there.settle(build.node_set(**fields))
    return there


def told(there: World) -> dict[int, list[str]]:
    """Return the lines of each ordinal."""
    assert there.config is not None
    return {ordinal: text.splitlines() for ordinal, text in configmap.contents(there.config).items()}


def pod(there: World) -> PodSpec:
    """Return the pod that nodes are made of."""
    assert there.statefulset is not None
    return there.statefulset.spec.template.spec


def arguments(there: World) -> tuple[str, ...]:
    """Return monerod's arguments that all nodes share."""
    return pod(there).containers[0].args


def document(there: World, network: str) -> dict[str, Any]:
    """Return what the agents of a network are told."""
    told: dict[str, Any] = json.loads(there.config_maps[f"regtest-{network}"].data[f"{network}.json"])
    return told


def services(there: World, network: str) -> dict[str, Any]:
    """Return what they serve, by name."""
    return {service["name"]: service for service in document(there, network).get("services", [])}
