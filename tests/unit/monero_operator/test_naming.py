# SPDX-License-Identifier: Apache-2.0
"""Names, and how long they get."""

import re

import pytest

from monero_operator import naming

LONGEST = "a" * naming.MAX_NAME_LENGTH
DNS_1035 = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")


@pytest.mark.parametrize(
    ("name", "most"),
    [
        (naming.network_statefulset(LONGEST, naming.MAX_REPLICAS - 1), 52),
        (naming.network_pod(LONGEST, naming.MAX_REPLICAS - 1), 63),
        (naming.p2p_service(LONGEST, naming.MAX_REPLICAS - 1), 63),
        (naming.nodes_service(LONGEST), 63),
        (naming.client_service(LONGEST), 63),
        (naming.pdb(LONGEST), 63),
        (naming.config(LONGEST), 63),
        (naming.router(LONGEST, "tor"), 63),
        (naming.router(LONGEST, "i2p"), 63),
        (naming.balancer(LONGEST), 63),
        (naming.mining_statefulset(LONGEST), 52),
    ],
)
def test_the_longest_names_fit(name, most):
    """A StatefulSet leaves room for the revision in its pods' labels; everything else is a DNS label."""
    assert len(name) <= most
    assert DNS_1035.fullmatch(name)


def test_no_two_children_of_a_kind_share_a_name():
    """Also where a network's own name ends in a number."""
    services = [naming.nodes_service("a"), naming.client_service("a"), *(naming.p2p_service("a", i) for i in range(64))]

    assert len(services) == len(set(services))


def test_ordinal_labels_contain_both_selectors():
    """What is selected is what is labelled."""
    labels = naming.ordinal_labels("regtest", 3)

    assert (
        naming.selector(naming.OwnerKind.NETWORK, "regtest").items()
        <= naming.ordinal_selector("regtest", 3).items()
        <= labels.items()
    )
    assert all(key.startswith(naming.OWN_LABEL_PREFIXES) for key in labels)


@pytest.mark.parametrize("kind", naming.OwnerKind)
def test_children_are_found_by_the_selector_of_all_watches(kind):
    """A child without the label would never be seen again."""
    key, _, value = naming.SELECT_MANAGED.partition("=")

    assert value == naming.labels(kind, "regtest")[key]


@pytest.mark.parametrize("kind", naming.OwnerKind)
def test_the_balancer_of_one_kind_is_no_node_and_none_of_another_kinds(kind):
    """Sets of two kinds may share a name, and nodes are chosen by the label of their owner."""
    labels = naming.balancer_labels(kind, "regtest")
    others = [naming.balancer_selector(other, "regtest") for other in naming.OwnerKind if other is not kind]

    assert naming.balancer_selector(kind, "regtest").items() <= labels.items()
    assert not naming.selector(kind, "regtest").items() & labels.items()
    assert not [other for other in others if other.items() <= labels.items()]
