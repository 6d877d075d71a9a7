# SPDX-License-Identifier: Apache-2.0
"""Whether the quantities of a spec make sense: the size of a volume, and the requests and limits of a container."""

from collections.abc import Iterable, Iterator

from monero_operator import naming
from monero_operator.api import arguments
from monero_operator.api.arguments import Finding
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1 import common
from monero_operator.desired import quantity
from monero_operator.desired.pod import resources


def size_makes_sense(field: str, asked: str | None) -> Iterator[Finding]:
    """The size of a volume, if it is named, is a quantity above nothing."""
    if asked is not None and not quantity.amount(asked):
        yield arguments.malformed(field, asked, "write a size such as 10Gi")


def size_does_not_shrink(field: str, asked: str | None, live: Iterable[str]) -> Iterator[Finding]:
    """The size of a volume, if it is named, is not below what it is."""
    sizes = {quantity.amount(size) or 0: size for size in live}
    if asked is not None and sizes and (quantity.amount(asked) or 0) < max(sizes):
        yield arguments.finding(Reason.SIZE_SHRINKS, field=field, asked=asked, live=sizes[max(sizes)])


def resources_make_sense(wanted: common.Resources) -> Iterator[Finding]:
    """Requests and limits are quantities, and no request is greater than its limit."""
    for kind, values in (("requests", wanted.requests), ("limits", wanted.limits)):
        for name, value in values.items():
            if quantity.amount(value) is None:
                yield arguments.malformed(f"{kind}.{name}", value, "write a quantity such as 500m or 2Gi")
    for name in sorted(wanted.requests.keys() & wanted.limits.keys()):
        request, limit = (quantity.amount(values[name]) for values in (wanted.requests, wanted.limits))
        if request is not None and limit is not None and request > limit:
            yield arguments.malformed(f"requests.{name}", wanted.requests[name], "request no more than the limit")


def huge_pages_suffice(wanted: common.Resources) -> Iterator[Finding]:
    """Whoever reserves huge pages for monerod reserves all that it takes."""
    for kind, values in (("requests", wanted.requests), ("limits", wanted.limits)):
        given, needed = values.get(naming.HUGE_PAGES), resources.HUGE_PAGES_NEEDED
        if given is not None and (quantity.amount(given) or 0) < (quantity.amount(needed) or 0):
            problem = f"write {needed} or more, as monerod is killed when it finds less than it takes, or remove it"
            yield arguments.malformed(f"{kind}.{naming.HUGE_PAGES}", given, problem)
