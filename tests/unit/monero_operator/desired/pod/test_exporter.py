# SPDX-License-Identifier: Apache-2.0
"""The exporter beside each monerod."""

import pytest

from aiomonero.types.network import Network
from monero_operator.api.arguments import Argument
from monero_operator.api.v1alpha1.metrics import Metrics
from monero_operator.api.v1alpha1.nodes import Monerod
from monero_operator.desired.anonymity import Anonymity
from monero_operator.desired.pod import exporter
from tests.support import build


def test_it_is_a_native_sidecar_that_never_keeps_monerod_from_starting():
    """It restarts by itself, is alive by its own word, and no start-up probe waits for anything."""
    built = exporter.build(build.desired())

    assert built.restart_policy == "Always"
    assert built.startup_probe is None
    assert (built.liveness_probe.http_get.path, built.readiness_probe.http_get.path) == ("/healthz", "/readyz")


def test_it_asks_the_unrestricted_rpc_over_loopback():
    """The restricted one hides half of what it needs."""
    assert "--monero-addr=http://127.0.0.1:38081" in exporter.build(build.desired(network=Network.STAGENET)).args


def test_nodes_compare_themselves_with_all_others_of_their_set():
    """By the headless Service's name, which is asked anew each time, so a set that grows restarts nobody."""
    built = exporter.build(build.desired())
    name = next(variable for variable in built.env if variable.name == "MONERO_EXPORTER_NAME")

    assert "--siblings=regtest-nodes:9000" in built.args
    assert name.value_from.field_ref.field_path == "metadata.name"


@pytest.mark.parametrize("node", [build.desired(dials=()), build.desired(arguments=(Argument("offline"),))])
def test_a_node_that_works_offline_has_no_siblings(node):
    """It could not get their blocks."""
    assert not any(argument.startswith("--siblings") for argument in exporter.build(node).args)


def test_it_listens_to_what_monerod_publishes():
    """Where it publishes at all."""
    assert not any("zmq" in argument for argument in exporter.build(build.desired()).args)
    assert "--zmq-addr=tcp://127.0.0.1:18083" in exporter.build(build.desired(monerod=Monerod(zmq=True))).args


def test_it_knows_by_what_network_all_peers_are_met():
    """monerod itself sees addresses of its own pod only."""
    inside = build.desired(anonymity=Anonymity(transport="i2p"))

    assert "--transport=i2p" in exporter.build(inside).args
    assert not any("transport" in argument for argument in exporter.build(build.desired()).args)


def test_metrics_can_be_closed():
    """Health and status are served in any case."""
    assert "--no-metrics" not in exporter.build(build.desired()).args
    assert "--no-metrics" in exporter.build(build.desired(metrics=Metrics(enabled=False))).args


def test_beside_a_miner_it_asks_xmrig_and_no_daemon():
    """A miner is ready by its own word, which does not wait for the exporter's."""
    built = exporter.of_miner(build.desired_miner())

    assert built.args == ("--monero-addr=none", "--xmrig-addr=http://127.0.0.1:8600", "--bind-addr=:9000")
    assert built.image == build.IMAGES.exporter
    assert built.readiness_probe is None
