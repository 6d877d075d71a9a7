# SPDX-License-Identifier: Apache-2.0
"""The addresses by which nodes dial each other."""

import pytest

from monero_operator import facts
from monero_operator.plan import peering
from tests.support import build

SERVICES = {service.name: service for service in (build.service(ordinal) for ordinal in range(2))}


@pytest.mark.parametrize(("ordinals", "expected"), [((), ()), ((0, 1), ("10.0.0.0", "10.0.0.1")), ((1, 2), None)])
def test_one_unknown_address_makes_all_unknown(ordinals, expected):
    """Half a list would be told, and have to be told again."""
    assert expected == peering.addresses(build.gathered(services=SERVICES), ordinals)


@pytest.mark.parametrize(
    ("ordinal", "taken", "expected"),
    [
        pytest.param(0, (), "10.0.0.0", id="its own, whatever is remembered"),
        pytest.param(7, (), "10.0.0.7", id="the remembered one of a Service that is lost"),
        pytest.param(7, ("10.0.0.7",), "", id="any, when somebody else has it"),
    ],
)
def test_a_service_that_is_made_again_asks_for_its_old_address(ordinal, taken, expected):
    """Its siblings dial it."""
    seen = build.gathered(services=SERVICES, obstacles=facts.Obstacles(taken_addresses=frozenset(taken)))

    assert expected == peering.wanted_address(seen, ordinal, "10.0.0.7")
