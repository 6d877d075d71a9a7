# SPDX-License-Identifier: Apache-2.0
"""Where pods run."""

import msgspec
import pytest

from monero_operator import naming
from monero_operator.api.v1alpha1.placement import Affinity, LabelSelector, PodAffinity, PodTerm, TopologySpread
from monero_operator.desired.pod import placement
from monero_operator.naming import OwnerKind
from tests.support import build

OWNER = build.desired().parent
OWN = {"matchLabels": naming.selector(OwnerKind.NETWORK, "regtest")}
OTHERS = PodTerm(topology_key="zone", label_selector=LabelSelector(match_labels={"app": "noisy"}))
AWAY = Affinity(pod_anti_affinity=PodAffinity(required_during_scheduling_ignored_during_execution=(OTHERS,)))


def sent(value):
    """Return a value as JSON has it."""
    return msgspec.json.decode(msgspec.json.encode(value))


APART = {"topologyKey": "kubernetes.io/hostname", "labelSelector": OWN}


@pytest.mark.parametrize(
    ("wanted", "is_hard", "expected"),
    [
        (None, False, None),
        (None, True, [APART]),
        (AWAY, False, [sent(OTHERS)]),
        (AWAY, True, [APART, sent(OTHERS)]),
    ],
)
def test_hard_anti_affinity_stands_beside_what_the_user_says(wanted, is_hard, expected):
    """Neither replaces the other."""
    built = sent(placement.affinity(OWNER, wanted, is_hard=is_hard))
    terms = built and built["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]

    assert terms == expected


def test_a_users_spread_replaces_ours_and_counts_the_same_pods():
    """The user says how, not whose."""
    rule = TopologySpread(max_skew=2, topology_key="zone", when_unsatisfiable="DoNotSchedule")

    (built,) = placement.spread(OWNER, (rule,))
    (usual,) = placement.spread(OWNER)

    assert (built.max_skew, built.topology_key, built.when_unsatisfiable) == (2, "zone", "DoNotSchedule")
    assert built.label_selector == usual.label_selector
    assert usual.topology_key == "kubernetes.io/hostname"
