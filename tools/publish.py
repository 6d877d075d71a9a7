# SPDX-License-Identifier: Apache-2.0
"""Build images and put them where the chosen cluster finds them: into localkube's machines, or into REGISTRY."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from tools import cluster


def build(*names: str) -> dict[str, dict[str, Any]]:
    """Build the named images (all without a name); with REGISTRY they are pushed as well."""
    registry = os.environ.get("REGISTRY", "")
    push = ["--push", registry] if registry else []
    done = subprocess.run(
        [sys.executable, "-m", "images", "build", "--json", *push, *names],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.returncode)
    built: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return built


def provide(built: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Make built images available on the cluster; return the references by which pods name them."""
    if not cluster.is_existing():
        for image in built.values():
            cluster.load(image["archive"], image.get("localkube_alias"))
    elif not os.environ.get("REGISTRY"):
        sys.exit("CLUSTER=existing pulls its images: say where they live, REGISTRY=registry.example.org/monero")
    return {name: image["reference"] for name, image in built.items()}


def main() -> None:
    """Build every image; load them where a localkube runs."""
    built = build()
    provide(built)
    for name, image in built.items():
        print(f"{name:10} {image['size_bytes'] / 1e6:7.0f} MB  {image['reference']}")


if __name__ == "__main__":
    main()
