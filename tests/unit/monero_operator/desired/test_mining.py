# SPDX-License-Identifier: Apache-2.0
"""The StatefulSet of miners."""

import msgspec

from monero_operator import naming
from monero_operator.desired import mining
from tests.support import build


def test_miners_are_replaced_by_us_and_keep_nothing():
    """No volume, no Service; a name that no node set or network of the same name has."""
    built = mining.build(build.desired_miner(replicas=3))

    assert built.metadata.name == "miners-xmrig"
    assert (built.spec.replicas, built.spec.update_strategy.type, built.spec.pod_management_policy) == (
        3,
        "OnDelete",
        "Parallel",
    )
    assert (built.spec.volume_claim_templates, built.spec.service_name) == ((), "")
    assert built.spec.selector.match_labels == {naming.OwnerKind.MINING_SET.label: "miners"}


def test_an_image_that_the_owner_did_not_name_is_remembered():
    """So that an upgrade of the operator changes no miner."""
    named = build.desired_miner()
    unnamed = msgspec.structs.replace(named, is_default_image=True)

    images = [
        mining.build(miner).metadata.annotations.get(naming.ANNOTATION_DEFAULT_IMAGE) for miner in (named, unnamed)
    ]
    assert images == [None, build.IMAGES.xmrig]


def test_only_what_is_of_the_pods_makes_a_new_template():
    """More miners are no reason to restart those that are there."""
    prints = [
        mining.build(build.desired_miner(replicas=3)).fingerprint,
        mining.build(build.desired_miner(replicas=4)).fingerprint,
        mining.build(build.desired_miner(args=("-o", "other:1"))).fingerprint,
    ]

    assert prints[0] == prints[1] != prints[2]
