# SPDX-License-Identifier: Apache-2.0
"""The pod as a whole."""

import pytest

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.desired.pod import template
from monero_operator.naming import OwnerKind
from tests.support import build


def test_every_container_is_restricted_and_requests_cpu():
    """The pod fits the strictest Pod Security level, and an autoscaler finds what it needs."""
    spec = template.build(build.desired()).spec

    assert spec.security_context.run_as_non_root
    for container in (*spec.init_containers, *spec.containers):
        assert container.security_context.read_only_root_filesystem
        assert not container.security_context.allow_privilege_escalation
        assert container.security_context.capabilities.drop == ("ALL",)
        assert "cpu" in container.resources.requests


@pytest.mark.parametrize("is_hard", [True, False])
def test_nodes_are_spread_and_kept_apart_where_asked(is_hard):
    """Spreading is a wish; hard anti-affinity is a condition, by host name."""
    spec = template.build(build.desired(hard_anti_affinity=is_hard)).spec

    assert spec.topology_spread_constraints[0].when_unsatisfiable == "ScheduleAnyway"
    assert is_hard == (spec.affinity is not None)
    if spec.affinity:
        term = spec.affinity.pod_anti_affinity.required_during_scheduling_ignored_during_execution[0]
        assert ("kubernetes.io/hostname", naming.selector(OwnerKind.NETWORK, "regtest")) == (
            term.topology_key,
            term.label_selector.match_labels,
        )


def test_a_users_labels_never_replace_ours():
    """Selectors go by our labels."""
    labels = {"team": "research", naming.LABEL_ORDINAL: "99"}

    built = template.build(build.desired(pod_labels=labels, pod_annotations={"note": "x"})).metadata

    assert (
        built.labels["team"],
        built.labels[naming.LABEL_ORDINAL],
        built.annotations["note"],
    ) == ("research", "1", "x")


@pytest.mark.parametrize(("network", "seconds"), [(Network.REGTEST, 30), (Network.MAINNET, 300)])
def test_a_large_chain_gets_more_time_to_stop(network, seconds):
    """A regtest node must not keep its namespace for minutes; a mainnet node must have them."""
    spec = template.build(build.desired(network=network)).spec

    assert seconds == spec.termination_grace_period_seconds


def test_a_pod_finds_its_own_file_by_its_index():
    """One template serves all ordinals of a set; where nothing is told there is nothing to mount."""
    filed, plain = (template.build(build.desired(filed=flags)).spec for flags in ({"add-peer"}, frozenset()))

    monerod = filed.containers[0]
    (variable,) = [each for each in monerod.env if each.value_from]
    (mount,) = [each for each in monerod.volume_mounts if each.name == "config"]
    assert variable.value_from.field_ref.field_path == "metadata.labels['apps.kubernetes.io/pod-index']"
    assert mount.sub_path_expr == f"$({variable.name}).conf"
    assert f"--config-file={mount.mount_path}" in monerod.args
    assert [volume.config_map.name for volume in filed.volumes] == ["regtest-config"]
    assert plain.volumes == ()


@pytest.mark.parametrize(("is_on_host", "expected"), [(True, 18080), (False, None)])
def test_a_node_takes_its_machines_port_only_on_request(is_on_host, expected):
    """The Pod Security levels `baseline` and `restricted` forbid it."""
    (port,) = [
        each
        for each in template.build(build.desired(is_on_host=is_on_host)).spec.containers[0].ports
        if each.name == "p2p"
    ]

    assert expected == port.host_port
