# SPDX-License-Identifier: Apache-2.0
"""The StatefulSet of one node; its whole form stands in tests/golden."""

import pytest

from monero_operator import naming
from monero_operator.api.v1alpha1.anonymity import Tor
from monero_operator.desired import statefulset
from monero_operator.desired.anonymity import Anonymity, OnTor
from tests.support import build


def test_the_fingerprint_follows_the_pod_and_nothing_else():
    """A change that restarts no pod leaves it alone."""
    before, image, retention = (
        statefulset.build(build.desired(**fields)).metadata.labels[naming.LABEL_TEMPLATE]
        for fields in ({}, {"monerod_image": "other"}, {"when_deleted": "Retain"})
    )

    assert before == retention
    assert before != image


def test_only_a_default_image_is_remembered():
    """What the user names needs no memory."""
    chosen, default = (statefulset.build(build.desired(is_default_image=is_default)) for is_default in (False, True))

    assert naming.ANNOTATION_DEFAULT_IMAGE not in chosen.metadata.annotations
    assert build.IMAGES.monerod == default.metadata.annotations[naming.ANNOTATION_DEFAULT_IMAGE]


def test_a_stopped_node_keeps_its_volume():
    """It has no pod, and its claim stays."""
    stopped = statefulset.build(build.desired(replicas=0))

    assert stopped.spec.replicas == 0
    assert stopped.spec.persistent_volume_claim_retention_policy.when_scaled == "Retain"


def test_what_a_node_dials_is_read_back():
    """The addresses are those that were written, without ports, in their order."""
    built = statefulset.build(build.desired(dials=("10.0.0.1", "10.0.0.2")))

    assert statefulset.dials(built) == ("10.0.0.1", "10.0.0.2")


def test_ordinals_select_only_their_own_pods():
    """Two StatefulSets of one network never share a pod."""
    one, two = (statefulset.build(build.desired(ordinal=ordinal)).spec for ordinal in (1, 2))

    assert one.selector != two.selector
    for spec in (one, two):
        assert spec.selector.match_labels.items() <= spec.template.metadata.labels.items()


@pytest.mark.parametrize("is_locked", [True, False])
def test_that_nodes_reach_everybody_by_tor_is_read_back(is_locked):
    """It is one of the places that remember it."""
    on = Anonymity(tor=OnTor(image="tor:1", spec=Tor(), is_locked=is_locked))
    built = statefulset.build(build.desired(anonymity=on))

    assert is_locked == statefulset.are_locked(built.spec.template.spec.containers)
