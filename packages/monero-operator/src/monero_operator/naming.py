# SPDX-License-Identifier: Apache-2.0
"""Every name, label, annotation, port and field manager that the operator uses, in one place.

Lengths: a custom resource's name has at most 40 characters, so that every derived name stays a DNS-1035 label (63), and
a StatefulSet's below 52, which leaves room for the revision suffix that its controller appends.
"""

import enum

GROUP = "utxo.com.br"
VERSION = "v1alpha1"
MAX_NAME_LENGTH = 40
MAX_REPLICAS = 64
"""Of a network or node set. Part of every pod's arguments (`--out-peers`): changing it restarts every node once."""

FIELD_MANAGER = "monero-operator"
STATUS_FIELD_MANAGER = "monero-operator-status"

# Labels. Selectors use those of ours only: an `app.kubernetes.io/name` is what strangers also set.
LABEL_NAME = "app.kubernetes.io/name"
LABEL_INSTANCE = "app.kubernetes.io/instance"
LABEL_COMPONENT = "app.kubernetes.io/component"
LABEL_MANAGED_BY = "app.kubernetes.io/managed-by"
LABEL_ORDINAL = f"{GROUP}/ordinal"
LABEL_NETWORK = f"{GROUP}/network"
LABEL_TEMPLATE = f"{GROUP}/template"
LABEL_REVISION = "controller-revision-hash"
LABEL_POD_INDEX = "apps.kubernetes.io/pod-index"
LABEL_POD_NAME = "statefulset.kubernetes.io/pod-name"

OWN_LABEL_PREFIXES = ("app.kubernetes.io/", f"{GROUP}/")
"""Labels below these are ours on every child; others may add what they like below any other prefix."""

ANNOTATION_DEFAULT_IMAGE = f"{GROUP}/default-image"
"""On a StatefulSet: the image of its main container, given when its owner named none; it outlives operator upgrades."""
ANNOTATION_MADE_FOR = f"{GROUP}/made-for"
"""On a StatefulSet: a fingerprint of what of its owner its template follows from."""
ANNOTATION_UPGRADING = f"{GROUP}/upgrading"
"""On a StatefulSet whose template changed though its owner did not: it counts among the few that may do so at once."""
ANNOTATION_WRITTEN = f"{GROUP}/written"
"""On a ConfigMap: a fingerprint of each ordinal's lines as they were written last."""
ANNOTATION_OUTDATED = f"{GROUP}/outdated"
"""On a ConfigMap: the uid of each pod that was there when its lines changed, so that it does not know them."""
ANNOTATION_NAMED = f"{GROUP}/annotations"
"""On a child: the names of the annotations that its owner's spec gives it, whatever their prefix."""
ANNOTATION_NAMED_LABELS = f"{GROUP}/labels"
"""The same of its labels."""
ANNOTATION_RESTART = f"{GROUP}/restart"
"""On a custom resource: a new value restarts its pods by the rules of a rollout."""
ANNOTATION_ROTATE = f"{GROUP}/rotate"
"""On a custom resource: a new value makes new keys, and so new addresses, of what it names (`plan.keys.rotation`).
On a Secret: the last one."""
ANNOTATION_ROTATED_AT = f"{GROUP}/rotated-at"
"""On a Secret of keys: when keys were replaced last (RFC 3339)."""
ANNOTATION_LOCKED = f"{GROUP}/locked"
"""On a Secret of keys and on a ConfigMap of Tor: the set has left the clearnet for good."""
LABEL_KEYS = f"{GROUP}/keys"
"""On a Secret that we made: of which network its keys are (`tor`, `i2p`)."""
FILL_WITH_KEYS = f"{GROUP}/tor"
"""The label or annotation of 2021 (`v3`) by which any Secret asks to be filled with the keys of an onion."""
ONION_VERSION = "v3"
"""What that label or annotation says."""

CONTAINER_MONEROD = "monerod"
CONTAINER_EXPORTER = "exporter"
CONTAINER_XMRIG = "xmrig"
CONTAINER_TOR = "tor"
CONTAINER_I2P = "i2p"
CONTAINER_FENCE = "fence"
VOLUME_DATA = "data"
DATA_PATH = "/data"
VOLUME_CONFIG = "config"
CONFIG_PATH = "/config/monerod.conf"
XMRIG_CONFIG_PATH = "/config"
XMRIG_CONFIG_KEY = "config.json"
MINER_VARIABLE = "id"
"""The environment variable of a mining set's pods that holds the replica's ordinal: `$(id)` in an argument."""
ORDINAL_VARIABLE = "ordinal"
"""The environment variable of a node set's pods by which each finds its own key of the ConfigMap."""
VOLUME_TLS = "tls"
TLS_PATH = "/tls"

HUGE_PAGES = "hugepages-2Mi"
"""The resource that RandomX can use; monerod asks for no other size."""

PORT_P2P = "p2p"
PORT_RPC = "rpc"
PORT_ZMQ_PUB = "zmq-pub"
PORT_METRICS = "metrics"
PORT_API = "api"
EXPORTER_PORT = 9000
XMRIG_API_PORT = 8600
SOCKS_TOR = 9050
"""Where monerod hands transactions to tor, on loopback."""
SOCKS_TOR_CLEARNET = 9052
"""Where monerod reaches clearnet peers through tor: ways of their own, apart from those of transactions."""
PROXY_TOR = f"127.0.0.1:{SOCKS_TOR_CLEARNET}"
SOCKS_I2P = 4447
TOR_AGENT_PORT = 9101
I2P_AGENT_PORT = 9102
BALANCER_AGENT_PORT = 9103
METRICS_PATH = "/metrics"
JOB = "monero-exporter"
"""The Prometheus job of every exporter, which rules and dashboards name."""
ANNOTATIONS_OF_SCRAPED = {
    "prometheus.io/scrape": "true",
    "prometheus.io/port": str(EXPORTER_PORT),
    "prometheus.io/path": METRICS_PATH,
}
"""On pods: for a Prometheus that finds them by annotations."""

