# SPDX-License-Identifier: Apache-2.0
"""What is told of the custom resources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from prometheus_client import CollectorRegistry

from kubeloop.cache.store import Entry
from kubeloop.objects.condition import Condition, Status
from monero_operator.api.kinds import Root
from monero_operator.api.reasons import SCOPES, Reason
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSetStatus
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetworkStatus
from monero_operator.api.v1alpha1.nodes import NodeStatus
from monero_operator.telemetry.sets import Sets
from tests.support import build


def told(*resources: Root | None, is_leading: bool = True) -> dict[tuple[str, ...], float]:
    """Return what is told of these resources, by name and values of labels."""
    entries: dict[str, list[Entry[Any]]] = {}
    for resource in resources:
        kind = type(resource).__name__
        entries.setdefault(kind, []).append(Entry(resource.metadata if resource else build.METADATA, resource))
    registry = CollectorRegistry()
    registry.register(Sets(entries, lambda: is_leading))
    prefix = "monero_operator_"
    return {
        (sample.name.removeprefix(prefix), *sample.labels.values()): sample.value
        for family in registry.collect()
        for sample in family.samples
    }


def network(*conditions: Condition, nodes: Iterable[NodeStatus] = ()) -> Root:
    """Return a network with this status."""
    status = MoneroNetworkStatus(conditions=conditions, nodes=tuple(nodes))
    return msgspec.structs.replace(build.network(), status=status)


def miners(*conditions: Condition) -> Root:
    """Return a mining set with this status."""
    return msgspec.structs.replace(build.mining_set(), status=MoneroMiningNodeSetStatus(conditions=conditions))


def progressing(reason: Reason, status: Status = "True") -> Condition:
    """Return how far a rollout is."""
    return Condition(type="Progressing", status=status, reason=reason)


def test_sets_are_counted_by_condition_and_a_status_that_none_has_is_0() -> None:
    """So that an alert about it ends, and a rate of it has no holes."""
    ready = Condition(type="Ready", status="True", reason=Reason.ALL_READY)
    waiting = Condition(type="Ready", status="False", reason=Reason.NOT_READY)

    found = told(network(ready), network(waiting), network(waiting), miners(ready))

    assert {key[1:]: value for key, value in found.items() if key[0] == "sets"} == {
        ("MoneroNetwork", "Ready", "True"): 1,
        ("MoneroNetwork", "Ready", "False"): 2,
        ("MoneroNetwork", "Ready", "Unknown"): 0,
        ("MoneroMiningNodeSet", "Ready", "True"): 1,
        ("MoneroMiningNodeSet", "Ready", "False"): 0,
        ("MoneroMiningNodeSet", "Ready", "Unknown"): 0,
    }


def test_nodes_are_counted_by_whether_they_are_in_sync() -> None:
    """One that has said nothing is neither; miners have no chain."""
    nodes = [NodeStatus(name=str(number), synced=synced) for number, synced in enumerate((True, True, False, None))]

    found = told(network(nodes=nodes), network(nodes=nodes[:1]), miners())

    assert {key[1]: value for key, value in found.items() if key[0] == "nodes"} == {
        "synced": 3,
        "behind": 1,
        "unknown": 1,
    }


def test_a_rollout_that_is_stuck_is_named_and_no_other_is() -> None:
    """A label for each of a thousand sets would be a thousand series for nothing."""
    stuck = progressing(Reason.ROLLOUT_STOPPED, "False")

    found = told(network(stuck), network(progressing(Reason.COMPLETE)), miners(progressing(Reason.ROLLING_OUT)))

    assert {key[1]: value for key, value in found.items() if key[0] == "rollouts" and value} == {
        "stuck": 1,
        "complete": 1,
        "rolling": 1,
    }
    assert [key for key in found if key[0] == "rollout_stuck"] == [
        ("rollout_stuck", "MoneroNetwork", "labs", "regtest", "RolloutStopped")
    ]


def available(status: Status) -> Condition:
    """Return whether anything of a resource serves."""
    return Condition(type="Available", status=status, reason=Reason.NO_ENDPOINTS)


def test_a_set_of_which_nothing_serves_is_named_and_no_other_is() -> None:
    """Its pods may not even exist, and then nothing else in Prometheus tells of them."""
    serving = told(network(available("True")), network(progressing(Reason.STARTING)))
    broken = told(network(available("False")))

    assert [key for key in serving if key[0] == "unavailable"] == []
    assert {key: value for key, value in broken.items() if key[0] == "unavailable"} == {
        ("unavailable", "MoneroNetwork", "labs", "regtest", "NoEndpoints"): 1
    }


def test_a_set_without_good_keys_is_named_and_no_other_is() -> None:
    """Part of it is reached at no address, and only a person can say which key is right."""
    good = Condition(type="KeysValid", status="True", reason="KeysGood")
    bad = Condition(type="KeysValid", status="False", reason="KeyInvalid")

    found = told(network(good), network(bad))

    assert [key for key in found if key[0] == "keys_invalid"] == [
        ("keys_invalid", "MoneroNetwork", "labs", "regtest", "KeyInvalid")
    ]


def test_a_set_whose_shared_onion_nobody_publishes_is_named() -> None:
    """Each node's own onion is told by its exporter, and this one by nobody else."""
    joining = Condition(type="TorReady", status="False", reason=Reason.ROUTERS_NOT_READY)
    unbalanced = Condition(type="TorReady", status="False", reason=Reason.BALANCER_UNAVAILABLE)

    found = told(network(joining), network(unbalanced))

    assert [key for key in found if key[0] == "balancer_unavailable"] == [
        ("balancer_unavailable", "MoneroNetwork", "labs", "regtest", "BalancerUnavailable")
    ]


