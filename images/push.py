# SPDX-License-Identifier: Apache-2.0
"""Archives go to a registry: the only step that needs a program which speaks to one."""

import ipaddress
from pathlib import Path

from images import program

_TIMEOUT_SECONDS = 900
_HINT = "is the registry reachable, and may you write there? `skopeo login HOST` stores the password"


def push(archive: Path, reference: str) -> None:
    """Copy an archive to where `reference` says it lives."""
    program.require("skopeo", "skopeo")
    program.run(command(archive, reference), timeout_seconds=_TIMEOUT_SECONDS, hint=_HINT)


def command(archive: Path, reference: str) -> list[str]:
    """The skopeo call; only a registry on this machine may go without TLS."""
    insecure = ["--dest-tls-verify=false"] if _is_local(reference) else []
    return ["skopeo", "copy", "--quiet", *insecure, f"oci-archive:{archive}", f"docker://{reference}"]


def _is_local(reference: str) -> bool:
    host = reference.partition("/")[0].rpartition(":")[0]
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
