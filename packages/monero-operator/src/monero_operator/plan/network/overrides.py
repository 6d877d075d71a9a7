# SPDX-License-Identifier: Apache-2.0
"""What single nodes of a network have of their own: another image, and arguments merged flag by flag over the others'.

What makes a network one is the same for all its nodes, so no override may say it anew.
"""

from collections.abc import Iterable, Iterator

import msgspec

from monero_operator.api import arguments
from monero_operator.api.arguments import Finding
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetworkSpec, Override
from monero_operator.desired.node import Node
from monero_operator.facts import NetworkFacts
from monero_operator.plan import policies
from monero_operator.plan.policies import Input

SHARED = frozenset({"regtest", "testnet", "stagenet", "fixed-difficulty"})
"""Flags that decide which blocks are valid."""


def by_ordinal(overrides: Iterable[Override]) -> dict[int, Override]:
    """Return the overrides by the ordinal that they are about."""
    return {override.ordinal: override for override in overrides}


def apply(node: Node, override: Override | None) -> Node:
    """Return a node with what it has of its own."""
    if override is None:
        return node
    return msgspec.structs.replace(
        node,
        monerod_image=override.image or node.monerod_image,
        is_default_image=node.is_default_image and override.image is None,
        arguments=arguments.merge(node.arguments, arguments.parse(override.args).arguments),
    )


def images_left(overrides: Iterable[Override], facts: NetworkFacts) -> tuple[str, ...]:
    """Return the images in pods whose StatefulSet is being made again, but for those that a node has of its own."""
    known = {override.ordinal for override in overrides if override.image} | facts.statefulsets.keys()
    return tuple(pod.image for ordinal, pod in facts.pods.items() if ordinal not in known)


def check(given: Input, overrides: Iterable[Override]) -> tuple[Finding, ...]:
    """Return what is wrong with overrides, checked like the template's own arguments; each names its ordinal."""
    return tuple(
        Finding(found.reason, f"spec.overrides, node {override.ordinal}: {found.message}")
        for override in overrides
        for found in _findings(given, override)
    )


def unused(spec: MoneroNetworkSpec) -> tuple[Finding, ...]:
    """Return a finding for each override without a node; it does no harm, and a network may grow and shrink."""
    return tuple(
        arguments.finding(Reason.OVERRIDE_UNUSED, ordinal=override.ordinal, replicas=spec.replicas)
        for override in spec.overrides
        if override.ordinal >= spec.replicas > 0
    )


def _findings(given: Input, override: Override) -> Iterator[Finding]:
    own = msgspec.structs.replace(given, parsed=arguments.parse(override.args))
    yield from policies.arguments_make_sense(own)
    yield from policies.arguments_are_the_users(own)
    for argument in own.parsed.arguments:
        if argument.flag in SHARED and argument not in given.parsed.arguments:
            yield arguments.finding(Reason.OVERRIDE_CONTRADICTS, argument=argument)
