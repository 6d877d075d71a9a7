# SPDX-License-Identifier: Apache-2.0
"""Changes that nobody asked for: a newer operator makes another template of the same spec, such as with its own image.

They roll by the rules of every change, but only a few owners at a time, so that what is wrong with a new operator shows
before it is everywhere. Which owners those are stands on their StatefulSets until their nodes have come up, so that it
outlives an operator. One that has to wait keeps its templates.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from monero_operator import naming
from monero_operator.desired import shapes
from monero_operator.facts import Node, Replica, StatefulSet


class Upgrade(msgspec.Struct, frozen=True):
    """What becomes of a change of our own: the StatefulSets as they are to be applied, and those that wait, by ordinal.

    `is_under_way` says that the owner is one of the few.
    """

    wanted: dict[int, shapes.StatefulSet]
    waiting: frozenset[int] = frozenset()
    is_under_way: bool = False


def decide(wanted: Mapping[int, shapes.StatefulSet], nodes: Sequence[Replica[Any]], *, may_upgrade: bool) -> Upgrade:
    """Return which of the wanted StatefulSets may take their template, marked where the change is our own."""
    statefulsets = {node.ordinal: node.statefulset for node in nodes if node.statefulset}
    own = {ordinal for ordinal, built in wanted.items() if _is_own(statefulsets.get(ordinal), built)}
    begun = {ordinal for ordinal, built in wanted.items() if _has_begun(statefulsets.get(ordinal), built)}
    if own and not begun and not may_upgrade:
        return Upgrade(dict(wanted), waiting=frozenset(own))
    if not own and all(_has_come_up(node) for node in nodes if node.ordinal in begun):
        return Upgrade(dict(wanted))
    marked = {ordinal: _marked(built) if ordinal in own | begun else built for ordinal, built in wanted.items()}
    return Upgrade(marked, is_under_way=True)


def _is_own(found: StatefulSet | None, wanted: shapes.StatefulSet) -> bool:
    """Say whether a template changes though its owner did not; one without a word about its owner is an older's."""
    if found is None or found.template == wanted.fingerprint:
        return False
    return found.made_for in ("", made_for(wanted))


def _has_begun(found: StatefulSet | None, wanted: shapes.StatefulSet) -> bool:
    """Say whether a change of our own has been written; a later change of the owner takes its place."""
    return found is not None and found.is_upgrading and found.made_for == made_for(wanted)


def _has_come_up(node: Replica[Any]) -> bool:
    """Say whether a node runs what we made and answers, or cannot for a reason that is not ours."""
    if not node.is_current or node.pod is None:
        return False
    has_answered = node.synced is not None if isinstance(node, Node) else node.status is not None
    return bool(node.pod.unschedulable) or node.serves or has_answered


def made_for(built: shapes.StatefulSet) -> str:
    """Return what of its owner a StatefulSet was made for."""
    return built.metadata.annotations[naming.ANNOTATION_MADE_FOR]


def _marked(built: shapes.StatefulSet) -> shapes.StatefulSet:
    annotations = built.metadata.annotations | {naming.ANNOTATION_UPGRADING: "true"}
    return msgspec.structs.replace(built, metadata=msgspec.structs.replace(built.metadata, annotations=annotations))
