# SPDX-License-Identifier: Apache-2.0
"""What a container reserves and may use: the user's word, over defaults that fit below the user's limits."""

from monero_operator.api.v1alpha1 import common
from monero_operator.desired import quantity, shapes

HUGE_PAGES = "hugepages-"
HUGE_PAGES_NEEDED = "640Mi"
"""What monerod may take of them: two RandomX caches of 256 MiB, and 2 MiB for each thread that verifies (0.18)."""


def merge(defaults: dict[str, str], wanted: common.Resources) -> shapes.ResourceRequirements:
    """Return requests and limits; a default request never exceeds a limit, which the API server would refuse."""
    limits = {name: quantity.canonical(value) for name, value in wanted.limits.items()}
    fitting = {name: _fitting(name, value, limits.get(name, value)) for name, value in defaults.items()}
    requests = fitting | {name: quantity.canonical(value) for name, value in wanted.requests.items()}
    # Huge pages cannot be overcommitted: Kubernetes wants them limited to what is reserved.
    huge = {name: value for name, value in requests.items() if name.startswith(HUGE_PAGES)}
    return shapes.ResourceRequirements(requests=requests, limits=huge | limits)


def _fitting(name: str, value: str, limit: str) -> str:
    return limit if name.startswith(HUGE_PAGES) else _smaller(value, limit)


def _smaller(one: str, other: str) -> str:
    return min(one, other, key=lambda value: quantity.amount(value) or 0)
