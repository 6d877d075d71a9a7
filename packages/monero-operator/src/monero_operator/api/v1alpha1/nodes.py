# SPDX-License-Identifier: Apache-2.0
"""What node sets and networks share: how one node runs, and how nodes look in a status."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from kubeloop.crd import markers
from kubeloop.crd.markers import Column, Rule
from monero_operator import naming
from monero_operator.api.v1alpha1 import anonymity, common
from monero_operator.api.v1alpha1.metrics import Metrics

MAX_VERSION_LENGTH = 64

NetworkName = Literal["mainnet", "testnet", "stagenet", "regtest"]
ServiceType = Literal["ClusterIP", "NodePort", "LoadBalancer"]
Retention = Literal["Retain", "Delete"]
DiskSize = Annotated[str, Meta(pattern=markers.QUANTITY_PATTERN, max_length=markers.MAX_NOTATION_LENGTH)]
NodePort = Annotated[int, Meta(ge=1, le=common.MAX_PORT)]


class Monerod(Struct, frozen=True, rename="camel", omit_defaults=True):
    """The daemon."""

    image: common.Image | None = None
    args: Annotated[
        tuple[common.Argument, ...],
        Meta(
            description="Arguments of monerod, merged flag by flag with the operator's.",
            max_length=common.MAX_ARGUMENTS,
        ),
    ] = ()
    resources: Annotated[common.Resources, Meta(description="Requests and limits of the monerod container.")] = (
        common.Resources()
    )
    prune: Annotated[bool, Meta(description="Keep an eighth of what only other nodes need (`--prune-blockchain`).")] = (
        False
    )
    zmq: Annotated[
        bool,
        Meta(
            description="Publish blocks and transactions by ZMQ, on the port `zmq-pub` of the Services. "
            "ZMQ knows neither login nor TLS."
        ),
    ] = False


class Rpc(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Who may call the restricted RPC, and how."""

    login_secret_ref: (
        Annotated[
            common.SecretReference,
            Meta(
                description="A Secret with `username` and `password` (kubernetes.io/basic-auth) for HTTP digest. "
                "It is read when a node starts."
            ),
        ]
        | None
    ) = None
    tls_secret_ref: (
        Annotated[
            common.SecretReference,
            Meta(
                description="A Secret with `tls.crt` and `tls.key` (kubernetes.io/tls); plain HTTP is then refused. "
                "It is read when a node starts."
            ),
        ]
        | None
    ) = None

    @property
    def is_guarded(self) -> bool:
        """Whether a plain HTTP request without a login is refused."""
        return self.login_secret_ref is not None or self.tls_secret_ref is not None


