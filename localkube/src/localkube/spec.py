# SPDX-License-Identifier: Apache-2.0
"""What a machine mounts and runs: written by `machine`, read by the machine's own `init`."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path

ENVIRON: Mapping[str, str] = {
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
}
"""What programs in machines know of the world: a proxy of the person who starts them would not find the cluster."""


@dataclasses.dataclass(frozen=True, slots=True)
class Process:
    """A program that the machine keeps running."""

    name: str
    argv: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Spec:
    """One machine: its processes, directories (target -> source) and kernel settings."""

    hostname: str
    state: Path
    processes: tuple[Process, ...]
    binds: Mapping[str, Path]
    sysctls: Mapping[str, str]


def encode(spec: Spec) -> str:
    """Return the text of a spec file."""
    return json.dumps(dataclasses.asdict(spec), default=str, indent=1) + "\n"


def decode(text: str) -> Spec:
    """Read a spec file."""
    found = json.loads(text)
    return Spec(
        hostname=found["hostname"],
        state=Path(found["state"]),
        processes=tuple(Process(entry["name"], tuple(entry["argv"])) for entry in found["processes"]),
        binds={target: Path(source) for target, source in found["binds"].items()},
        sysctls=found["sysctls"],
    )
