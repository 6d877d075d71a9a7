# SPDX-License-Identifier: Apache-2.0
"""Which of Prometheus Operator's objects an owner has."""

from typing import Any

import msgspec
import pytest

from aiomonero.types.network import Network
from monero_operator import facts, naming
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1.metrics import Metrics, MinerMetrics, Monitor, Rules
from monero_operator.desired import parent, shapes
from monero_operator.facts import Monitor as Found
from monero_operator.facts import Monitoring
from monero_operator.plan import config, monitoring
from monero_operator.plan.actions import Deletion
from monero_operator.plan.mining import decide as mining_decide
from monero_operator.plan.network import decide as network_decide
from monero_operator.plan.nodeset import decide as nodeset_decide
from monero_operator.settings import Images
from tests.support import build

OWNER = parent.of(naming.OwnerKind.NETWORK, build.METADATA)
BOTH = frozenset({"PodMonitor", "PrometheusRule"})
THERE = Monitoring(kinds=BOTH, found=tuple(Found(kind=kind, name="regtest", uid=kind) for kind in sorted(BOTH)))


def decided(metrics: Metrics, seen: Monitoring) -> tuple[set[str], set[str]]:
    """Return which kinds are applied, and of which an object is deleted."""
    done = monitoring.decide(OWNER, metrics, seen, Network.REGTEST, replicas=1)
    return {type(child).__name__ for child in done.apply}, {deletion.kind for deletion in done.delete}


@pytest.mark.parametrize("kinds", [frozenset(), {"PodMonitor"}, {"PrometheusRule"}, BOTH])
def test_there_is_one_of_each_kind_that_the_cluster_has(kinds):
    """Either may be missing."""
    assert decided(Metrics(), Monitoring(kinds=frozenset(kinds))) == (set(kinds), set())


@pytest.mark.parametrize(
    ("metrics", "left"),
    [
        (Metrics(), BOTH),
        (Metrics(enabled=False), set()),
        (Metrics(monitor=Monitor(enabled=False)), {"PrometheusRule"}),
        (Metrics(rules=Rules(enabled=False)), {"PodMonitor"}),
    ],
)
def test_what_nobody_wants_any_more_goes(metrics, left):
    """Whoever closes the metrics, or wants no monitor or no rules, is rid of what was made."""
    assert decided(metrics, THERE) == (left, BOTH - left)


def test_what_goes_already_is_not_deleted_again():
    """Somebody's finalizer may take its time."""
    (going, other) = THERE.found
    seen = Monitoring(kinds=BOTH, found=(msgspec.structs.replace(going, is_terminating=True), other))

    done = monitoring.decide(OWNER, Metrics(enabled=False), seen, replicas=1)

    assert done.delete == (Deletion("PrometheusRule", "regtest", "PrometheusRule"),)


@pytest.mark.parametrize(
    ("rules", "labels"),
    [(Rules(), {"release": "stack"}), (Rules(labels={}), {}), (Rules(labels={"a": "b"}), {"a": "b"})],
)
def test_rules_have_the_monitors_labels_unless_they_have_their_own(rules, labels):
    """One Prometheus chooses both by the same label, as a rule."""
    metrics = Metrics(monitor=Monitor(labels={"release": "stack"}), rules=rules)

    (_, built) = monitoring.decide(OWNER, metrics, Monitoring(kinds=BOTH), Network.REGTEST, replicas=1).apply

    assert built.metadata.labels == labels | OWNER.labels


@pytest.mark.parametrize("network", [Network.REGTEST, None])
def test_alerts_lead_to_the_pages_that_the_operator_was_told(network):
    """Those of nodes and those of miners."""
    seen = Monitoring(kinds=frozenset({"PrometheusRule"}), runbooks_url="https://example.org/alerts")

    (built,) = monitoring.decide(OWNER, Metrics(), seen, network, replicas=1).apply
    alerts = [rule for group in built.spec.groups for rule in group["rules"] if "alert" in rule]

    assert {rule["annotations"]["runbook_url"] for rule in alerts} == {
        f"https://example.org/alerts/{rule['alert']}.md" for rule in alerts
    }


