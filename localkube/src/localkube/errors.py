# SPDX-License-Identifier: Apache-2.0
"""What can go wrong, told to the person at the keyboard: every message says what to do."""

from pathlib import Path

_LINES_SHOWN = 12
_BYTES_READ = 8192


class LocalkubeError(Exception):
    """Something that localkube cannot repair by itself; the text is shown as it is."""


class NotReadyError(LocalkubeError):
    """Something did not come up in its time."""

    def __init__(self, problem: str, seconds: float, log: Path) -> None:
        super().__init__(
            f"{problem}, {seconds:.0f} s long.\n"
            f"Last lines of {log}:\n{tail(log)}\n"
            "See `localkube status`; `localkube down` and `localkube up` begin anew."
        )


class EndedError(LocalkubeError):
    """A machine ended while something was expected of it: waiting on is no use."""

    def __init__(self, machine: str, log: Path) -> None:
        super().__init__(
            f"machine {machine} ended.\n"
            f"Last lines of {log}:\n{tail(log)}\n"
            f"`localkube start {machine}` switches it on again; `localkube down` and `localkube up` begin anew."
        )


def tail(log: Path) -> str:
    """Return the last lines of a log, indented."""
    try:
        with log.open("rb") as content:
            content.seek(max(0, log.stat().st_size - _BYTES_READ))
            lines = content.read().decode(errors="replace").splitlines()
    except OSError as error:
        return f"  ({error})"
    return "\n".join(f"  {line}" for line in lines[-_LINES_SHOWN:]) or "  (empty)"
