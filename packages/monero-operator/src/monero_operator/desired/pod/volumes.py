# SPDX-License-Identifier: Apache-2.0
"""The volume that holds the chain, and the file with what a node is told that its siblings are not."""

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


def mounts(node: Node) -> tuple[shapes.VolumeMount, ...]:
    """Return where monerod finds its volume, which alone can be written to, and its own configuration file.

    Kubernetes binds the file when the container starts, so a later change of the ConfigMap takes a restart.
    """
    data = shapes.VolumeMount(name=naming.VOLUME_DATA, mount_path=naming.DATA_PATH)
    key = naming.config_key(f"$({naming.ORDINAL_VARIABLE})")
    config = shapes.VolumeMount(name=naming.VOLUME_CONFIG, mount_path=naming.CONFIG_PATH, sub_path_expr=key)
    return (data, config) if node.filed else (data,)


def volumes(node: Node) -> tuple[shapes.Volume, ...]:
    """Return the volumes beside the claims."""
    config = shapes.ConfigMapVolume(name=naming.config(node.parent.name))
    return (shapes.Volume(name=naming.VOLUME_CONFIG, config_map=config),) if node.filed else ()


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
