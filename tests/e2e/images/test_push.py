# SPDX-License-Identifier: Apache-2.0
"""Images arrive in a real registry under the names that pods will use."""

import contextlib
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

import images
from tests.support import loopback

CONFIG = """version: 0.1
storage: {{filesystem: {{rootdirectory: {directory}}}}}
http: {{addr: "{address}"}}
"""
MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json"
START_SECONDS = 20


@pytest.fixture
def registry(tmp_path):
    """A registry on this machine alone, from Debian's package, which is unpacked and not installed."""
    address = f"127.0.0.1:{loopback.free_ports(1)[0]}"
    config = tmp_path / "registry.yaml"
    config.write_text(CONFIG.format(directory=tmp_path / "registry", address=address))
    with (tmp_path / "registry.log").open("w") as log:
        process = subprocess.Popen([_program(tmp_path), "serve", config], stdout=log, stderr=log)
        try:
            _wait(address, process, tmp_path / "registry.log")
            yield address
        finally:
            process.kill()
            process.wait(timeout=10)


def test_a_pushed_image_is_there_under_its_digest(registry):
    """What pods pull by name is what the builder reports."""
    built = images.build(["xmrig"], registry=f"{registry}/some/where")[0]

    request = urllib.request.Request(
        f"http://{registry}/v2/some/where/xmrig/manifests/6.22.2", headers={"Accept": MANIFEST_TYPE}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        digest = answer.headers["Docker-Content-Digest"]

    assert built.reference == f"{registry}/some/where/xmrig:6.22.2"
    assert digest == built.digest


def _program(directory: Path) -> str:
    if installed := shutil.which("docker-registry"):
        return installed
    subprocess.run(["apt-get", "update", "-q"], check=True, timeout=120)
    subprocess.run(["apt-get", "download", "-q", "docker-registry"], cwd=directory, check=True, timeout=120)
    package = next(directory.glob("docker-registry_*.deb"))
    subprocess.run(["dpkg-deb", "--extract", package, directory], check=True, timeout=60)
    return str(directory / "usr/bin/docker-registry")


def _wait(address: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://{address}/v2/", timeout=2):
            return
        time.sleep(0.05)
    pytest.fail(f"the registry did not start: {log.read_text()[-2000:]}")
