# SPDX-License-Identifier: Apache-2.0
"""The Services of nodes: an address per node, names for all nodes, and one for clients.

A Service that has an address is told it on every apply. One that is made anew asks for the address that its node's
siblings dial; the Service for clients gets any.
"""

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.desired import parent, shapes
from monero_operator.desired.parent import Parent


def p2p(owner: Parent, ordinal: int, network: Network, *, cluster_ip: str = "") -> shapes.Service:
    """Return the Service that gives one node a stable numeric address for its siblings to dial."""
    return shapes.Service(
        metadata=parent.metadata(
            owner, naming.p2p_service(owner.name, ordinal), owner.labels | {naming.LABEL_ORDINAL: str(ordinal)}
        ),
        spec=shapes.ServiceSpec(
            type="ClusterIP",
            cluster_ip=cluster_ip,
            # Nodes become ready by reaching each other, so they must be reachable before.
            publish_not_ready_addresses=True,
            selector=owner.selector | _of_pod(owner, ordinal),
            ports=(shapes.ServicePort(name=naming.PORT_P2P, port=network.ports.p2p),),
        ),
    )


def _of_pod(owner: Parent, ordinal: int) -> dict[str, str]:
    """Return the label that one node's pod has beside those of its siblings; its kind decides who sets it."""
    if owner.kind is naming.OwnerKind.NETWORK:
        return {naming.LABEL_ORDINAL: str(ordinal)}
    return {naming.LABEL_POD_NAME: naming.node_pod(owner.name, ordinal)}


def nodes(owner: Parent, network: Network, *, has_metrics: bool, has_zmq: bool = False) -> shapes.Service:
    """Return the headless Service that gives each node a name, whether it is ready or not."""
    ports = (
        shapes.ServicePort(name=naming.PORT_P2P, port=network.ports.p2p),
        *_client_ports(network, has_zmq=has_zmq),
    )
    metrics = (shapes.ServicePort(name=naming.PORT_METRICS, port=naming.EXPORTER_PORT),) if has_metrics else ()
    return shapes.Service(
        metadata=parent.metadata(owner, naming.nodes_service(owner.name), owner.labels),
        spec=shapes.ServiceSpec(
            type="ClusterIP",
            cluster_ip=shapes.HEADLESS,
            publish_not_ready_addresses=True,
            selector=owner.selector,
            ports=(*ports, *metrics),
        ),
    )


def client(owner: Parent, network: Network, *, cluster_ip: str = "", has_zmq: bool = False) -> shapes.Service:
    """Return the Service for clients: the restricted RPC of the nodes that are ready, and their ZMQ if they have it."""
    return shapes.Service(
        metadata=parent.metadata(owner, naming.client_service(owner.name), owner.labels),
        spec=shapes.ServiceSpec(
            type="ClusterIP",
            cluster_ip=cluster_ip,
            selector=owner.selector,
            ports=_client_ports(network, has_zmq=has_zmq),
        ),
    )


def _client_ports(network: Network, *, has_zmq: bool) -> tuple[shapes.ServicePort, ...]:
    rpc = shapes.ServicePort(name=naming.PORT_RPC, port=network.ports.restricted_rpc)
    return (rpc, shapes.ServicePort(name=naming.PORT_ZMQ_PUB, port=network.ports.zmq_pub)) if has_zmq else (rpc,)
