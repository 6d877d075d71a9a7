# SPDX-License-Identifier: Apache-2.0
"""The addresses by which nodes dial each other."""

import pytest

from monero_operator import facts
from monero_operator.desired.service import Kept
from monero_operator.plan import peering
from tests.support import build

SERVICES = {service.name: service for service in (build.service(ordinal) for ordinal in range(2))}


@pytest.mark.parametrize(("ordinals", "expected"), [((), ()), ((0, 1), ("10.0.0.0", "10.0.0.1")), ((1, 2), None)])
def test_one_unknown_address_makes_all_unknown(ordinals, expected):
    """Half a list would be told, and have to be told again."""
    assert expected == peering.addresses(build.gathered(services=SERVICES), ordinals)


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        pytest.param("regtest-0-p2p", (), ("10.0.0.0", None), id="its own, whatever is remembered"),
        pytest.param("regtest-7-p2p", (), ("10.0.0.7", 30007), id="what is remembered of one that is lost"),
        pytest.param("regtest-7-p2p", ("10.0.0.7",), ("", 30007), id="any address, when somebody else has it"),
        pytest.param("regtest-7-p2p", ("30007",), ("10.0.0.7", None), id="any port, when somebody else has it"),
    ],
)
def test_a_service_that_is_made_again_asks_for_what_it_had(name, taken, expected):
    """Its siblings dial the address, and its peers know the port."""
    seen = build.gathered(services=SERVICES, obstacles=facts.Obstacles(taken_addresses=frozenset(taken)))

    kept = peering.kept(seen, name, Kept("10.0.0.7", {"p2p": "30007"}))

    assert expected == (kept.cluster_ip, kept.port("p2p"))
