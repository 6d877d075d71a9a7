# SPDX-License-Identifier: Apache-2.0
"""The table of machines."""

from pathlib import Path

import pytest

from localkube import settings, status
from localkube.machine import Running

SETTINGS = settings.load({})
N1 = SETTINGS.nodes[0]
RUNNING = Running("n1", Path("/state"), outer_pid=41, init_pid=42, started=100.0)
ANSWER = status.Answer(ready={"n1": True}, pods={"n1": 7})


def test_ready_node():
    """A node at work shows its pods, its init and how long it is up."""
    row = status.row(N1, RUNNING, ANSWER, is_cut=False, now=225.0)

    assert row == status.Row("n1", "node", "Ready", "10.90.0.11", "7", "42", "2m05s")


STATES = {
    "off": (None, ANSWER, False),
    "NotReady": (RUNNING, status.Answer({"n1": False}, {}), False),
    "unknown": (RUNNING, None, False),
    "NotReady, cut": (RUNNING, status.Answer({}, {}), True),
}


@pytest.mark.parametrize(("state", "given"), STATES.items(), ids=STATES.keys())
def test_state_of_a_node(state, given):
    """Power, network and the API server's opinion make the state."""
    running, answer, is_cut = given

    assert state == status.row(N1, running, answer, is_cut=is_cut, now=225.0).state


@pytest.mark.parametrize(("answer", "state"), [(ANSWER, "serving"), (None, "starting")])
def test_state_of_the_control_plane(answer, state):
    """It serves when it answers."""
    assert state == status.row(SETTINGS.control_plane, RUNNING, answer, is_cut=False, now=225.0).state


def test_table_is_aligned():
    """Columns begin below their titles, and lines do not end in blanks."""
    lines = status.table([status.Row("cp", "control plane", "serving", "10.90.0.1")]).splitlines()

    assert lines[0].index("STATE") == lines[1].index("serving")
    assert all(line == line.rstrip() for line in lines)


def test_health_needs_every_machine():
    """One machine that does not do its work is enough to fail."""
    good = status.Row("cp", "control plane", "serving", "")
    bad = status.Row("n1", "node", "Ready, cut", "")

    assert status.is_healthy([good])
    assert not status.is_healthy([good, bad])


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.9, "0s"), (59, "59s"), (60, "1m00s"), (3599, "59m59s"), (7500, "2h05m"), (349200, "4d01h")],
)
def test_duration_is_short(seconds, text):
    """Two units at most."""
    assert text == status.duration(seconds)


def test_answers_are_summarized():
    """Finished and unplaced pods are not counted."""
    nodes = [{"metadata": {"name": "n1"}, "status": {"conditions": [{"type": "Ready", "status": "True"}]}}]
    pods = [
        {"spec": {"nodeName": "n1"}, "status": {"phase": "Running"}},
        {"spec": {"nodeName": "n1"}, "status": {"phase": "Succeeded"}},
        {"spec": {}, "status": {"phase": "Pending"}},
    ]

    assert status.Answer({"n1": True}, {"n1": 1}) == status.summarize(nodes, pods)
