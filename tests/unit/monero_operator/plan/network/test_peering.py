# SPDX-License-Identifier: Apache-2.0
"""Who dials whom."""

import pytest

from monero_operator import facts
from monero_operator.plan.network import peering
from tests.support import build

SERVICES = {service.name: service for service in (build.service(ordinal) for ordinal in range(3))}


@pytest.mark.parametrize(
    ("ordinal", "size", "expected"),
    [
        (0, 1, ()),
        (0, 3, ("10.0.0.0",)),
        (1, 3, ("10.0.0.0",)),
        (3, 4, ("10.0.0.0", "10.0.0.1", "10.0.0.2")),
        (1, 1, ("10.0.0.0",)),
        (5, 6, None),
    ],
)
def test_each_node_dials_the_lower_ones(ordinal, size, expected):
    """The first dials itself, a single one nobody, and while an address is unknown there is no answer."""
    assert expected == peering.dials(build.gathered(services=SERVICES), ordinal, size)


@pytest.mark.parametrize("fields", [{"cluster_ip": ""}, {"is_terminating": True}])
def test_an_address_that_is_not_there_yet_or_not_for_long_is_unknown(fields):
    """A Service that is going takes its address with it."""
    service = build.service(0, **fields)

    assert peering.dials(build.gathered(services={service.name: service}), 1, 2) is None


def test_a_lost_address_is_remembered_by_those_who_dial_it():
    """Also by ordinal 0, which dials itself."""
    alone = build.gathered(statefulsets={0: build.statefulset(0)})
    seen = build.gathered(statefulsets={0: build.statefulset(0), 2: build.statefulset(2)})

    assert peering.kept(alone, 0).cluster_ip == "10.0.0.0"
    assert [peering.kept(seen, ordinal).cluster_ip for ordinal in range(3)] == ["10.0.0.0", "10.0.0.1", ""]


def test_an_address_that_somebody_took_is_not_asked_for_again():
    """A refused Service would never come back; with another address its dialers restart, one by one."""
    seen = build.gathered(
        statefulsets={2: build.statefulset(2)}, obstacles=facts.Obstacles(taken_addresses=frozenset({"10.0.0.1"}))
    )

    assert peering.kept(seen, 1).cluster_ip == ""


def test_an_address_that_is_there_is_kept():
    """What siblings remember does not matter then."""
    seen = build.gathered(services=SERVICES, statefulsets={2: build.statefulset(2, dials=("1.1.1.1", "2.2.2.2"))})

    assert peering.kept(seen, 1).cluster_ip == "10.0.0.1"