class ServicePorts(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Node ports, where they are not to be any."""

    rpc: Annotated[NodePort, Meta(description="Of the restricted RPC.")] | None = None
    zmq_pub: Annotated[NodePort, Meta(description="Of ZMQ, where that is published.")] | None = None


class Service(Struct, frozen=True, rename="camel", omit_defaults=True):
    """The Service for clients: the restricted RPC of the nodes that are ready."""

    __rules__: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "!has(self.nodePorts) || self.type != 'ClusterIP'",
            "nodePorts needs type NodePort or LoadBalancer",
            ".nodePorts",
        ),
        Rule(
            "!has(self.loadBalancerClass) || self.type == 'LoadBalancer'",
            "loadBalancerClass needs type LoadBalancer",
            ".loadBalancerClass",
        ),
    )

    type: Annotated[ServiceType, Meta(description="How clients reach it.")] = "ClusterIP"
    annotations: Annotated[
        dict[common.LabelKey, common.AnnotationValue],
        Meta(description="Annotations, such as a load balancer reads.", max_length=common.MAX_LABELS),
    ] = {}
    node_ports: Annotated[ServicePorts, Meta(description="Ports on every machine.")] | None = None
    load_balancer_class: (
        Annotated[str, Meta(description="Which load balancer.", min_length=1, max_length=common.MAX_NAME)] | None
    ) = None
    session_affinity: Annotated[
        Literal["ClientIP", "None"],
        Meta(description="`ClientIP` sends a client to one node as long as that is ready; wallets need it."),
    ] = "ClientIP"


class Update(Struct, frozen=True, rename="camel", omit_defaults=True):
    """How pods come to a new template."""

    __rules__: ClassVar[tuple[Rule, ...]] = (
        Rule(
            # the API server looks at `default: {}` before it fills in the defaults within
            "!has(self.progressDeadline) || duration(self.progressDeadline) >= duration('10s')",
            "progressDeadline must be 10s or longer",
            ".progressDeadline",
        ),
    )

    max_unavailable: Annotated[
        int,
        Meta(
            description="How many nodes may be missing or not in sync at once for a change's sake. Nodes that do not "
            "serve are changed at once and first.",
            ge=1,
            le=naming.MAX_REPLICAS,
        ),
    ] = 1
    partition: Annotated[
        int,
        Meta(
            description="Nodes with a lower ordinal keep what they run. In a node set, whose nodes share a "
            "StatefulSet, one whose pod is lost meanwhile comes back with the new template all the same.",
            ge=0,
            le=naming.MAX_REPLICAS,
        ),
    ] = 0
    progress_deadline: Annotated[
        markers.Duration,
        Meta(
            description="The rollout stops when an updated node is not in sync and its chain has not grown for so long."
        ),
    ] = "30m"


class NodeSpec(Struct, frozen=True, rename="camel", omit_defaults=True):
    """How each node runs."""

    __rules__: ClassVar[tuple[Rule, ...]] = (
        common.immutable("storageClass", "storageClass cannot be changed; make a new resource with the other class"),
        Rule(
            "!has(oldSelf.diskSize) || (has(self.diskSize) && "
            "quantity(self.diskSize).compareTo(quantity(oldSelf.diskSize)) >= 0)",
            "diskSize can only grow, and cannot be removed; make a new resource for smaller volumes",
        ),
    )

    monerod: Annotated[Monerod, Meta(description="The daemon: image, arguments, resources.")] = Monerod()
    rpc: Annotated[Rpc, Meta(description="Login and TLS of the restricted RPC.")] = Rpc()
    service: Annotated[Service, Meta(description="The Service for clients.")] = Service()
    disk_size: (
        Annotated[
            DiskSize,
            Meta(
                description="Size of each node's volume; it grows while nodes run, and never shrinks. "
                "Default: 1Gi on regtest, 60Gi on test nets, 400Gi on mainnet, 200Gi if pruned."
            ),
        ]
        | None
    ) = None
    storage_class: (
        Annotated[
            str,
            Meta(
                description="Storage class of the volumes. Default: that of the cluster.",
                pattern=common.SUBDOMAIN,
                max_length=common.MAX_NAME,
            ),
        ]
        | None
    ) = None
    hard_anti_affinity: Annotated[
        bool, Meta(description="Never put two nodes on one machine; without it they are spread where possible.")
    ] = False
    tor: Annotated[anonymity.Tor, Meta(description="Tor: addresses that hide where a node is, and peers at such.")] = (
        anonymity.Tor()
    )
    i2p: Annotated[anonymity.I2p, Meta(description="I2P: the same over I2P.")] = anonymity.I2p()
    metrics: Annotated[Metrics, Meta(description="Metrics for Prometheus.")] = Metrics()
    pod: Annotated[common.PodSettings, Meta(description="What the pods carry and where they run.")] = (
        common.PodSettings()
    )


class NodeStatus(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One node as last seen; what is absent is not known."""

    name: Annotated[str, Meta(description="The name of its pod.", max_length=63)]
    ready: Annotated[bool, Meta(description="Whether it serves.")] | None = None
    synced: Annotated[bool, Meta(description="Whether it has the chain that its peers have.")] | None = None
    height: Annotated[int, Meta(description="How many blocks it has.", ge=0)] | None = None
    peers_in: Annotated[int, Meta(description="Connections that peers opened.", ge=0)] | None = None
    peers_out: Annotated[int, Meta(description="Connections that it opened.", ge=0)] | None = None
    version: Annotated[str, Meta(description="The version of its monerod.", max_length=MAX_VERSION_LENGTH)] | None = (
        None
    )


class NodesStatus(common.SetStatus, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What the nodes are."""

    synced_replicas: Annotated[int, Meta(description="Pods whose daemon is in sync.", ge=0)] | None = None
    network: Annotated[str, Meta(description="mainnet, testnet, stagenet or regtest.", max_length=16)] | None = None
    version: (
        Annotated[
            str,
            Meta(description="Version of monerod, the lowest if mixed.", max_length=MAX_VERSION_LENGTH),
        ]
        | None
    ) = None
    height: Annotated[int, Meta(description="Blocks of the longest chain of a node in sync.", ge=0)] | None = None
    target_height: Annotated[int, Meta(description="The greatest height that any node knows of.", ge=0)] | None = None
    nodes: Annotated[
        tuple[NodeStatus, ...],
        markers.list_map("name"),
        Meta(description="Each node, by ordinal.", max_length=naming.MAX_REPLICAS),
    ] = ()
    tor: Annotated[anonymity.TorStatus, Meta(description="Where it is reached over Tor.")] | None = None
    i2p: Annotated[anonymity.I2pStatus, Meta(description="Where it is reached over I2P.")] | None = None


COLUMNS = (
    Column("Replicas", ".spec.replicas", "integer", description="Nodes asked for."),
    Column("Ready", ".status.readyReplicas", "integer", description="Nodes that serve."),
    Column("Synced", ".status.syncedReplicas", "integer", description="Nodes in sync."),
    Column("Height", ".status.height", "integer", description="Blocks of the chain."),
    Column("Version", ".status.version", "string", description="Version of monerod."),
    Column("Network", ".status.network", "string", description="Which Monero network."),
    common.STATUS,
    common.AGE,
    Column("Onion", ".status.tor.address", "string", priority=1, description="Where wallets reach it over Tor."),
    Column("I2P", ".status.i2p.address", "string", priority=1, description="Where wallets reach it over I2P."),
    common.MESSAGE,
)
