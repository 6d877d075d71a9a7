# SPDX-License-Identifier: Apache-2.0
"""A real Prometheus on loopback, and its `promtool`; Debian's `prometheus` where the machine has none.

It scrapes and evaluates each second, so that a test waits for what it sees and not for an interval.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import shutil
import subprocess
import urllib.parse
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from localkube import debian
from tests.support import loopback, waiting

INTERVAL = "1s"
START_SECONDS = 20.0
_POLL_SECONDS = 0.25
_STOP_SECONDS = 10.0

T = TypeVar("T")


class Sample(NamedTuple):
    """One series of an answer and its value."""

    labels: dict[str, str]
    value: float


class Target(NamedTuple):
    """Somebody to scrape, as HOST:PORT, and labels to give to what it says."""

    address: str
    labels: Mapping[str, str] = {}


class Prometheus(NamedTuple):
    """A running Prometheus."""

    address: str

    @property
    def url(self) -> str:
        """Where its pages and its API are."""
        return f"http://{self.address}"

    async def query(self, expression: str) -> list[Sample]:
        """Return the vector that an expression is at the moment."""
        path = "/api/v1/query?" + urllib.parse.urlencode({"query": expression})
        found = await self.get(path)
        return [Sample(each["metric"], float(each["value"][1])) for each in found["result"]]

    async def alerts(self) -> list[dict[str, Any]]:
        """Return the alerts that are pending or firing, with their annotations filled in."""
        found: list[dict[str, Any]] = (await self.get("/api/v1/alerts"))["alerts"]
        return found

    async def firing(self) -> set[tuple[str, str]]:
        """Return the name and the instance of each alert that fires."""
        fires = [alert["labels"] for alert in await self.alerts() if alert["state"] == "firing"]
        return {(labels["alertname"], labels.get("instance", "")) for labels in fires}

    async def until_firing(self, name: str, instance: str = "", *, seconds: float) -> dict[str, Any]:
        """Wait until an alert fires and return it; fails with what there was instead."""

        def is_wanted(alert: dict[str, Any]) -> bool:
            labels = alert["labels"]
            told = (labels["alertname"], labels.get("instance", ""))
            return alert["state"] == "firing" and told == (name, instance)

        alerts = await self._until(self.alerts, lambda found: any(map(is_wanted, found)), f"{name} fires", seconds)
        return next(filter(is_wanted, alerts))

    async def until_some(self, expression: str, *, seconds: float) -> list[Sample]:
        """Wait until an expression has a result and return it."""
        return await self._until(lambda: self.query(expression), bool, expression, seconds)

    async def until_none(self, expression: str, *, seconds: float) -> None:
        """Wait until an expression has no result any more."""
        await self._until(lambda: self.query(expression), lambda found: not found, f"no {expression}", seconds)

    async def _until(
        self, look: Callable[[], Awaitable[T]], is_enough: Callable[[T], bool], what: str, seconds: float
    ) -> T:
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            if is_enough(found := await look()):
                return found
            assert asyncio.get_running_loop().time() < deadline, f"{what}: not within {seconds:g} s, but {found}"
            await asyncio.sleep(_POLL_SECONDS)

    async def get(self, path: str) -> Any:
        """Return the data of an answer of the HTTP API."""
        return json.loads(await asyncio.to_thread(_get, self.address, path))["data"]


@contextlib.asynccontextmanager
async def running(
    folder: Path, jobs: Mapping[str, Iterable[Target]], groups: Iterable[Mapping[str, Any]] = ()
) -> AsyncIterator[Prometheus]:
    """Run a Prometheus that scrapes these jobs and evaluates these groups of rules, until the end of the block."""
    config = write_config(folder, jobs, groups)
    address = f"127.0.0.1:{loopback.free_ports(1)[0]}"
    command = (
        program("prometheus"),
        f"--config.file={config}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={address}",
        "--log.level=warn",
    )
    process = _start(command, folder)
    try:
        await asyncio.to_thread(_until_ready, process, address)
        yield Prometheus(address)
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, _STOP_SECONDS)


def write_config(folder: Path, jobs: Mapping[str, Iterable[Target]], groups: Iterable[Mapping[str, Any]]) -> Path:
    """Write the configuration and its rules, and return the path of the former. What is JSON is YAML as well."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rules.yaml").write_text(json.dumps({"groups": list(groups)}))
    config = {
        "global": {"scrape_interval": INTERVAL, "scrape_timeout": INTERVAL, "evaluation_interval": INTERVAL},
        "rule_files": ["rules.yaml"],
        "scrape_configs": [{"job_name": name, "static_configs": _static(targets)} for name, targets in jobs.items()],
    }
    path = folder / "prometheus.yaml"
    path.write_text(json.dumps(config))
    return path


def program(name: str) -> str:
    """Return the path of `prometheus` or `promtool`, installed if need be."""
    if not shutil.which(name):
        debian.install(["prometheus"])
    found = shutil.which(name)
    assert found, f"Debian's prometheus brings no {name}"
    return found


def promtool(*arguments: str, folder: Path | None = None, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run promtool and return what it says, whatever that is."""
    command = (program("promtool"), *arguments)
    return subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, timeout=60, check=False)


def _start(command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=folder)


def _static(targets: Iterable[Target]) -> list[dict[str, Any]]:
    return [{"targets": [target.address], "labels": dict(target.labels)} for target in targets]


def _get(address: str, path: str) -> bytes:
    connection = http.client.HTTPConnection(address, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200, f"{path}: {body.decode()}"
        return body


def _until_ready(process: subprocess.Popen[bytes], address: str) -> None:
    def is_ready() -> bool:
        assert process.poll() is None, "Prometheus ended; what it printed stands above"
        return bool(_get(address, "/-/ready"))

    waiting.until(is_ready, seconds=START_SECONDS, what="Prometheus is ready")
