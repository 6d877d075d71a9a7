# SPDX-License-Identifier: Apache-2.0
"""The sidecar that says how its monerod is: a native one, so that it starts before monerod and stops after it.

It has no startup probe: it is up at once, also while monerod is not, and must never keep monerod from starting.
"""

from monero_operator import naming
from monero_operator.api.arguments import Argument
from monero_operator.desired import shapes
from monero_operator.desired.node import Node
from monero_operator.desired.pod import monerod, probes, rpc, security

REQUESTS = {"cpu": "5m", "memory": "56Mi"}

_POD_NAME = shapes.FieldReference(field_path="metadata.name")
_NAME = (shapes.EnvVar(name="MONERO_EXPORTER_NAME", value_from=shapes.EnvSource(field_ref=_POD_NAME)),)


def build(node: Node) -> shapes.Container:
    """Return the sidecar of one node."""
    return shapes.Container(
        name=naming.CONTAINER_EXPORTER,
        image=node.exporter_image,
        command=("monero-exporter",),
        args=_arguments(node),
        env=(*_NAME, *rpc.exporter_environment(node.spec.rpc)),
        ports=(shapes.ContainerPort(name=naming.PORT_METRICS, container_port=naming.EXPORTER_PORT),),
        resources=shapes.ResourceRequirements(requests=REQUESTS),
        liveness_probe=probes.exporter_liveness(),
        readiness_probe=probes.readiness(),
        restart_policy="Always",
        security_context=security.container(),
    )


def _arguments(node: Node) -> tuple[str, ...]:
    closed = ("--closed",) if node.is_closed else ()
    silent = () if node.spec.metrics.enabled else ("--no-metrics",)
    daemon = rpc.exporter_arguments(node.spec.rpc, node.network)
    zmq = (f"--zmq-addr=tcp://127.0.0.1:{node.network.ports.zmq_pub}",) if node.spec.monerod.zmq else ()
    return (*closed, *daemon, *zmq, f"--bind-addr=:{naming.EXPORTER_PORT}", *_siblings(node), *silent)


def _siblings(node: Node) -> tuple[str, ...]:
    """Return where all nodes of the set are found, ready or not; one that works offline has a chain of its own."""
    if Argument("offline") in monerod.command_line(node):
        return ()
    return (f"--siblings={naming.nodes_service(node.parent.name)}:{naming.EXPORTER_PORT}",)
