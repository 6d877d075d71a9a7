# SPDX-License-Identifier: Apache-2.0
"""Machines are recognized by what runs."""

from pathlib import Path

from localkube import machine
from localkube.procfs import Process

INIT = ("/usr/bin/python3", "-m", "localkube.init", "/state/n1/spec.json")
OUTER = Process(10, 1, ("unshare", "--mount", "--pid", *INIT), started=50.0)
INNER = Process(11, 10, INIT, started=50.1)


def test_machine_is_a_pair_of_processes():
    """The name and the home come from the spec's path, the start from init."""
    found = machine.recognize([Process(1, 0, ("init",), 0.0), INNER, OUTER])

    assert found == {"n1": machine.Running("n1", Path("/state"), outer_pid=10, init_pid=11, started=50.1)}


def test_dying_machine_is_none():
    """Without its init the outer process is about to end."""
    assert machine.recognize([OUTER]) == {}


def test_child_of_init_is_no_machine():
    """Between fork and exec a child of init looks like init itself."""
    twin = Process(12, 11, INIT, started=50.2)

    assert {"n1"} == set(machine.recognize([OUTER, INNER, twin]))
    assert machine.recognize([OUTER, INNER, twin])["n1"].init_pid == 11


def test_command_enters_every_namespace():
    """What runs in a machine sees its files, processes, network and name."""
    running = machine.Running("n1", Path("/state"), 10, 11, 50.1)

    assert machine.enter(running, ["ls", "-l"]) == [
        *("nsenter", "--target", "11", "--mount", "--pid", "--net", "--uts", "--ipc", "--"),
        *("ls", "-l"),
    ]
