# SPDX-License-Identifier: Apache-2.0
"""What is told as an event."""

from kubeloop.objects.condition import Condition
from monero_operator.api.reasons import Reason
from monero_operator.plan import events
from monero_operator.plan.actions import Deletion, Restart


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