def test_a_set_that_finds_no_peers_is_named_where_it_wants_some() -> None:
    """Transactions do not leave it; where none are wanted they leave another way."""
    alone = Condition(type="I2PPeersAvailable", status="False", reason=Reason.NO_HIDDEN_PEERS)
    content = Condition(type="OnionPeersAvailable", status="False", reason=Reason.HIDDEN_PEERS_NOT_EXPECTED)
    silent = Condition(type="OnionPeersAvailable", status="Unknown", reason=Reason.NO_ANSWER)

    found = told(network(alone, content), network(silent))

    assert [key for key in found if key[0] == "no_hidden_peers"] == [
        ("no_hidden_peers", "MoneroNetwork", "labs", "regtest", "NoHiddenPeers", "i2p")
    ]


@pytest.mark.parametrize("wish", [{"replicas": 0}, {"paused": True}])
def test_a_set_that_is_not_to_serve_is_not_told_as_unavailable(wish: dict[str, Any]) -> None:
    """A page about what somebody switched off teaches people to ignore pages."""
    running = network(available("False"))
    stopped = msgspec.structs.replace(running, spec=msgspec.structs.replace(running.spec, **wish))

    assert [key for key in told(stopped) if key[0] == "unavailable"] == []


@pytest.mark.parametrize("reason", [reason for reason, scopes in SCOPES.items() if "Progressing" in scopes])
def test_every_reason_of_progressing_is_one_state(reason: Reason) -> None:
    """A reason that is added counts as rolling until somebody says otherwise."""
    found = told(network(progressing(reason)))

    assert sum(value for key, value in found.items() if key[0] == "rollouts") == 1


def test_a_standby_tells_nothing_of_what_both_know() -> None:
    """Or a sum over replicas would count everything twice."""
    assert told(network(progressing(Reason.COMPLETE)), is_leading=False) == {}


def test_what_cannot_be_read_is_left_out() -> None:
    """Somebody stored it before the schema was as it is."""
    assert told(None)["nodes", "unknown"] == 0
