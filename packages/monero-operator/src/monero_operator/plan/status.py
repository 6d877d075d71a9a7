# SPDX-License-Identifier: Apache-2.0
"""What a status says: counts, what the daemons answered, and all conditions. What is not known is absent."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from aiomonero.types.network import Network
from kubeloop.objects import condition, selector
from kubeloop.objects.condition import Condition
from kubeloop.objects.metadata import Metadata
from monero_operator import naming
from monero_operator.api.arguments import Finding
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1.nodes import MAX_VERSION_LENGTH, NodeStatus
from monero_operator.conditions import available, config_valid, peered, progressing, ready, summary, synced
from monero_operator.facts import STALE_AFTER_SECONDS, Node, Seen
from monero_operator.plan.anonymity import status as hidden
from monero_operator.plan.anonymity.status import Shown
from monero_operator.plan.rollout import Rollout

MAX_INT64 = 2**63 - 1
LOOK_AGAIN_SECONDS = 10.0
"""While something is under way: watches and polls tell most of it, and this is for the rest."""
SETTLED_SECONDS = STALE_AFTER_SECONDS
"""Otherwise: an answer becomes too old without anybody telling."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What deciding came to. `is_valid`: the spec is carried out, though there may be findings about a child.

    `is_hard` says that no two nodes share a machine, `is_locked` that all are to reach everybody by Tor, `starting` why
    pods may be missing, and `is_offline` that a node needs no peers. `hidden` is what there is to say of Tor and I2P.
    """

    network: Network | None
    rollout: Rollout
    findings: tuple[Finding, ...]
    is_valid: bool
    is_hard: bool = False
    is_locked: bool = False
    starting: Reason = Reason.STARTING
    is_offline: bool = False
    hidden: Shown = hidden.NOTHING


def of_nodes(kind: naming.OwnerKind, facts: Seen[Any], nodes: Sequence[Node], outcome: Outcome) -> dict[str, Any]:
    """Return the fields of the status of a network or a node set, all but generation and conditions."""
    return {
        "replicas": len(facts.pods),
        "ready_replicas": sum(node.serves for node in nodes),
        "updated_replicas": outcome.rollout.updated,
        "synced_replicas": sum(node.is_synced for node in nodes),
        "pending_replicas": sum(bool(node.pod and node.pod.unschedulable) for node in nodes),
        "selector": selector.of(naming.selector(kind, facts.name)),
        "network": outcome.network.value if outcome.network else None,
        "version": _lowest(_release(node.status.version) for node in nodes if node.status),
        "height": _height(nodes),
        "target_height": _target_height(nodes),
        "nodes": tuple(_node(node) for node in nodes if node.pod),
        "tor": outcome.hidden.tor,
        "i2p": outcome.hidden.i2p,
    }


def conditions(name: str, nodes: Sequence[Node], outcome: Outcome, *further: Condition) -> tuple[Condition, ...]:
    """Return the conditions that networks and node sets share, and what further there is to say."""
    rollout = outcome.rollout
    return (
        ready.evaluate(nodes, rollout.updated, is_valid=outcome.is_valid),
        available.evaluate(name, nodes),
        progressing.evaluate(
            nodes,
            rollout,
            is_valid=outcome.is_valid,
            is_hard=outcome.is_hard,
            is_locked=outcome.is_locked,
            starting=outcome.starting,
        ),
        synced.evaluate(nodes),
        peered.evaluate(nodes, is_offline=outcome.is_offline),
        *further,
        *outcome.hidden.conditions,
        config_valid.evaluate(outcome.findings),
    )


def of_conditions(
    metadata: Metadata, before: Iterable[Condition], wanted: Iterable[Condition], now: datetime
) -> dict[str, Any]:
    """Return the fields of a status that tell conditions about this generation, and the one to be read first.

    The time of each moves only when its status does.
    """
    about = [msgspec.structs.replace(found, observed_generation=metadata.generation) for found in wanted]
    first = summary.of(about)
    return {
        "observed_generation": metadata.generation,
        "reason": first.reason,
        "message": first.message,
        "conditions": condition.merge(before, about, now),
    }


def _node(node: Node) -> NodeStatus:
    if node.status is None:
        return NodeStatus(name=node.name, ready=node.serves)
    return NodeStatus(
        name=node.name,
        ready=node.serves,
        synced=node.synced,
        height=_count(node.status.height),
        peers_in=_count(node.status.peers_in),
        peers_out=_count(node.status.peers_out),
        version=_release(node.status.version),
    )


def _height(nodes: Sequence[Node]) -> int | None:
    """Return the greatest height of a node in sync; while none is, of any."""
    known = ((node.is_synced, _count(node.status.height)) for node in nodes if node.status)
    return max(((is_synced, height) for is_synced, height in known if height is not None), default=(False, None))[1]


def _target_height(nodes: Sequence[Node]) -> int | None:
    statuses = [node.status for node in nodes if node.status]
    known = [_count(height) for status in statuses for height in (status.height, status.target_height)]
    return max((height for height in known if height is not None), default=None)


def _count(number: int | None) -> int | None:
    """Return what a daemon counts, or nothing if the API server would refuse it, and the whole status with it."""
    return number if number is not None and 0 <= number <= MAX_INT64 else None


def _lowest(versions: Iterable[str | None]) -> str | None:
    """Return the lowest of several versions, as numbers; what is no version counts as the lowest."""
    known = [version for version in versions if version]
    return min(
        known, key=lambda version: ([int(part) for part in re.findall(r"[0-9]+", version)], version), default=None
    )


def _release(version: str | None) -> str | None:
    """Return the release of a version; what follows it tells how the program was built (`0.18.4.0-unknown`)."""
    return version.partition("-")[0][:MAX_VERSION_LENGTH] if version else None


def look_again_after(shown: Iterable[Condition]) -> float:
    """Return in how many seconds to decide anew though nothing was heard."""
    return SETTLED_SECONDS if all(_is_settled(found) for found in shown) else LOOK_AGAIN_SECONDS


def _is_settled(found: Condition) -> bool:
    """Say whether a condition stays as it is until somebody asks for something else."""
    is_under_way = found.status != "True" or found.reason == Reason.AWAITING_UPGRADE
    return not is_under_way or found.reason == Reason.HIDDEN_PEERS_NOT_EXPECTED
