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


def mounts() -> tuple[shapes.VolumeMount, ...]:
    """Return where monerod finds its volume; nothing else in its pod can be written to."""
    return (shapes.VolumeMount(name=naming.VOLUME_DATA, mount_path=naming.DATA_PATH),)


def claim(node: Node) -> shapes.ClaimTemplate:
    """Return the claim template of one node; the API server refuses any later change of it."""
    size = quantity.canonical(node.disk_size or DEFAULT_SIZES[node.network])
    labels = naming.ordinal_labels(node.parent.name, node.ordinal) | {naming.LABEL_NETWORK: node.network.value}
    return shapes.ClaimTemplate(
        metadata=shapes.ClaimMetadata(name=naming.VOLUME_DATA, labels=labels),
        spec=shapes.ClaimSpec(
            access_modes=("ReadWriteOnce",),
            resources=shapes.ResourceRequirements(requests={"storage": size}),
            storage_class_name=node.storage_class or "",
        ),
    )
