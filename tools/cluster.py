# SPDX-License-Identifier: Apache-2.0
"""The cluster that demo, deploy and end-to-end tests use: localkube, or with CLUSTER=existing the current context."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from localkube import components, settings
from tools.kubectl import Kubectl, KubectlFailed

LOCALKUBE = (sys.executable, "-m", "localkube")


def is_existing() -> bool:
    """Tell whether the user's own cluster is meant; anything but the two known words is refused."""
    choice = os.environ.get("CLUSTER") or "localkube"
    if choice not in {"localkube", "existing"}:
        sys.exit(f"CLUSTER={choice} is unknown: use CLUSTER=localkube (the default) or CLUSTER=existing")
    return choice == "existing"


def kubectl() -> Kubectl:
    """Return a kubectl for the chosen cluster."""
    if not is_existing():
        return Kubectl((str(components.binaries() / "kubectl"), "--kubeconfig", str(settings.load().kubeconfig)))
    found = shutil.which("kubectl")
    if not found:
        sys.exit("CLUSTER=existing needs kubectl on the PATH")
    return Kubectl((found,))


def up() -> Kubectl:
    """Bring the cluster up, or make sure that the existing one answers."""
    if not is_existing():
        _localkube("up")
        return kubectl()
    client = kubectl()
    try:
        client.run("version", timeout_seconds=20)
    except KubectlFailed as error:
        sys.exit(f"CLUSTER=existing: the current kubeconfig context does not answer\n{error}")
    return client


def down() -> None:
    """Take localkube down; an existing cluster is not ours to touch."""
    if is_existing():
        print("CLUSTER=existing: the cluster is yours and stays as it is")
    else:
        _localkube("down")


def load(archive: str, alias: str | None = None) -> None:
    """Load an image archive into every machine of localkube."""
    _localkube("load", archive, *(["--alias", alias] if alias else []))


def _localkube(*arguments: str) -> None:
    done = subprocess.run([*LOCALKUBE, *arguments], check=False)
    if done.returncode:
        sys.exit(done.returncode)


def main() -> None:
    """Run one verb from the Makefile."""
    parser = argparse.ArgumentParser(prog="tools.cluster", description=__doc__)
    parser.add_argument("verb", choices=("up", "down", "binaries"))
    verbs: dict[str, Callable[[], object]] = {"up": up, "down": down, "binaries": components.binaries}
    verbs[parser.parse_args().verb]()


if __name__ == "__main__":
    main()
