# SPDX-License-Identifier: Apache-2.0
"""The PodMonitor and the PrometheusRule."""

import pytest

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api.v1alpha1.metrics import Monitor
from monero_operator.desired import monitoring, parent
from tests.support import build

OWNER = parent.of(naming.OwnerKind.NETWORK, build.METADATA)
MINERS = parent.of(naming.OwnerKind.MINING_SET, build.MINERS)


def test_the_pods_of_one_owner_are_scraped_under_the_labels_that_rules_count_on():
    """Selected by our label, on the named port; the job is one for all."""
    built = monitoring.pod_monitor(OWNER, Monitor())
    (endpoint,) = built.spec.pod_metrics_endpoints

    assert built.spec.selector.match_labels == {"utxo.com.br/moneronetwork": "regtest"}
    assert (endpoint.port, endpoint.path, endpoint.interval) == ("metrics", "/metrics", "")
    said = {each.target_label: each.replacement or each.source_labels[0] for each in endpoint.relabelings}
    assert said == {
        "job": "monero-exporter",
        "instance": "__meta_kubernetes_pod_name",
        "set": "__meta_kubernetes_pod_label_app_kubernetes_io_instance",
        "component": "__meta_kubernetes_pod_label_app_kubernetes_io_component",
    }


def test_miners_share_their_name_with_nodes_but_not_their_monitor():
    """A mining set may be called as a network is."""
    assert monitoring.pod_monitor(MINERS, Monitor()).metadata.name == "miners-xmrig"
    assert monitoring.prometheus_rule(OWNER, {}, Network.REGTEST).metadata.name == "regtest"


@pytest.mark.parametrize(
    ("interval", "told"), [("15s", "15s"), ("1.5m", "90s"), ("1h30m", "5400s"), ("2.5s", "2500ms")]
)
def test_an_interval_is_told_as_prometheus_writes_it(interval, told):
    """Which knows no fractions; Kubernetes does."""
    (endpoint,) = monitoring.pod_monitor(OWNER, Monitor(interval=interval)).spec.pod_metrics_endpoints

    assert endpoint.interval == told


def test_a_users_labels_are_told_to_be_ours_so_that_they_are_put_right():
    """Drift is noticed of labels that the object itself names; ours are never replaced."""
    built = monitoring.prometheus_rule(OWNER, {"release": "stack", naming.LABEL_INSTANCE: "x"}, None).metadata

    assert built.labels == {"release": "stack"} | OWNER.labels
    assert built.named_labels == {"release", naming.LABEL_INSTANCE}


def test_the_rules_of_an_owner_are_about_its_own_series_alone():
    """Each set has a copy of its own, so one that spoke of others would alert once per set."""

    def expressions(owner, network):
        built = monitoring.prometheus_rule(owner, {}, network)
        return [rule["expr"] for group in built.spec.groups for rule in group["rules"]]

    nodes, miners = expressions(OWNER, Network.REGTEST), expressions(MINERS, None)

    assert all('namespace="labs",set="regtest"' in each for each in nodes)
    assert all('namespace="labs",set="miners"' in each for each in miners)


@pytest.mark.parametrize(("owner", "network"), [(OWNER, Network.REGTEST), (MINERS, None)])
def test_nobody_misses_the_targets_of_a_set_without_replicas(owner, network):
    """One that has some is told where Prometheus knows none of its pods."""

    def alerts(*, is_scraped):
        built = monitoring.prometheus_rule(owner, {}, network, is_scraped=is_scraped)
        return {rule.get("alert") for group in built.spec.groups for rule in group["rules"]}

    assert alerts(is_scraped=True) - alerts(is_scraped=False) == {"MoneroNotScraped"}
