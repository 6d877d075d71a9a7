# SPDX-License-Identifier: Apache-2.0
"""Build images and put them where they are needed: into localkube's machines, or into REGISTRY."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from tools import cluster

Images = dict[str, dict[str, Any]]


def build(*names: str, registry: str = "") -> Images:
    """Build the named images (all without a name), and push them if a registry is named."""
    push = ["--push", registry] if registry else []
    done = subprocess.run(
        [sys.executable, "-m", "images", "build", "--json", *push, *names],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise cluster.Unusable("the images were not built, for the reason above")
    built: Images = json.loads(done.stdout)
    return built


def build_for_cluster(*names: str) -> Images:
    """Build images for the chosen cluster: an existing one pulls them, so they are pushed."""
    return build(*names, registry=cluster.registry() if cluster.is_existing() else "")


def provide(built: Images) -> dict[str, str]:
    """Make built images available on the cluster; return the references by which pods name them."""
    if not cluster.is_existing():
        for image in built.values():
            cluster.load(image["archive"], image.get("localkube_alias"))
    return {name: image["reference"] for name, image in built.items()}


def main() -> None:
    """Build every image; push them to REGISTRY if it is set, load them into a localkube if one runs."""
    with cluster.explained():
        built = build(registry=os.environ.get("REGISTRY", ""))
        if not cluster.is_existing() and cluster.is_running():
            provide(built)
    for name, image in built.items():
        print(f"{name:17} {image['size_bytes'] / 1e6:5.0f} MB  {image['reference']}")


if __name__ == "__main__":
    main()
