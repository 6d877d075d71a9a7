# SPDX-License-Identifier: Apache-2.0
"""The cluster that demo, deploy and end-to-end tests use: localkube, or with CLUSTER=existing the current context."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator

from localkube import components, machine, preflight, settings
from localkube.errors import LocalkubeError
from tools.kubectl import Kubectl, KubectlFailed

LOCALKUBE = (sys.executable, "-m", "localkube")
CONTEXT_SECONDS = 20


class Unusable(Exception):
    """The chosen cluster cannot be used as it is; the message says what to do."""


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """End the program with the sentence of whatever went wrong, instead of a traceback."""
    try:
        yield
    except (Unusable, LocalkubeError, KubectlFailed) as error:
        sys.exit(str(error))


def is_existing() -> bool:
    """Tell whether the user's own cluster is meant; anything but the two known words is refused."""
    choice = os.environ.get("CLUSTER") or "localkube"
    if choice not in {"localkube", "existing"}:
        raise Unusable(f"CLUSTER={choice} is unknown: use CLUSTER=localkube (the default) or CLUSTER=existing")
    return choice == "existing"


def registry() -> str:
    """Return the registry that the images of an existing cluster are pushed to and pulled from."""
    found = os.environ.get("REGISTRY", "")
    if is_existing() and not found:
        raise Unusable("CLUSTER=existing pulls its images: say where they live, REGISTRY=registry.example.org/monero")
    return found


def is_running() -> bool:
    """Tell whether there is anything of a localkube, healthy or not."""
    return bool(machine.running())


def check() -> None:
    """Fail early: before anything is built, is this a machine, or a cluster, that can be used?"""
    if is_existing():
        registry()
        _answers(kubectl())
        return
    preflight.require_root()
    if not is_running():
        preflight.check(settings.load(), must_build=not components.are_built())


def kubectl() -> Kubectl:
    """Return a kubectl for the chosen cluster."""
    if not is_existing():
        program, kubeconfig = components.binaries() / "kubectl", settings.load().kubeconfig
        return Kubectl((str(program), "--kubeconfig", str(kubeconfig)), may_use_proxy=False)
    found = shutil.which("kubectl")
    if not found:
        raise Unusable("CLUSTER=existing needs kubectl on the PATH")
    return Kubectl((found,))


def build() -> None:
    """Build what localkube runs; an existing cluster needs nothing of it."""
    if not is_existing():
        _localkube("build")


def up() -> Kubectl:
    """Bring the cluster up, or make sure that the existing one answers."""
    if is_existing():
        return _answers(kubectl())
    _localkube("up")
    return kubectl()


def down() -> None:
    """Take localkube down; an existing cluster is not ours to touch."""
    if is_existing():
        print("CLUSTER=existing: the cluster is yours and stays as it is")
    else:
        _localkube("down")


def load(archive: str, alias: str | None = None) -> None:
    """Load an image archive into every machine of localkube."""
    _localkube("load", archive, *(["--alias", alias] if alias else []))


def _answers(client: Kubectl) -> Kubectl:
    try:
        client.run("version", timeout_seconds=CONTEXT_SECONDS)
    except KubectlFailed as error:
        raise Unusable(f"CLUSTER=existing: the current kubeconfig context does not answer\n{error}") from error
    return client


def _localkube(*arguments: str) -> None:
    done = subprocess.run([*LOCALKUBE, *arguments], check=False)
    if done.returncode:
        sys.exit(done.returncode)


def main() -> None:
    """Run one verb from the Makefile."""
    parser = argparse.ArgumentParser(prog="tools.cluster", description=__doc__)
    verbs: dict[str, Callable[[], object]] = {"up": up, "down": down, "binaries": components.binaries}
    parser.add_argument("verb", choices=verbs)
    verb = verbs[parser.parse_args().verb]
    with explained():
        verb()


if __name__ == "__main__":
    main()
