# SPDX-License-Identifier: Apache-2.0
"""Every name, label, annotation, port and field manager that the operator uses, in one place.

Lengths: a MoneroNetwork's name has at most 40 characters, so that every derived name stays a DNS-1035 label (63), and
a StatefulSet's below 52, which leaves room for the revision suffix that its controller appends.
"""

GROUP = "utxo.com.br"
VERSION = "v1alpha1"
MAX_NAME_LENGTH = 40
MAX_REPLICAS = 64
"""Of a network. Part of every pod's arguments (`--out-peers`): changing it restarts every node once."""

FIELD_MANAGER = "monero-operator"
STATUS_FIELD_MANAGER = "monero-operator-status"

# Labels. Selectors use the two of ours only: an `app.kubernetes.io/name` is what strangers also set.
LABEL_NAME = "app.kubernetes.io/name"
LABEL_INSTANCE = "app.kubernetes.io/instance"
LABEL_COMPONENT = "app.kubernetes.io/component"
LABEL_MANAGED_BY = "app.kubernetes.io/managed-by"
LABEL_OWNER = f"{GROUP}/moneronetwork"
LABEL_ORDINAL = f"{GROUP}/ordinal"
LABEL_NETWORK = f"{GROUP}/network"
LABEL_TEMPLATE = f"{GROUP}/template"
LABEL_REVISION = "controller-revision-hash"

OWN_LABEL_PREFIXES = ("app.kubernetes.io/", f"{GROUP}/")
"""Labels below these are ours on every child; others may add what they like below any other prefix."""

ANNOTATION_DEFAULT_IMAGE = f"{GROUP}/default-monerod-image"
"""On a StatefulSet: the monerod image that it was given when its owner named none; it outlives operator upgrades."""

CONTAINER_MONEROD = "monerod"
CONTAINER_EXPORTER = "exporter"
VOLUME_DATA = "data"
DATA_PATH = "/data"

PORT_P2P = "p2p"
PORT_RPC = "rpc"
PORT_METRICS = "metrics"
EXPORTER_PORT = 9000

SELECT_MANAGED = f"{LABEL_MANAGED_BY}={FIELD_MANAGER}"
"""The selector of every child watch."""


def statefulset(network: str, ordinal: int) -> str:
    """Return the name of one ordinal's StatefulSet."""
    return f"{network}-{ordinal}"


def pod(network: str, ordinal: int) -> str:
    """Return the name of one ordinal's only pod."""
    return f"{statefulset(network, ordinal)}-0"


def p2p_service(network: str, ordinal: int) -> str:
    """Return the name of the Service that gives one ordinal a stable numeric address."""
    return f"{network}-{ordinal}-p2p"


def nodes_service(network: str) -> str:
    """Return the name of the headless Service over all nodes."""
    return f"{network}-nodes"


def client_service(network: str) -> str:
    """Return the name of the Service whose endpoints are the ready nodes' restricted RPC."""
    return network


def pdb(network: str) -> str:
    """Return the name of the PodDisruptionBudget."""
    return network


def selector(network: str) -> dict[str, str]:
    """Return the labels that select every node of a network."""
    return {LABEL_OWNER: network}


def ordinal_selector(network: str, ordinal: int) -> dict[str, str]:
    """Return the labels that select one node of a network."""
    return {LABEL_OWNER: network, LABEL_ORDINAL: str(ordinal)}


def labels(network: str) -> dict[str, str]:
    """Return the labels of every child of a network."""
    return {
        LABEL_NAME: "monerod",
        LABEL_INSTANCE: network,
        LABEL_COMPONENT: "network",
        LABEL_MANAGED_BY: FIELD_MANAGER,
        LABEL_OWNER: network,
    }


def ordinal_labels(network: str, ordinal: int) -> dict[str, str]:
    """Return the labels of a child that belongs to one ordinal."""
    return labels(network) | {LABEL_ORDINAL: str(ordinal)}
