# SPDX-License-Identifier: Apache-2.0
"""Which blocks are to be made, and by whom: nodes that serve and are in sync, asked on their restricted RPC.

The default address belongs to a throw-away wallet. Its seed is PUBLIC, so that researchers can spend what their
regtest network pays: never send anything of value there.
"""

from collections.abc import Sequence

from aiomonero.types.network import Network
from monero_operator.api import durations
from monero_operator.api.v1alpha1.moneronetwork import Blocks
from monero_operator.facts import Node
from monero_operator.plan.actions import BlockOrder

PUBLIC_SEED = (
    "jaws friendly soil huddle vessel intended aplomb ounce cavernous ruffled afraid wives fainted vane bifocals "
    "richly mowing alchemy vector splendid theatrics eternal organs ounce ounce"
)
DEFAULT_ADDRESS = "473D7AN3Lys7AUAW3X4xW23SLtvZ9RcSbTA2soBa1HYcBrfRStBywy1VMrNEJahCd6DogqJLQwvfW1HeaixZPVpYA2PpopL"


def decide(blocks: Blocks | None, network: Network, nodes: Sequence[Node]) -> BlockOrder | None:
    """Return the order, or None where no blocks are asked for or nobody could make them."""
    endpoints = tuple(_endpoint(node, network) for node in nodes if node.serves and node.is_synced and _ip(node))
    interval = durations.seconds(blocks.interval) if blocks else None
    if blocks is None or not interval or not endpoints:
        return None
    return BlockOrder(
        interval_seconds=interval,
        initial=blocks.initial,
        address=blocks.address or DEFAULT_ADDRESS,
        endpoints=endpoints,
    )


def _endpoint(node: Node, network: Network) -> str:
    return f"http://{_ip(node)}:{network.ports.restricted_rpc}"


def _ip(node: Node) -> str:
    return node.pod.ip if node.pod else ""
