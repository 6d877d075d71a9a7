# SPDX-License-Identifier: Apache-2.0
"""The PodDisruptionBudget of a network."""

import pytest

from monero_operator.desired import parent, pdb
from monero_operator.naming import OwnerKind
from tests.support import build


@pytest.mark.parametrize(("replicas", "expected"), [(0, 0), (1, 0), (2, 1), (20, 19)])
def test_all_but_one_node_must_stay(replicas, expected):
    """A single node may be drained, or no machine could ever be."""
    assert (
        expected == pdb.of_many_sets(parent.of(OwnerKind.NETWORK, build.METADATA), replicas=replicas).spec.min_available
    )
