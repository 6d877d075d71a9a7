# SPDX-License-Identifier: Apache-2.0
"""Running other programs: they succeed in bounded time, or the error carries what they said."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from localkube.errors import LocalkubeError

_TIMEOUT_SECONDS = 120.0


class CommandFailedError(LocalkubeError):
    """A program failed, is missing or took too long."""


def run(
    argv: Sequence[str | Path],
    *,
    text: str | None = None,
    timeout_seconds: float = _TIMEOUT_SECONDS,
    environ: Mapping[str, str] | None = None,
    directory: Path | None = None,
) -> str:
    """Run a program with `text` on its standard input and return its standard output."""
    shown = " ".join(str(part) for part in argv)
    try:
        done = subprocess.run(
            [str(part) for part in argv],
            check=False,
            input=text,
            stdin=subprocess.DEVNULL if text is None else None,
            capture_output=True,
            text=True,
            timeout=timeout_seconds,
            env={**os.environ, **(environ or {})},
            cwd=directory,
        )
    except subprocess.TimeoutExpired as error:
        raise CommandFailedError(f"`{shown}` did not end within {timeout_seconds:.0f} s") from error
    except OSError as error:
        raise CommandFailedError(f"`{shown}` could not be started: {error.strerror}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise CommandFailedError(f"`{shown}` failed with {done.returncode}: {said}")
    return done.stdout
