# SPDX-License-Identifier: Apache-2.0
"""The volume that holds the chain."""

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.desired import quantity, shapes
from monero_operator.desired.node import Node

DEFAULT_SIZES = {
    Network.REGTEST: "1Gi",
    Network.TESTNET: "60Gi",
    Network.STAGENET: "60Gi",
    Network.MAINNET: "400Gi",
}
PRUNED_SIZE = "200Gi"
"""On mainnet."""


def mounts() -> tuple[shapes.VolumeMount, ...]:
    """Return where monerod finds its volume; nothing else in its pod can be written to."""
    return (shapes.VolumeMount(name=naming.VOLUME_DATA, mount_path=naming.DATA_PATH),)


def claim(node: Node) -> shapes.ClaimTemplate:
    """Return the claim template; the API server refuses any later change of it."""
    return shapes.ClaimTemplate(
        metadata=shapes.ClaimMetadata(
            name=naming.VOLUME_DATA, labels=node.labels | {naming.LABEL_NETWORK: node.network.value}
        ),
        spec=shapes.ClaimSpec(
            access_modes=("ReadWriteOnce",),
            resources=shapes.ResourceRequirements(requests={"storage": quantity.canonical(node.volume_size)}),
            storage_class_name=node.spec.storage_class or "",
            data_source=node.data_source,
        ),
    )


def default_size(network: Network, *, is_pruned: bool) -> str:
    """Return the size of each volume where the owner names none."""
    return PRUNED_SIZE if is_pruned and network is Network.MAINNET else DEFAULT_SIZES[network]
