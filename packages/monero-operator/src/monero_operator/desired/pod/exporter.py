# SPDX-License-Identifier: Apache-2.0
"""The sidecar that says how its monerod or xmrig is: a native one, so that it starts before that and stops after it.

It has no startup probe: it is up at once, also while its program is not, and must never keep that from starting.
"""

import msgspec

from monero_operator import naming
from monero_operator.api.arguments import Argument
from monero_operator.desired import shapes
from monero_operator.desired.miner import Miner
from monero_operator.desired.node import Node
from monero_operator.desired.pod import agent, monerod, probes, rpc, security

REQUESTS = {"cpu": "5m", "memory": "56Mi"}

_BIND = f"--bind-addr=:{naming.EXPORTER_PORT}"
_POD_NAME = shapes.FieldReference(field_path="metadata.name")
_NAME = (shapes.EnvVar(name="MONERO_EXPORTER_NAME", value_from=shapes.EnvSource(field_ref=_POD_NAME)),)


def build(node: Node) -> shapes.Container:
    """Return the sidecar of one node, by which it is told whether clients are sent to the pod."""
    container = _container(node.exporter_image, _of_node(node))
    return msgspec.structs.replace(
        container, env=(*_NAME, *rpc.exporter_environment(node.spec.rpc)), readiness_probe=probes.readiness()
    )


def of_miner(miner: Miner) -> shapes.Container:
    """Return the sidecar of a miner, which asks xmrig what the operator asks it, over loopback."""
    xmrig = f"--xmrig-addr=http://127.0.0.1:{naming.XMRIG_API_PORT}"
    return _container(miner.exporter_image, ("--monero-addr=none", xmrig, _BIND))


def _container(image: str, arguments: tuple[str, ...]) -> shapes.Container:
    return shapes.Container(
        name=naming.CONTAINER_EXPORTER,
        image=image,
        command=("monero-exporter",),
        args=arguments,
        ports=(shapes.ContainerPort(name=naming.PORT_METRICS, container_port=naming.EXPORTER_PORT),),
        resources=shapes.ResourceRequirements(requests=REQUESTS),
        liveness_probe=probes.exporter_liveness(),
        restart_policy="Always",
        security_context=security.container(),
    )


def _of_node(node: Node) -> tuple[str, ...]:
    closed = ("--closed",) if node.is_closed else ()
    silent = () if node.spec.metrics.enabled else ("--no-metrics",)
    daemon = rpc.exporter_arguments(node.spec.rpc, node.network)
    zmq = (f"--zmq-addr=tcp://127.0.0.1:{node.network.ports.zmq_pub}",) if node.spec.monerod.zmq else ()
    return (*closed, *daemon, *zmq, *_routers(node), _BIND, *_siblings(node), *silent)


def _routers(node: Node) -> tuple[str, ...]:
    """Return where the agents of Tor and I2P tell how these are, and by which of them all peers are met, if any."""
    transport = node.anonymity.transport
    met_by = () if transport == "clearnet" else (f"--transport={transport}",)
    return (*met_by, *(f"--{name}-addr=http://127.0.0.1:{agent.PORTS[name]}" for name in node.anonymity.enabled))


def _siblings(node: Node) -> tuple[str, ...]:
    """Return where all nodes of the set are found, ready or not; one that works offline has a chain of its own.

    Whoever may talk to Tor alone asks no name server, and so for no sibling.
    """
    if node.anonymity.is_locked or Argument("offline") in monerod.command_line(node):
        return ()
    return (f"--siblings={naming.nodes_service(node.parent.name)}:{naming.EXPORTER_PORT}",)
