# SPDX-License-Identifier: Apache-2.0
"""The Services of nodes: an address per node, names for all nodes, and one for clients.

A Service that has an address or a port on every machine is told it on every apply. One that is made anew asks for what
its node's siblings and peers know; the Service for clients gets any, or what a person asks for.
"""

from collections.abc import Mapping

import msgspec

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api.v1alpha1 import nodes as api
from monero_operator.desired import parent, shapes
from monero_operator.desired.parent import Parent


class Kept(msgspec.Struct, frozen=True):
    """What a Service has, or had, and is to have again: its cluster IP, and ports on every machine by port name."""

    cluster_ip: str = ""
    node_ports: Mapping[str, str] = {}

    def port(self, name: str) -> int | None:
        """Return the port on every machine."""
        number = self.node_ports.get(name, "")
        return int(number) if number.isdecimal() else None


ANY = Kept()


def p2p(
    owner: Parent, ordinal: int, network: Network, *, kept: Kept = ANY, type_: api.ServiceType = "ClusterIP"
) -> shapes.Service:
    """Return the Service that gives one node an address of its own: for its siblings, or for the world by `type_`."""
    is_inside = type_ == "ClusterIP"
    port = shapes.ServicePort(
        name=naming.PORT_P2P,
        port=network.ports.p2p,
        node_port=None if is_inside else kept.port(naming.PORT_P2P),
    )
    return shapes.Service(
        metadata=parent.metadata(
            owner, naming.p2p_service(owner.name, ordinal), owner.labels | {naming.LABEL_ORDINAL: str(ordinal)}
        ),
        spec=shapes.ServiceSpec(
            type=type_,
            cluster_ip=kept.cluster_ip,
            session_affinity="None",
            # monerod takes one connection from each address, so a peer must come with its own.
            external_traffic_policy="" if is_inside else "Local",
            # Nodes become ready by reaching each other, so they must be reachable before.
            publish_not_ready_addresses=True,
            selector=owner.selector | _of_pod(owner, ordinal),
            ports=(port,),
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
            session_affinity="None",
            publish_not_ready_addresses=True,
            selector=owner.selector,
            ports=(*ports, *metrics),
        ),
    )


def client(
    owner: Parent, network: Network, wanted: api.Service, *, kept: Kept = ANY, has_zmq: bool = False
) -> shapes.Service:
    """Return the Service for clients: the restricted RPC of the nodes that are ready, and their ZMQ if they have it."""
    ports = _client_ports(network, has_zmq=has_zmq)
    is_inside = wanted.type == "ClusterIP"
    named = {naming.ANNOTATION_NAMED: " ".join(sorted(wanted.annotations))} if wanted.annotations else {}
    annotations = wanted.annotations | named
    return shapes.Service(
        metadata=parent.metadata(owner, naming.client_service(owner.name), owner.labels, annotations),
        spec=shapes.ServiceSpec(
            type=wanted.type,
            cluster_ip=kept.cluster_ip,
            session_affinity=wanted.session_affinity,
            external_traffic_policy="" if is_inside else "Cluster",
            load_balancer_class=wanted.load_balancer_class or "",
            selector=owner.selector,
            ports=ports if is_inside else tuple(_on_machines(port, wanted, kept) for port in ports),
        ),
    )


def _on_machines(port: shapes.ServicePort, wanted: api.Service, kept: Kept) -> shapes.ServicePort:
    asked = wanted.node_ports or api.ServicePorts()
    number = {naming.PORT_RPC: asked.rpc, naming.PORT_ZMQ_PUB: asked.zmq_pub}[port.name]
    return msgspec.structs.replace(port, node_port=number or kept.port(port.name))


def _client_ports(network: Network, *, has_zmq: bool) -> tuple[shapes.ServicePort, ...]:
    rpc = shapes.ServicePort(name=naming.PORT_RPC, port=network.ports.restricted_rpc)
    return (rpc, shapes.ServicePort(name=naming.PORT_ZMQ_PUB, port=network.ports.zmq_pub)) if has_zmq else (rpc,)
