# SPDX-License-Identifier: Apache-2.0
"""What is told as an event."""

import pytest

from kubeloop.objects.condition import Condition
from monero_operator.api.reasons import Reason
from monero_operator.plan import events
from monero_operator.plan.actions import ClaimChange, Deletion, Event, Restart


def turned(before, after):
    """Return type and reason of the events when conditions turn."""
    return [(event.type, event.reason) for event in events.of_turns(before, after)]


def test_restarts_and_removals_are_told_by_name():
    """An address that goes with its node is not worth a word."""
    told = events.of_actions(
        [Restart("regtest-1-0", "a")], [Deletion("StatefulSet", "regtest-2", "b"), Deletion("Service", "x", "c")], 2
    )

    assert [event.reason for event in told] == [Reason.NODE_RESTARTED, Reason.NODE_REMOVED]
    assert "regtest-1-0" in told[0].message
    assert "regtest-2" in told[1].message


def test_a_condition_is_told_when_it_turns_and_not_again():
    """A wrong spec is a warning once, and a network that is ready is news once."""
    invalid = Condition("ConfigValid", "False", "NoImage")
    ready = Condition("Ready", "True", "AllReady")

    assert turned([], [invalid, ready]) == [("Warning", Reason.NO_IMAGE), ("Normal", Reason.ALL_READY)]
    assert turned([invalid, ready], [invalid, ready]) == []
    assert turned([invalid], [Condition("ConfigValid", "False", "NameClash")]) == [("Warning", Reason.NAME_CLASH)]


def test_a_turn_that_asks_nobody_for_anything_is_not_told():
    """Progress is no news, and a wrong spec is told once, not as a lack of progress too."""
    quiet = [Condition("Ready", "False", "NotReady"), Condition("Progressing", "False", "ConfigInvalid")]

    assert turned([], quiet) == []


def test_keys_that_are_about_to_be_made_alarm_nobody():
    """Every start is like that; what stays wrong is told."""
    assert turned([], [Condition("KeysValid", "False", "KeysAwaited")]) == []
    assert turned([], [Condition("KeysValid", "False", "KeyInvalid")]) == [("Warning", Reason.KEY_INVALID)]


def test_miners_that_are_started_anew_are_told_together():
    """A thousand are one event."""
    (told,) = events.revived([Restart("miners-xmrig-1", "b"), Restart("miners-xmrig-0", "a")])

    assert told.reason == Reason.MINER_REVIVED
    assert "miners-xmrig-1, miners-xmrig-0" in told.message
    assert events.revived([]) == ()


def test_volumes_that_grow_are_told_together_and_what_is_made_again_by_name():
    """A change of owners is nobody's concern."""
    grown = [ClaimChange(name=f"data-nodes-{ordinal}", version="1", size="2Gi") for ordinal in range(2)]
    owned = ClaimChange(name="data-nodes-2", version="1", owners=())

    told = events.of_growth([*grown, owned], [Deletion("StatefulSet", "nodes", "u", "Orphan")], "2Gi")

    assert [event.message for event in told] == [
        "Asked for 2Gi for 2 volumes: data-nodes-0, data-nodes-1.",
        "Making the StatefulSet nodes again for volumes of 2Gi; its pods go on.",
    ]
    assert events.of_growth([owned], [], "2Gi") == ()


def test_of_a_plan_that_met_obstacles_only_deeds_are_told():
    """What its conditions say is put right by the next one."""
    restarted = events.of_actions([Restart("n-0", "u")], [], 1)
    turned_ready = Event("Normal", Reason.ALL_READY, "…")

    assert events.of_deeds([*restarted, turned_ready]) == restarted


@pytest.mark.parametrize("before", [[], [Condition("OnionPeersAvailable", "Unknown", "NoAnswer")]])
def test_peers_are_missed_only_after_there_were_some(before):
    """Every start is without any for a while."""
    missing = Condition("OnionPeersAvailable", "False", "NoHiddenPeers")

    assert turned(before, [missing]) == []
    assert turned([Condition("OnionPeersAvailable", "True", "HasHiddenPeers")], [missing]) == [
        ("Warning", Reason.NO_HIDDEN_PEERS)
    ]


def test_a_router_with_a_problem_asks_for_a_person_and_one_that_starts_does_not():
    """Both are not ready."""
    waiting, broken = (Condition("TorReady", "False", reason) for reason in ("RoutersNotReady", "RouterProblem"))

    assert turned([], [waiting]) == []
    assert turned([waiting], [broken]) == [("Warning", Reason.ROUTER_PROBLEM)]
    assert turned([broken], [broken]) == []
    assert turned([broken], [Condition("TorReady", "True", "RoutersReady")]) == [("Normal", Reason.ROUTERS_READY)]
