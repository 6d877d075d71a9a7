# SPDX-License-Identifier: Apache-2.0
"""The flags that every room has, with defaults for everything but the pod's ordinal."""

import argparse
import dataclasses
from pathlib import Path


@dataclasses.dataclass(frozen=True, slots=True)
class Options:
    """Where things are."""

    ordinal: int
    config: Path
    keys: Path
    extra: Path
    data: Path
    run: Path
    port: int
    program: str


def add(parser: argparse.ArgumentParser, *, port: int, name: str, program: str) -> None:
    """Declare the flags of a room whose program is called `name`."""
    option = parser.add_argument
    option("--ordinal", type=int, default=0, help="the pod's number in its set, which its own keys are named by")
    option("--config-dir", type=Path, default=Path("/etc/monero-agent/config"), help="what to serve")
    option("--keys-dir", type=Path, default=Path("/etc/monero-agent/keys"), help="the keys")
    option("--extra-dir", type=Path, default=Path("/etc/monero-agent/extra"), help="further configuration of the user")
    option("--data-dir", type=Path, default=Path("/data"), help="what outlives the pod")
    option("--run-dir", type=Path, default=Path("/run/monero-agent"), help="what must not be written to a disk")
    option("--listen-port", type=int, default=port, help="where the agent answers /healthz and /status")
    option(f"--{name}", dest="program", default=program, help="the program")


def of(given: argparse.Namespace) -> Options:
    """Return the flags as one value."""
    return Options(
        ordinal=given.ordinal,
        config=given.config_dir,
        keys=given.keys_dir,
        extra=given.extra_dir,
        data=given.data_dir,
        run=given.run_dir,
        port=given.listen_port,
        program=given.program,
    )