def test_who_is_told_of_metrics_makes_no_other_template():
    """So that a label of a monitor never counts as an owner's change of its pods."""
    told = Metrics(monitor=Monitor(labels={"a": "b"}, interval="5s"), rules=Rules(enabled=False))

    assert config.shape_of_metrics(told) == Metrics()
    assert config.shape_of_metrics(Metrics(enabled=False)) == Metrics(enabled=False)


SEEN = {
    naming.OwnerKind.NODE_SET: facts.NodeSetFacts(name="regtest", monitoring=THERE),
    naming.OwnerKind.NETWORK: facts.NetworkFacts(name="regtest", monitoring=THERE),
    naming.OwnerKind.MINING_SET: facts.MiningFacts(name="miners", monitoring=THERE),
}


def planned(kind: naming.OwnerKind, metrics: dict[str, Any], *, images: Images = build.IMAGES, paused: bool = False):
    """Return the plan for an owner of any kind whose monitors are there, whatever they are called."""
    match kind:
        case naming.OwnerKind.NODE_SET:
            node_set = build.node_set(metrics=Metrics(**metrics), paused=paused)
            return nodeset_decide.decide(node_set, SEEN[kind], images, build.NOW)
        case naming.OwnerKind.NETWORK:
            network = build.network(node={"metrics": Metrics(**metrics)}, paused=paused)
            return network_decide.decide(network, SEEN[kind], images, build.NOW)
        case naming.OwnerKind.MINING_SET:
            mining_set = build.mining_set(metrics=MinerMetrics(**metrics), paused=paused)
            return mining_decide.decide(mining_set, SEEN[kind], images, build.NOW)


def kinds_of(children) -> set[str]:
    """Return which of Prometheus Operator's kinds are among children."""
    return {type(child).__name__ for child in children} & BOTH


@pytest.mark.parametrize("kind", list(naming.OwnerKind))
def test_every_kind_of_owner_has_them_and_is_rid_of_them(kind):
    """Metrics that are closed take their monitors along; while the owner is paused nothing is touched."""
    is_open, is_closed = planned(kind, {"enabled": True}), planned(kind, {"enabled": False})
    paused = [planned(kind, {"enabled": each}, paused=True) for each in (True, False)]

    assert (kinds_of(is_open.apply), is_open.delete) == (BOTH, ())
    assert (kinds_of(is_closed.apply), {deletion.kind for deletion in is_closed.delete}) == (set(), BOTH)
    assert [(plan.apply, plan.delete) for plan in paused] == [((), ())] * 2


@pytest.mark.parametrize("kind", [naming.OwnerKind.NODE_SET, naming.OwnerKind.MINING_SET])
def test_a_monitors_label_is_no_change_of_the_pods(kind):
    """The StatefulSet is what it was, so nothing is written but the monitors."""

    def statefulset(**metrics):
        plan = planned(kind, {"enabled": True, **metrics})
        return next(child for child in plan.apply if isinstance(child, shapes.StatefulSet))

    assert statefulset() == statefulset(monitor=Monitor(labels={"release": "stack"}), rules=Rules(enabled=False))


@pytest.mark.parametrize("kind", list(naming.OwnerKind))
def test_a_label_of_ours_is_refused_and_nothing_is_changed(kind):
    """A child is told from strangers by it."""
    plan = planned(kind, {"enabled": True, "monitor": Monitor(labels={"utxo.com.br/mine": "x"})})

    assert plan.apply == ()
    assert reasons_of(plan) == {Reason.LABEL_RESERVED}


def test_an_exporter_beside_a_miner_needs_an_image_and_miners_without_one_do_not():
    """Whoever mines without metrics may have an operator that knows no exporter."""
    images = msgspec.structs.replace(build.IMAGES, exporter="")

    assert reasons_of(planned(naming.OwnerKind.MINING_SET, {"enabled": True}, images=images)) == {Reason.NO_IMAGE}
    assert reasons_of(planned(naming.OwnerKind.MINING_SET, {"enabled": False}, images=images)) == {Reason.VALID}


def reasons_of(plan) -> set[str]:
    """Return what ConfigValid says."""
    return {condition.reason for condition in plan.status.conditions if condition.type == "ConfigValid"}
