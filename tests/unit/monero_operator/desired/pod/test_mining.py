# SPDX-License-Identifier: Apache-2.0
"""The pod of a miner as a whole."""

import pytest

from monero_operator import naming
from monero_operator.api.v1alpha1.common import PodSettings
from monero_operator.api.v1alpha1.metrics import MinerMetrics
from monero_operator.desired.pod import mining
from tests.support import build


def test_the_pod_is_restricted():
    """It fits the strictest Pod Security level."""
    spec = mining.build(build.desired_miner()).spec
    (container,) = spec.containers

    assert spec.security_context.run_as_non_root
    assert spec.security_context.seccomp_profile.type == "RuntimeDefault"
    assert container.security_context.capabilities.drop == ("ALL",)
    assert container.security_context.read_only_root_filesystem
    assert spec.automount_service_account_token is False


@pytest.mark.parametrize("is_hard", [True, False])
def test_miners_are_kept_apart_where_asked(is_hard):
    """By host name, among those of one set."""
    spec = mining.build(build.desired_miner(hard_anti_affinity=is_hard)).spec

    assert (spec.affinity is not None) == is_hard


def test_settings_and_restart_stand_in_the_template():
    """So that a change of them is a new template."""
    miner = build.desired_miner(pod=PodSettings(labels={"team": "a"}, node_selector={"cpu": "big"}))

    built = mining.build(miner)

    assert built.metadata.labels["team"] == "a"
    assert built.metadata.labels[naming.OwnerKind.MINING_SET.label] == "miners"
    assert built.spec.node_selector == {"cpu": "big"}


@pytest.mark.parametrize(("metrics", "sidecars"), [(MinerMetrics(), []), (MinerMetrics(enabled=True), ["exporter"])])
def test_an_exporter_runs_beside_a_miner_only_if_asked_for(metrics, sidecars):
    """A thousand miners are a thousand sidecars; those that have one can be found by annotations."""
    built = mining.build(build.desired_miner(metrics=metrics))

    assert [container.name for container in built.spec.init_containers] == sidecars
    assert ("prometheus.io/scrape" in built.metadata.annotations) == bool(sidecars)
