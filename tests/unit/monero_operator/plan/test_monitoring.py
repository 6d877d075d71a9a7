# SPDX-License-Identifier: Apache-2.0
"""Which of Prometheus Operator's objects an owner has."""

import msgspec
import pytest

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api.v1alpha1.metrics import Metrics, Monitor, Rules
from monero_operator.desired import parent
from monero_operator.facts import Monitor as Found
from monero_operator.facts import Monitoring
from monero_operator.plan import config, monitoring
from monero_operator.plan.actions import Deletion
from tests.support import build

OWNER = parent.of(naming.OwnerKind.NETWORK, build.METADATA)
BOTH = frozenset({"PodMonitor", "PrometheusRule"})
THERE = Monitoring(kinds=BOTH, found=tuple(Found(kind=kind, name="regtest", uid=kind) for kind in sorted(BOTH)))


def decided(metrics: Metrics, seen: Monitoring) -> tuple[set[str], set[str]]:
    """Return which kinds are applied, and of which an object is deleted."""
    done = monitoring.decide(OWNER, metrics, seen, Network.REGTEST)
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

    done = monitoring.decide(OWNER, Metrics(enabled=False), seen)

    assert done.delete == (Deletion("PrometheusRule", "regtest", "PrometheusRule"),)


@pytest.mark.parametrize(
    ("rules", "labels"),
    [(Rules(), {"release": "stack"}), (Rules(labels={}), {}), (Rules(labels={"a": "b"}), {"a": "b"})],
)
def test_rules_have_the_monitors_labels_unless_they_have_their_own(rules, labels):
    """One Prometheus chooses both by the same label, as a rule."""
    metrics = Metrics(monitor=Monitor(labels={"release": "stack"}), rules=rules)

    (_, built) = monitoring.decide(OWNER, metrics, Monitoring(kinds=BOTH), Network.REGTEST).apply

    assert built.metadata.labels == labels | OWNER.labels


def test_who_is_told_of_metrics_makes_no_other_template():
    """So that a label of a monitor never counts as an owner's change of its pods."""
    told = Metrics(monitor=Monitor(labels={"a": "b"}, interval="5s"), rules=Rules(enabled=False))

    assert config.shape_of_metrics(told) == Metrics()
    assert config.shape_of_metrics(Metrics(enabled=False)) == Metrics(enabled=False)
