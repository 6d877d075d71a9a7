# SPDX-License-Identifier: Apache-2.0
"""PID 1 of a machine: `python -m localkube.init SPEC` inside new mount, pid, uts and ipc namespaces.

It makes the machine's mounts, starts its processes, reaps orphans and restarts what ends.
SIGKILL of this process is the machine's power cut: the kernel takes everything else down.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from localkube import mounts
from localkube import spec as specs

_RESTART_DELAY_SECONDS = 1.0
_IDLE_SECONDS = 3600.0
_LOG_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_APPEND


def main() -> None:
    """Become the machine that the spec file describes."""
    spec = specs.decode(Path(sys.argv[1]).read_text())
    mounts.isolate(spec.state, spec.binds)
    socket.sethostname(spec.hostname)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    _apply(spec.sysctls)
    os.chdir("/")
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    _supervise(spec)


def _apply(sysctls: Mapping[str, str]) -> None:
    for name, value in sysctls.items():
        path = Path("/proc/sys", *name.split("."))
        if path.exists():
            path.write_text(value)
        else:
            _say(f"this kernel has no {name}")


def _supervise(spec: specs.Spec) -> None:
    running: dict[int, specs.Process] = {}
    due = dict.fromkeys(spec.processes, 0.0)
    while True:
        now = time.monotonic()
        for process in [process for process, at in due.items() if at <= now]:
            if pid := _start(process, spec.state):
                running[pid] = process
                del due[process]
            else:
                due[process] = now + _RESTART_DELAY_SECONDS
        signal.sigtimedwait({signal.SIGCHLD}, max(0.0, min(due.values(), default=now + _IDLE_SECONDS) - now))
        for pid, status in _reaped():
            if ended := running.pop(pid, None):
                _say(f"{ended.name} ({pid}) ended with {os.waitstatus_to_exitcode(status)}")
                due[ended] = time.monotonic() + _RESTART_DELAY_SECONDS


def _start(process: specs.Process, state: Path) -> int | None:
    """Start a program and return its pid. One that cannot be started is tried again: the machine lives on without."""
    try:
        pid = _spawn(process.argv, state / "log" / f"{process.name}.log")
    except OSError as error:
        _say(f"{process.name} cannot be started: {error}")
        return None
    _say(f"{process.name} ({pid}) started")
    return pid


def _spawn(argv: tuple[str, ...], log: Path) -> int:
    return os.posix_spawnp(
        argv[0],
        argv,
        specs.ENVIRON,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), _LOG_FLAGS, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
        setsigmask=(),
    )


def _reaped() -> Iterator[tuple[int, int]]:
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            yield found


def _say(message: str) -> None:
    print(time.strftime("%H:%M:%S"), message, flush=True)


if __name__ == "__main__":
    main()
