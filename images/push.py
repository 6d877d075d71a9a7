# SPDX-License-Identifier: Apache-2.0
"""Archives go to a registry: the only step that needs a program which speaks to one."""

import ipaddress
import tempfile
from pathlib import Path

from images import program

_TIMEOUT_SECONDS = 900
_HINT = "is the registry reachable, and may you write there? `skopeo login HOST` stores the password"


def push(archive: Path, reference: str) -> str:
    """Copy an archive to where `reference` says it lives, and return the manifest's digest there.

    It differs from the archive's, because layers travel and stay compressed in a registry.
    """
    program.require("skopeo", "skopeo")
    with tempfile.TemporaryDirectory(prefix="monero-images-") as directory:
        digest = Path(directory, "digest")
        program.run(command(archive, reference, digest), timeout_seconds=_TIMEOUT_SECONDS, hint=_HINT)
        return digest.read_text().strip()


def command(archive: Path, reference: str, digest: Path) -> list[str]:
    """The skopeo call, which writes a digest; only a registry on this machine may go without TLS."""
    options = ["--quiet", "--digestfile", str(digest), *(["--dest-tls-verify=false"] if _is_local(reference) else [])]
    return ["skopeo", "copy", *options, f"oci-archive:{archive}", f"docker://{reference}"]


def _is_local(reference: str) -> bool:
    host = reference.partition("/")[0].rpartition(":")[0]
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
