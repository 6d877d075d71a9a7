# SPDX-License-Identifier: Apache-2.0
"""What happens now that a person would want to see in `kubectl describe`: what a plan does, and what has turned."""

from collections.abc import Iterable, Sequence
from typing import Literal

from kubeloop.objects.condition import Condition
from monero_operator.api import reasons
from monero_operator.api.reasons import EVENT, Reason
from monero_operator.conditions.statement import ConditionType
from monero_operator.plan.actions import ClaimChange, Deletion, Event, Restart

# Which turns are worth an event: those that end a wait, and those that ask for a person.
_TURNS: dict[tuple[ConditionType, str], Literal["Normal", "Warning"]] = {
    (ConditionType.READY, "True"): "Normal",
    (ConditionType.TOR_READY, "True"): "Normal",
    (ConditionType.I2P_READY, "True"): "Normal",
    (ConditionType.PROGRESSING, "False"): "Warning",
    (ConditionType.CONFIG_VALID, "False"): "Warning",
    (ConditionType.KEYS_VALID, "False"): "Warning",
}

_LOSSES = frozenset({ConditionType.ONION_PEERS_AVAILABLE, ConditionType.I2P_PEERS_AVAILABLE})
"""Which conditions are worth a warning when they cease to be true, but not while they come to be."""
_PASSING = frozenset({Reason.KEYS_AWAITED})
"""Reasons by which something is not true for a moment at every start."""
_PROBLEMS = frozenset({Reason.ROUTER_PROBLEM, Reason.PARTITIONED_UNLOCKED})
"""Reasons that ask for a person, in conditions that turn for other reasons too."""


def of_actions(restarts: Iterable[Restart], deletions: Iterable[Deletion], replicas: int) -> tuple[Event, ...]:
    """Return an event for each node that is restarted or removed."""
    restarted = (reasons.sentence(Reason.NODE_RESTARTED, pod=restart.pod) for restart in restarts)
    removed = (
        reasons.sentence(Reason.NODE_REMOVED, name=deletion.name, replicas=replicas)
        for deletion in deletions
        if deletion.kind == "StatefulSet"
    )
    return (
        *(Event("Normal", Reason.NODE_RESTARTED, message) for message in restarted),
        *(Event("Normal", Reason.NODE_REMOVED, message) for message in removed),
    )


def of_deeds(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events of what was done; what a condition says may be another thing after the next plan."""
    return tuple(event for event in events if EVENT in reasons.SCOPES[event.reason])


def revived(restarts: Sequence[Restart]) -> tuple[Event, ...]:
    """Return one event for the miners that are started anew because they have never found their node, if any are."""
    names = reasons.listed([restart.pod for restart in restarts])
    told = Event("Normal", Reason.MINER_REVIVED, reasons.sentence(Reason.MINER_REVIVED, names=names))
    return (told,) if restarts else ()


def of_growth(changes: Iterable[ClaimChange], remade: Iterable[Deletion], size: str) -> tuple[Event, ...]:
    """Return an event for volumes that are asked to grow, and for each StatefulSet that is made again for it."""
    grown = [change.name for change in changes if change.size is not None]
    asked = reasons.sentence(Reason.VOLUME_GROWS, size=size, count=len(grown), names=reasons.listed(grown))
    return (
        *((Event("Normal", Reason.VOLUME_GROWS, asked),) if grown else ()),
        *(Event("Normal", Reason.REMADE, _remade(deletion, size)) for deletion in remade),
    )


def _remade(deletion: Deletion, size: str) -> str:
    return reasons.sentence(Reason.REMADE, name=deletion.name, size=size)


def of_turns(before: Sequence[Condition], after: Sequence[Condition]) -> tuple[Event, ...]:
    """Return an event for each condition that turned in a way worth telling."""
    known = {condition.type: (condition.status, condition.reason) for condition in before}
    return tuple(
        Event(severity, Reason(condition.reason), condition.message)
        for condition in after
        if known.get(condition.type) != (condition.status, condition.reason)
        and condition.reason != Reason.CONFIG_INVALID
        and (severity := _severity(condition, known.get(condition.type, ("", ""))[0]))
    )


def _severity(after: Condition, status_before: str) -> Literal["Normal", "Warning"] | None:
    """Return how grave a turn is, or nothing if it is not worth an event."""
    is_lost = after.type in _LOSSES and status_before == "True" and after.status == "False"
    if is_lost or after.reason in _PROBLEMS:
        return "Warning"
    return None if after.reason in _PASSING else _TURNS.get((ConditionType(after.type), after.status))


def blocks_failed(problem: str) -> Event:
    """Return the event for a block that is due and that no node makes."""
    return Event("Warning", Reason.BLOCKS_FAILED, reasons.sentence(Reason.BLOCKS_FAILED, problem=problem))


def unreadable(problem: str) -> Event:
    """Return the event for a resource that does not look like any that the schema lets in."""
    return Event("Warning", Reason.UNREADABLE, reasons.sentence(Reason.UNREADABLE, problem=problem))


def filled(names: Iterable[str]) -> Event:
    """Return the event for a Secret that got what it asked for."""
    return Event("Normal", Reason.KEYS_FILLED_IN, reasons.sentence(Reason.KEYS_FILLED_IN, names=", ".join(names)))


def not_filled(problem: str) -> Event:
    """Return the event for a Secret whose files are not those of one key, or that cannot be written."""
    return Event("Warning", Reason.KEYS_NOT_FILLED_IN, reasons.sentence(Reason.KEYS_NOT_FILLED_IN, problem=problem))