SELECT_MANAGED = f"{LABEL_MANAGED_BY}={FIELD_MANAGER}"
"""The selector of every child watch."""


class OwnerKind(enum.StrEnum):
    """The kinds of custom resources, all of which have children."""

    NODE_SET = "MoneroNodeSet"
    NETWORK = "MoneroNetwork"
    MINING_SET = "MoneroMiningNodeSet"

    @property
    def label(self) -> str:
        """The label by which the children of one owner are told from all others."""
        return f"{GROUP}/{self.value.lower()}"


_PROGRAMS = {OwnerKind.NODE_SET: "monerod", OwnerKind.NETWORK: "monerod", OwnerKind.MINING_SET: "xmrig"}
COMPONENT_BALANCER = "balancer"
_COMPONENTS = {OwnerKind.NODE_SET: "node", OwnerKind.NETWORK: "network", OwnerKind.MINING_SET: "miner"}


def network_statefulset(network: str, ordinal: int) -> str:
    """Return the name of the StatefulSet of one ordinal of a network."""
    return f"{network}-{ordinal}"


def network_pod(network: str, ordinal: int) -> str:
    """Return the name of the only pod of one ordinal of a network."""
    return f"{network_statefulset(network, ordinal)}-0"


def node_statefulset(node_set: str) -> str:
    """Return the name of the StatefulSet of a node set."""
    return node_set


def node_pod(node_set: str, ordinal: int) -> str:
    """Return the name of one pod of a node set."""
    return f"{node_statefulset(node_set)}-{ordinal}"


def mining_statefulset(mining_set: str) -> str:
    """Return the name of the StatefulSet of a mining set."""
    return f"{mining_set}-xmrig"


def p2p_service(owner: str, ordinal: int) -> str:
    """Return the name of the Service that gives one ordinal a stable numeric address."""
    return f"{owner}-{ordinal}-p2p"


def nodes_service(owner: str) -> str:
    """Return the name of the headless Service over all nodes."""
    return f"{owner}-nodes"


def client_service(owner: str) -> str:
    """Return the name of the Service whose endpoints are the ready nodes' restricted RPC."""
    return owner


def config(owner: str) -> str:
    """Return the name of the ConfigMap with what differs by ordinal."""
    return f"{owner}-config"


def config_key(ordinal: int | str) -> str:
    """Return the key of the ConfigMap under which one ordinal's lines stand."""
    return f"{ordinal}.conf"


def router(owner: str, network: str) -> str:
    """Return the name of the Secret with the keys for `tor` or `i2p`, and of the ConfigMap that says what to serve."""
    return f"{owner}-{network}"


def balancer(owner: str) -> str:
    """Return the name of the Deployment, and of its ConfigMap, that publishes the RPC onion that all nodes share."""
    return f"{owner}-onionbalance"


def balancer_selector(kind: OwnerKind, name: str) -> dict[str, str]:
    """Return the labels that select the pod of the balancer, by which no Service or budget chooses nodes."""
    return {f"{kind.label}-balancer": name}


def balancer_labels(kind: OwnerKind, name: str) -> dict[str, str]:
    """Return the labels of that pod. It is not among the pods that are watched, as its Deployment says enough."""
    own = {LABEL_NAME: "onionbalance", LABEL_INSTANCE: name, LABEL_COMPONENT: COMPONENT_BALANCER}
    return own | balancer_selector(kind, name)


def pdb(owner: str) -> str:
    """Return the name of the PodDisruptionBudget."""
    return owner


def monitor(kind: OwnerKind, name: str) -> str:
    """Return the name of the PodMonitor and of the PrometheusRule; miners may share their name with nodes."""
    return mining_statefulset(name) if kind is OwnerKind.MINING_SET else name


def node_pods(kind: OwnerKind, name: str) -> tuple[str, ...]:
    """Return the names of all pods that a node set or network could have, by ordinal."""
    if kind is OwnerKind.NETWORK:
        return tuple(network_pod(name, ordinal) for ordinal in range(MAX_REPLICAS))
    return tuple(node_pod(name, ordinal) for ordinal in range(MAX_REPLICAS))


def claim(pod: str) -> str:
    """Return the name of the claim of a node's volume."""
    return f"{VOLUME_DATA}-{pod}"


def selector(kind: OwnerKind, name: str) -> dict[str, str]:
    """Return the labels that select every pod of an owner."""
    return {kind.label: name}


def ordinal_selector(name: str, ordinal: int) -> dict[str, str]:
    """Return the labels that select one node of a network."""
    return selector(OwnerKind.NETWORK, name) | {LABEL_ORDINAL: str(ordinal)}


def labels(kind: OwnerKind, name: str) -> dict[str, str]:
    """Return the labels of every child of an owner."""
    return {
        LABEL_NAME: _PROGRAMS[kind],
        LABEL_INSTANCE: name,
        LABEL_COMPONENT: _COMPONENTS[kind],
        LABEL_MANAGED_BY: FIELD_MANAGER,
        kind.label: name,
    }


def key_labels(kind: OwnerKind, name: str, network: str) -> dict[str, str]:
    """Return the labels of the Secret with an owner's keys for `tor` or `i2p`, by which it is known again."""
    return labels(kind, name) | {LABEL_KEYS: network}


def ordinal_labels(name: str, ordinal: int) -> dict[str, str]:
    """Return the labels of a child that belongs to one ordinal of a network."""
    return labels(OwnerKind.NETWORK, name) | {LABEL_ORDINAL: str(ordinal)}
