# SPDX-License-Identifier: Apache-2.0
"""The agent in a container as a kubelet makes it, without one: process 1 of the image's own files, which are read-only.

Its user has no name, no right and no way to gain one; Secrets are readable for its group; what it may write are the two
folders of its volumes. Only the network is that of the machine, where a private Tor network is.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.support import anonymity_programs, loopback, sidecars

USER, GROUP = 65532, 1000

_CODE = Path(__file__).parents[2] / "packages/monero-agent/src"
_ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin",
    "PYTHONPATH": "/opt",
    "PYTHONDONTWRITEBYTECODE": "1",
}
_ENTER = f"""set -e
image=$1 folder=$2 code=$3 root=$2/root
shift 3
mount -t tmpfs tmpfs "$root"
cp -a "$image"/bin "$image"/lib* "$image"/sbin "$root"
for name in dev etc mnt opt proc run srv tmp usr; do mkdir "$root/$name"; done
mount --bind "$image/usr" "$root/usr"
mount --bind "$code" "$root/opt"
mount --bind "$folder/mounted" "$root/mnt"
mount --bind "$folder/data" "$root/srv"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=2770,gid={GROUP} tmpfs "$root/run"
for name in . usr opt mnt; do mount -o remount,bind,ro "$root/$name"; done
exec setpriv --no-new-privs chroot --userspec={USER}:{GROUP} --groups={GROUP} "$root" "$@"
"""


class Secret(sidecars.Volume):
    """A volume of a Secret, as the operator has it mounted: for root and the pod's group."""

    def put(self, files: Mapping[str, bytes | str]) -> None:
        super().put(files)
        for path in (self.folder / "..data").iterdir():
            os.chown(path, 0, GROUP)
            path.chmod(0o440)


@dataclasses.dataclass(frozen=True, slots=True)
class Contained(sidecars.Sidecar):
    """Such an agent; `process` is what holds its namespaces."""

    extra: sidecars.Volume

    def agent(self) -> int:
        """Return the agent as the machine numbers it."""
        return _child(self.process.pid)

    def router(self) -> int:
        return _child(self.agent())

    def facts(self, name: str) -> str:
        """Return a line of what the kernel says of the agent."""
        lines = Path(f"/proc/{self.agent()}/status").read_text().splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith(f"{name}:"))


@contextlib.asynccontextmanager
async def running(
    folder: Path,
    document: Mapping[str, Any],
    keys: Mapping[str, bytes],
    extra: Mapping[str, bytes | str],
    *,
    network: str = "tor",
) -> AsyncIterator[Contained]:
    """Run the agent for `tor` or `i2p` until the end of the block."""
    mounted, data = folder / "mounted", folder / "data"
    config = sidecars.Volume(mounted / "config", {f"{network}.json": json.dumps(document)})
    secret, added = Secret(mounted / "keys", keys), sidecars.Volume(mounted / "extra", extra)
    data.mkdir()
    (folder / "root").mkdir()
    os.chown(data, 0, GROUP)
    data.chmod(0o2770)
    port = loopback.free_ports(1)[0]
    with _ending(_start(network, folder, port)) as process:
        yield Contained(process, folder, Path("/run"), port, secret, config, added)


def _start(network: str, folder: Path, port: int) -> subprocess.Popen[bytes]:
    image = anonymity_programs.programs().root
    flags = [f"--{name}-dir=/mnt/{name}" for name in ("config", "keys", "extra")]
    agent = ["/usr/bin/python3", "-m", "monero_agent", network, "--data-dir=/srv", "--run-dir=/run", *flags]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [
                *("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _ENTER, "enter"),
                *map(str, (image, folder, _CODE)),
                *(*agent, f"--listen-port={port}"),
            ],
            env=_ENVIRONMENT,
            stdout=log,
            stderr=log,
        )


@contextlib.contextmanager
def _ending(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _child(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
