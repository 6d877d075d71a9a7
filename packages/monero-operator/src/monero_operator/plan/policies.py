# SPDX-License-Identifier: Apache-2.0
"""Whether a spec can be carried out: a chain of named checks, each of which finds what is wrong and says what to do.

A wrong spec changes no child. What stands in the way of one child does not stop the others, so it is not among the
checks.
"""

from collections.abc import Callable, Iterator

import msgspec

from monero_operator import naming
from monero_operator.api import arguments, durations
from monero_operator.api.arguments import Argument, Finding, Parsed
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetworkSpec
from monero_operator.desired import quantity
from monero_operator.facts import Clash, NetworkFacts, Refusal
from monero_operator.settings import Images

MAX_REFUSAL_LENGTH = 500


class Input(msgspec.Struct, frozen=True):
    """What the checks look at."""

    spec: MoneroNetworkSpec
    parsed: Parsed
    facts: NetworkFacts
    images: Images


Check = Callable[[Input], Iterator[Finding]]


def check(given: Input) -> tuple[Finding, ...]:
    """Return all that is wrong with a spec, the most basic first."""
    return tuple(found for one in CHAIN for found in one(given))


def blocks_go_on(given: Input) -> bool:
    """Say whether a spec that cannot be carried out still asks for blocks, on the network that it has."""
    about_blocks = (found for one in (network_is_one, blocks_can_be_made) for found in one(given))
    return given.spec.blocks is not None and next(about_blocks, None) is None


def obstacles(facts: NetworkFacts) -> tuple[Finding, ...]:
    """Return a finding for each child whose name is somebody else's, or that the API server does not accept."""
    return (*(_clash(clash) for clash in facts.clashes), *(_refusal(refusal) for refusal in facts.refusals))


def _clash(clash: Clash) -> Finding:
    whose = f" and belongs to {clash.controller}" if clash.controller else ""
    return arguments.finding(Reason.NAME_CLASH, kind=clash.kind, name=clash.name, whose=whose)


def _refusal(refusal: Refusal) -> Finding:
    return arguments.finding(
        Reason.CHILD_REFUSED, kind=refusal.kind, name=refusal.name, message=refusal.message[:MAX_REFUSAL_LENGTH]
    )


def arguments_make_sense(given: Input) -> Iterator[Finding]:
    """Every argument can be read."""
    yield from given.parsed.findings


def arguments_are_the_users(given: Input) -> Iterator[Finding]:
    """No argument is the operator's to set, and none opens the network."""
    yield from arguments.refused(given.parsed.arguments)


def network_is_one(given: Input) -> Iterator[Finding]:
    """The arguments name one network, and it is the one whose chain the volumes hold."""
    network = arguments.network_of(given.parsed.arguments)
    if isinstance(network, Finding):
        yield network
        return
    for before in sorted(networks_before(given.facts) - {network.value}):
        yield arguments.finding(Reason.NETWORK_CHANGED, before=before, after=network.value)


def images_are_known(given: Input) -> Iterator[Finding]:
    """There is an image for each container."""
    if not monerod_image(given.spec, given.facts, given.images):
        setting = "spec.template.spec.monerod.image, or --monerod-image"
        yield arguments.finding(Reason.NO_IMAGE, container=naming.CONTAINER_MONEROD, setting=setting)
    if not given.images.exporter:
        yield arguments.finding(Reason.NO_IMAGE, container=naming.CONTAINER_EXPORTER, setting="--exporter-image")


def blocks_can_be_made(given: Input) -> Iterator[Finding]:
    """Blocks are asked for only where any nonce is a proof of work, at an interval that is a duration."""
    blocks = given.spec.blocks
    if blocks is None:
        return
    if not {Argument("regtest"), Argument("fixed-difficulty", "1")} <= set(given.parsed.arguments):
        yield arguments.finding(Reason.BLOCKS_REFUSED)
    if not durations.seconds(blocks.interval):
        yield malformed("spec.blocks.interval", blocks.interval, "write a duration such as 30s")


def quantities_make_sense(given: Input) -> Iterator[Finding]:
    """Sizes are quantities above nothing, and no request is greater than its limit."""
    template = given.spec.template.spec
    if template.disk_size is not None and not quantity.amount(template.disk_size):
        yield malformed("spec.template.spec.diskSize", template.disk_size, "write a size such as 10Gi")
    wanted = template.monerod.resources
    for kind, values in (("requests", wanted.requests), ("limits", wanted.limits)):
        for name, value in values.items():
            if quantity.amount(value) is None:
                yield malformed(f"{kind}.{name}", value, "write a quantity such as 500m or 2Gi")
    for name in sorted(wanted.requests.keys() & wanted.limits.keys()):
        request, limit = (quantity.amount(values[name]) for values in (wanted.requests, wanted.limits))
        if request is not None and limit is not None and request > limit:
            yield malformed(f"requests.{name}", wanted.requests[name], "request no more than the limit")


def labels_are_free(given: Input) -> Iterator[Finding]:
    """No label of the pods is one that the operator sets."""
    for label in sorted(given.spec.template.metadata.labels):
        if label.startswith(naming.OWN_LABEL_PREFIXES):
            yield arguments.finding(Reason.LABEL_RESERVED, label=label)


def children_are_readable(given: Input) -> Iterator[Finding]:
    """What somebody made of a child can be read: to take it for a missing one would be to count a node as lost."""
    for child in given.facts.unreadable:
        problem = child.problem[:MAX_REFUSAL_LENGTH]
        yield arguments.finding(Reason.CHILD_UNREADABLE, kind=child.kind, name=child.name, problem=problem)


def malformed(field: str, value: object, problem: str) -> Finding:
    """Return the finding for a value that cannot be read."""
    return arguments.finding(Reason.VALUE_MALFORMED, field=field, value=value, problem=problem)


def networks_before(facts: NetworkFacts) -> set[str]:
    """Return which Monero networks the nodes that exist were made for: one, as far as it is up to us."""
    return {statefulset.network for statefulset in facts.statefulsets.values()} - {""}


def monerod_image(spec: MoneroNetworkSpec, facts: NetworkFacts, images: Images) -> str:
    """Return the image of monerod: the user's, or else the one that the network was given, or else the operator's.

    A network without an image keeps what it runs when the operator is upgraded, nodes that are added later included.
    """
    given = (facts.statefulsets[ordinal].default_image for ordinal in sorted(facts.statefulsets))
    return spec.template.spec.monerod.image or next((image for image in given if image), images.monerod)


CHAIN: tuple[Check, ...] = (
    arguments_make_sense,
    arguments_are_the_users,
    network_is_one,
    images_are_known,
    blocks_can_be_made,
    quantities_make_sense,
    labels_are_free,
    children_are_readable,
)
