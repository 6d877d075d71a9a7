# SPDX-License-Identifier: Apache-2.0
"""What a person says about pods, on a template of any kind."""

import pytest

from monero_operator.api.v1alpha1.common import PodSettings, SecretReference
from monero_operator.api.v1alpha1.placement import Affinity, NodeAffinity, PodAffinity, PodTerm, TopologySpread
from monero_operator.desired import shapes
from monero_operator.desired.pod import security, settings
from tests.support import build

OWNER = build.desired().parent
BARE = shapes.PodTemplate(
    metadata=shapes.TemplateMetadata(labels={"utxo.com.br/own": "yes"}, annotations={"utxo.com.br/restart": "now"}),
    spec=shapes.PodSpec(
        containers=(),
        termination_grace_period_seconds=30,
        enable_service_links=False,
        security_context=security.pod(),
    ),
)
ELSEWHERE = PodTerm(topology_key="zone")


def applied(*, is_hard=False, **wanted):
    """Return a bare template with a person's settings."""
    return settings.apply(BARE, OWNER, PodSettings(**wanted), is_hard=is_hard)


def test_labels_and_annotations_stand_beside_ours_and_never_instead():
    """Selectors and restarts count on ours."""
    built = applied(
        labels={"team": "a", "utxo.com.br/own": "no"}, annotations={"note": "b", "utxo.com.br/restart": "never"}
    ).metadata

    assert built.labels == {"team": "a", "utxo.com.br/own": "yes"}
    assert built.annotations == {"note": "b", "utxo.com.br/restart": "now"}


@pytest.mark.parametrize(("field", "value"), [("node_selector", {"disk": "fast"}), ("priority_class_name", "high")])
def test_what_is_said_once_is_copied(field, value):
    """In the words of Kubernetes."""
    assert getattr(applied(**{field: value}).spec, field) == value


def test_logins_of_registries_are_named():
    """The operator reads none of them."""
    built = applied(image_pull_secrets=(SecretReference("registry"),)).spec

    assert built.image_pull_secrets == (shapes.LocalReference(name="registry"),)


def test_hard_anti_affinity_is_added_to_what_a_person_says():
    """Neither takes anything from the other."""
    wanted = Affinity(
        node_affinity=NodeAffinity(),
        pod_anti_affinity=PodAffinity(required_during_scheduling_ignored_during_execution=(ELSEWHERE,)),
    )

    built = applied(affinity=wanted, is_hard=True).spec.affinity

    required = built.pod_anti_affinity.required_during_scheduling_ignored_during_execution
    assert built.node_affinity == NodeAffinity()
    assert [term.topology_key for term in required] == ["zone", "kubernetes.io/hostname"]
    assert required[1].label_selector.match_labels == OWNER.selector


def test_without_any_wish_pods_are_spread_over_machines_where_possible():
    """A person's own spread replaces that, over the same pods."""
    zones = TopologySpread(max_skew=2, topology_key="zone", when_unsatisfiable="DoNotSchedule")

    (default,) = applied().spec.topology_spread_constraints
    (wanted,) = applied(topology_spread_constraints=(zones,)).spec.topology_spread_constraints

    assert (default.topology_key, default.when_unsatisfiable) == ("kubernetes.io/hostname", "ScheduleAnyway")
    assert (wanted.topology_key, wanted.when_unsatisfiable, wanted.max_skew) == ("zone", "DoNotSchedule", 2)
    assert wanted.label_selector == default.label_selector
