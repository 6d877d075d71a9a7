# SPDX-License-Identifier: Apache-2.0
"""The claim of a node."""

from __future__ import annotations

import pytest

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.desired import shapes
from monero_operator.desired.pod import volumes
from tests.support import build


def test_a_claim_asks_for_what_was_decided() -> None:
    """Size, class and source are passed on; the size is written as the API server would."""
    source = shapes.DataSource(api_group="snapshot.storage.k8s.io", kind="VolumeSnapshot", name="chain")

    claim = volumes.claim(build.desired(volume_size="2048Mi", storage_class="fast", data_source=source))

    assert claim.spec.resources.requests == {"storage": "2Gi"}
    assert (claim.spec.storage_class_name, claim.spec.data_source) == ("fast", source)


def test_a_claim_says_whose_chain_it_holds() -> None:
    """A volume that stays is found again, so it must tell which network it is of."""
    claim = volumes.claim(build.desired(network=Network.STAGENET))

    assert claim.metadata.labels[naming.LABEL_NETWORK] == "stagenet"
    assert claim.metadata.labels[naming.OwnerKind.NETWORK.label] == "regtest"


@pytest.mark.parametrize(
    ("network", "is_pruned", "expected"),
    [
        (Network.REGTEST, False, "1Gi"),
        (Network.TESTNET, False, "60Gi"),
        (Network.STAGENET, True, "60Gi"),
        (Network.MAINNET, False, "400Gi"),
        (Network.MAINNET, True, "200Gi"),
    ],
)
def test_volumes_fit_the_network(network: Network, is_pruned: bool, expected: str) -> None:
    """The default follows the network, and whether the chain is pruned."""
    assert expected == volumes.default_size(network, is_pruned=is_pruned)
