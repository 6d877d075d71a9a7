# SPDX-License-Identifier: Apache-2.0
"""The witness of the packet test sees what it should: without this, its silence would prove nothing."""

from __future__ import annotations

import json

import pytest

from tests.support import packets, peers
from tests.support.waiting import until
from tools.kubectl import Kubectl

SEND = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))"
NETWORK = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNetwork",
    "metadata": {"name": "witness"},
    "spec": {"replicas": 1, "template": {"spec": {"monerod": {"args": ["--regtest", "--fixed-difficulty=1"]}}}},
}


@pytest.mark.machines
def test_a_packet_to_an_outside_address_is_counted_and_goes_nowhere(namespace: Kubectl) -> None:
    """A datagram to an address outside finds no route, and the count of the pod that sent it says so."""
    namespace.run("apply", "--filename", "-", stdin=json.dumps(NETWORK))
    namespace.run("wait", "moneronetwork/witness", "--for=condition=Ready", "--timeout=3m", timeout_seconds=200)
    address = peers.pods(namespace, "witness")["witness-0-0"]["status"]["podIP"]

    with pytest.raises(Exception, match="Network is unreachable"):
        namespace.run("exec", "witness-0-0", "--container", "exporter", "--", "python3", "-c", SEND)

    assert until(lambda: packets.without_route().get(address), seconds=10, what="the attempt was counted") >= 1
