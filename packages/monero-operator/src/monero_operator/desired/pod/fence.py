# SPDX-License-Identifier: Apache-2.0
"""The first step of a pod whose monerod may talk to nobody but Tor: packet rules that see to it.

No NetworkPolicy can tell monerod from the tor of its pod; the kernel can, by the user that sends a packet. The rules
stay with the pod's network namespace, so that no later container can take them away.
"""

from monero_operator import naming
from monero_operator.desired import shapes
from monero_operator.desired.node import Node
from monero_operator.desired.pod import security

REQUESTS = {"cpu": "5m", "memory": "32Mi"}


def steps(node: Node) -> tuple[shapes.Container, ...]:
    """Return the init container, where it is asked for."""
    on = node.anonymity.tor
    if on is None or not node.anonymity.is_fenced:
        return ()
    built = shapes.Container(
        name=naming.CONTAINER_FENCE,
        image=on.image,
        command=("monero-agent",),
        args=("fence", f"--user={security.ROUTER_USER}"),
        resources=shapes.ResourceRequirements(requests=REQUESTS),
        security_context=security.packet_rules(),
    )
    return (built,)
