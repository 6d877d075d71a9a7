# SPDX-License-Identifier: Apache-2.0
"""Machines: process trees in namespaces of their own, found by what they are called, not by notes about them.

The outer process is `unshare`, its only child is the machine's init; killing either takes all of the machine down.
Finding them in /proc works also after their state was deleted under them.
"""

import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from localkube import procfs
from localkube import spec as specs
from localkube.errors import EndedError, LocalkubeError, NotReadyError
from localkube.settings import Machine, Settings

_INIT = "localkube.init"
_IMPORTABLE = Path(__file__).parents[1]
_ALL_NAMESPACES = ("--mount", "--pid", "--net", "--uts", "--ipc", "--")
_SPEC_FILE = "spec.json"
_SPAWN_SECONDS = 10.0
_DEATH_SECONDS = 20.0
_INTERVAL_SECONDS = 0.02


@dataclasses.dataclass(frozen=True, slots=True)
class Running:
    """A live machine: its outer process, its init, where its state lies and when it was started."""

    name: str
    home: Path
    outer_pid: int
    init_pid: int
    started: float


def running() -> dict[str, Running]:
    """Return the live machines by name."""
    return {found.name: found for found in all_running()}


def all_running() -> list[Running]:
    """Return every live machine, also several of one name: an interrupted command may have left them."""
    return [found for found in recognize(procfs.processes()) if procfs.is_of_our_world(found.outer_pid)]


def recognize(processes: Iterable[procfs.Process]) -> Iterator[Running]:
    """Find the machines among processes: an `unshare` that was told to run our init, with a child that does."""
    ours = [found for found in processes if _INIT in found.argv]
    by_parent = {found.parent: found for found in ours}
    for outer in ours:
        if outer.argv[0] == "unshare" and outer.pid in by_parent:
            yield _pair(by_parent[outer.pid], outer)


def expect(settings: Settings, machine: Machine) -> Running:
    """Return a live machine; one that ended is told with what its init said last."""
    found = running().get(machine.name)
    if not found:
        raise EndedError(machine.name, settings.log(machine, "init"))
    return found


def require(settings: Settings, machine: Machine, found: Running) -> None:
    """Refuse a machine that ended since it was found; cheap enough to be asked in a loop."""
    if not _is_alive(found.init_pid):
        raise EndedError(machine.name, settings.log(machine, "init"))


def _pair(init: procfs.Process, outer: procfs.Process) -> Running:
    state = Path(init.argv[-1]).parent
    return Running(state.name, state.parent, outer.pid, init.pid, init.started)


def start(settings: Settings, machine: Machine, spec: specs.Spec) -> Running:
    """Start the machine and wait until its init runs."""
    log = settings.log(machine, "init")
    log.parent.mkdir(parents=True, exist_ok=True)
    for old in log.parent.iterdir():
        old.unlink()
    path = settings.state(machine) / _SPEC_FILE
    path.write_text(specs.encode(spec))
    with log.open("ab") as output:
        outer = subprocess.Popen(
            _argv(settings.isolated(machine), path),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**specs.ENVIRON, "PYTHONPATH": str(_IMPORTABLE)},
            cwd="/",
        )
    return _appeared(machine, outer, log)


def _argv(namespace: str, spec: Path) -> list[str]:
    enter = ["nsenter", f"--net=/run/netns/{namespace}"]
    unshare = ["unshare", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child", "--propagation", "private"]
    return [*enter, *unshare, sys.executable, "-m", _INIT, str(spec)]


def _appeared(machine: Machine, outer: "subprocess.Popen[bytes]", log: Path) -> Running:
    deadline = time.monotonic() + _SPAWN_SECONDS
    while outer.poll() is None and time.monotonic() < deadline:
        found = running().get(machine.name)
        if found and found.outer_pid == outer.pid:
            return found
        time.sleep(_INTERVAL_SECONDS)
    raise NotReadyError(f"machine {machine.name} did not start", _SPAWN_SECONDS, log)


def is_current(settings: Settings, machine: Machine, spec: specs.Spec) -> bool:
    """Tell whether the machine was last started with this very spec."""
    path = settings.state(machine) / _SPEC_FILE
    return path.exists() and path.read_text() == specs.encode(spec)


def kill(machine: Running) -> None:
    """Cut the power: SIGKILL, and wait until nothing of the machine runs."""
    _send_kill(machine.init_pid)
    deadline = time.monotonic() + _DEATH_SECONDS
    while any(_is_alive(pid) for pid in (machine.init_pid, machine.outer_pid)):
        if time.monotonic() > deadline:
            raise LocalkubeError(f"machine {machine.name} (pid {machine.init_pid}) does not die: is a disk stuck?")
        time.sleep(_INTERVAL_SECONDS)


def enter(machine: Running, argv: list[str]) -> list[str]:
    """Return the command that runs `argv` inside the machine."""
    return ["nsenter", "--target", str(machine.init_pid), *_ALL_NAMESPACES, *argv]


def _send_kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _is_alive(pid: int) -> bool:
    """Tell whether the process still holds anything; a zombie does not."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return fields[0] != "Z"
