# SPDX-License-Identifier: Apache-2.0
"""What a user says of pods."""

import msgspec

from monero_operator import naming
from monero_operator.api.v1alpha1.common import PodSettings, SecretReference
from monero_operator.api.v1alpha1.placement import (
    Affinity,
    NodeAffinity,
    PodAffinity,
    PodTerm,
    Toleration,
    TopologySpread,
)
from monero_operator.desired.pod import settings, template
from tests.support import build

NODE = build.desired()
POD = template.build(NODE).spec


def sent(shape):
    """Return a shape as JSON has it."""
    return msgspec.json.decode(msgspec.json.encode(shape))


def applied(wanted, *, is_hard=False):
    """Return what is sent of a pod with these settings."""
    return sent(settings.applied(POD, wanted, NODE.parent, is_hard=is_hard))


def test_settings_stand_in_the_pod_as_they_were_given():
    """In Kubernetes' own words, and nothing where nothing was said."""
    wanted = PodSettings(
        node_selector={"disk": "fast"},
        tolerations=(Toleration(key="dedicated", operator="Exists", effect="NoSchedule"),),
        priority_class_name="low",
        image_pull_secrets=(SecretReference(name="registry"),),
    )

    built, plain = applied(wanted), applied(PodSettings())

    expected = {
        "nodeSelector": {"disk": "fast"},
        "tolerations": [{"key": "dedicated", "operator": "Exists", "effect": "NoSchedule"}],
        "priorityClassName": "low",
        "imagePullSecrets": [{"name": "registry"}],
    }
    assert {name: built[name] for name in expected} == expected
    assert plain == sent(POD)


def test_our_labels_win_over_a_users_and_a_restart_is_a_new_template():
    """Selectors go by our labels."""
    built = settings.metadata({"ours": "1"}, {"ours": "2", "team": "a"}, {"note": "x"}, "today", has_metrics=False)

    assert built.labels == {"ours": "1", "team": "a"}
    assert built.annotations == {"note": "x", naming.ANNOTATION_RESTART: "today"}


def test_hard_anti_affinity_is_added_to_what_a_user_says():
    """Neither takes anything from the other."""
    elsewhere = PodAffinity(required_during_scheduling_ignored_during_execution=(PodTerm(topology_key="zone"),))
    wanted = PodSettings(affinity=Affinity(node_affinity=NodeAffinity(), pod_anti_affinity=elsewhere))

    built = applied(wanted, is_hard=True)["affinity"]

    required = built["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    assert built["nodeAffinity"] == {}
    assert {term["topologyKey"]: term.get("labelSelector") for term in required} == {
        "zone": None,
        "kubernetes.io/hostname": {"matchLabels": NODE.parent.selector},
    }


def test_a_users_own_spread_replaces_the_usual_one_over_the_same_pods():
    """Without one they are spread over machines where possible."""
    zones = TopologySpread(max_skew=2, topology_key="zone", when_unsatisfiable="DoNotSchedule")

    (usual,) = applied(PodSettings())["topologySpreadConstraints"]
    (own,) = applied(PodSettings(topology_spread_constraints=(zones,)))["topologySpreadConstraints"]

    assert (usual["topologyKey"], usual["whenUnsatisfiable"]) == ("kubernetes.io/hostname", "ScheduleAnyway")
    assert (own["topologyKey"], own["whenUnsatisfiable"], own["maxSkew"]) == ("zone", "DoNotSchedule", 2)
    assert own["labelSelector"] == usual["labelSelector"]


def test_a_prometheus_finds_pods_by_annotations_unless_a_person_says_otherwise():
    """Only pods that serve metrics say so, and a user's word about it is the last."""

    def annotations(given, *, has_metrics):
        return settings.metadata({}, {}, given, "", has_metrics=has_metrics).annotations

    said = {"prometheus.io/scrape": "true", "prometheus.io/port": "9000", "prometheus.io/path": "/metrics"}
    assert annotations({}, has_metrics=True) == said
    assert annotations({"prometheus.io/scrape": "false"}, has_metrics=True) == said | {"prometheus.io/scrape": "false"}
    assert annotations({}, has_metrics=False) == {}
