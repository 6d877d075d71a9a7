# SPDX-License-Identifier: Apache-2.0
"""Stand-in until the rules are there."""

from typing import Any

from aiomonero.types.network import Network
from monero_operator.desired.parent import Parent


def of_owner(owner: Parent, network: Network | None) -> tuple[dict[str, Any], ...]:
    """Return the rules."""
    expression = f'up{{job="monero-exporter", namespace="{owner.namespace}", set="{owner.name}"}} == 0'
    return (
        {"name": f"{owner.name}.{network or 'miners'}", "rules": [{"alert": "Down", "expr": expression, "for": "5m"}]},
    )
