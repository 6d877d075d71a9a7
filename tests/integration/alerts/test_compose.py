# SPDX-License-Identifier: Apache-2.0
"""examples/06-compose without containers: each service's own arguments, as a process on free ports of loopback."""

import asyncio
import contextlib
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from pathlib import Path

import yaml

from tests.support import loopback, monerod, prometheus, side_by_side

EXAMPLE = Path(__file__).resolve().parents[3] / "examples/06-compose"
RULES = EXAMPLE.parents[1] / "deploy/observability/rules"
STOP_SECONDS = 20.0
_DEFAULT = re.compile(r"\$\{\w+:-([^}]*)\}")


@side_by_side.case
async def test_the_example_does_what_its_page_says(tmp_path: Path) -> None:
    """A daemon, its exporter and a Prometheus with the rules, until the example's own program is content."""
    services = yaml.safe_load((EXAMPLE / "compose.yaml").read_text())["services"]
    moved = _moved(tmp_path)
    _write_config(tmp_path, moved)
    commands = {
        "monerod": (monerod.program(), *_arguments(services["monerod"], moved)),
        "exporter": (sys.executable, "-m", "monero_exporter", *_arguments(services["exporter"], moved)),
        "prometheus": (prometheus.program("prometheus"), *_arguments(services["prometheus"], moved)),
    }
    assert "--offline" in commands["monerod"]
    async with _running(commands.values()):
        done = await asyncio.to_thread(_verify, f"http://127.0.0.1:{moved['9090']}")

    assert done.returncode == 0, done.stdout + done.stderr
    assert '"set":"home"' in done.stdout


def test_the_containers_see_what_their_arguments_name() -> None:
    """The exporter shares the daemon's loopback; rules and configuration are mounted where they are looked for."""
    services = yaml.safe_load((EXAMPLE / "compose.yaml").read_text())["services"]
    mounts = dict(mount.split(":")[:2] for mount in services["prometheus"]["volumes"])

    assert services["exporter"]["network_mode"] == "service:monerod"
    assert "127.0.0.1:9000:9000" in services["monerod"]["ports"]
    assert (EXAMPLE / "../../deploy/observability/rules").resolve() == RULES
    assert mounts["../../deploy/observability/rules"] == "/etc/prometheus/rules"
    assert mounts["./prometheus.yml"] == "/etc/prometheus/prometheus.yml"


def _moved(folder: Path) -> Mapping[str, str]:
    """Return what stands in the files, and what stands for it here."""
    names = ("18080", "18081", "18089", "18083", ":9000", "9090")
    ports = dict(zip(names, map(str, loopback.free_ports(len(names))), strict=True))
    ports[":9000"] = f"127.0.0.1:{ports[':9000']}"
    return {**ports, "/home/monero": str(folder), "/etc/prometheus": str(folder), "0.0.0.0": "127.0.0.1"}


def _arguments(service: Mapping[str, Sequence[str]], moved: Mapping[str, str]) -> list[str]:
    return [_move(_DEFAULT.sub(r"\1", argument), moved) for argument in service["command"]]


def _move(text: str, moved: Mapping[str, str]) -> str:
    return re.sub("|".join(map(re.escape, moved)), lambda found: moved[found[0]], text)


def _write_config(folder: Path, moved: Mapping[str, str]) -> None:
    config = (EXAMPLE / "prometheus.yml").read_text().replace("monerod:9000", moved[":9000"]).replace("15s", "1s")
    (folder / "prometheus.yml").write_text(config)
    (folder / "rules").symlink_to(RULES)


@contextlib.asynccontextmanager
async def _running(commands: Iterable[Sequence[str]]) -> AsyncIterator[None]:
    async with contextlib.AsyncExitStack() as stack:
        for command in commands:
            process = _start(command)
            stack.push_async_callback(asyncio.to_thread, process.wait, STOP_SECONDS)
            stack.callback(process.terminate)
        yield


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command)


def _verify(address: str) -> subprocess.CompletedProcess[str]:
    command = [str(EXAMPLE / "verify.sh"), address]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
