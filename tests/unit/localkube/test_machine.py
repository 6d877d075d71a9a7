# SPDX-License-Identifier: Apache-2.0
"""Machines are recognized by what runs."""

import dataclasses
import os
from pathlib import Path

import pytest

from localkube import machine, procfs, settings
from localkube.errors import EndedError
from localkube.procfs import Process

NO_PID = 1 << 30  # more than a kernel ever counts to
INIT = ("/usr/bin/python3", "-m", "localkube.init", "/state/n1/spec.json")
OUTER = Process(10, 1, ("unshare", "--mount", "--pid", *INIT), started=50.0)
INNER = Process(11, 10, INIT, started=50.1)


def test_machine_is_a_pair_of_processes():
    """The name and the home come from the spec's path, the start from init."""
    found = list(machine.recognize([Process(1, 0, ("init",), 0.0), INNER, OUTER]))

    assert found == [machine.Running("n1", Path("/state"), outer_pid=10, init_pid=11, started=50.1)]


def test_dying_machine_is_none():
    """Without its init the outer process is about to end."""
    assert list(machine.recognize([OUTER])) == []


def test_child_of_init_is_no_machine():
    """Between fork and exec a child of init looks like init itself."""
    twin = Process(12, 11, INIT, started=50.2)

    assert [found.init_pid for found in machine.recognize([OUTER, INNER, twin])] == [11]


def test_two_machines_of_one_name_are_both_found():
    """Whoever takes the cluster down has to end both."""
    outer = dataclasses.replace(OUTER, pid=20)
    inner = dataclasses.replace(INNER, pid=21, parent=20)

    assert [found.init_pid for found in machine.recognize([OUTER, INNER, outer, inner])] == [11, 21]


def test_machines_inside_containers_are_not_ours(monkeypatch):
    """The host sees their processes and must not kill them."""
    monkeypatch.setattr(procfs, "processes", lambda: iter([OUTER, INNER]))
    monkeypatch.setattr(procfs, "is_of_our_world", lambda pid: pid != OUTER.pid)

    assert machine.all_running() == []


def test_ended_machine_is_told_with_its_last_words(monkeypatch, tmp_path):
    """Not a KeyError, and not two minutes of waiting."""
    here = dataclasses.replace(settings.load({}), home=tmp_path)
    log = here.log(here.nodes[0], "init")
    log.parent.mkdir(parents=True)
    log.write_text("mount overlay: Operation not permitted\n")
    monkeypatch.setattr(machine, "all_running", list)

    with pytest.raises(EndedError, match=r"(?s)machine n1 ended.*Operation not permitted.*localkube start n1"):
        machine.expect(here, here.nodes[0])


def test_machine_that_ends_later_is_told_too(tmp_path):
    """Whoever waits for something in it asks again and again."""
    here = dataclasses.replace(settings.load({}), home=tmp_path)
    alive = machine.Running("n1", tmp_path, outer_pid=1, init_pid=os.getpid(), started=0.0)

    machine.require(here, here.nodes[0], alive)
    with pytest.raises(EndedError, match="machine n1 ended"):
        machine.require(here, here.nodes[0], dataclasses.replace(alive, init_pid=NO_PID))


def test_command_enters_every_namespace():
    """What runs in a machine sees its files, processes, network and name."""
    running = machine.Running("n1", Path("/state"), 10, 11, 50.1)

    assert machine.enter(running, ["ls", "-l"]) == [
        *("nsenter", "--target", "11", "--mount", "--pid", "--net", "--uts", "--ipc", "--"),
        *("ls", "-l"),
    ]
