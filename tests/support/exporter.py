# SPDX-License-Identifier: Apache-2.0
"""A real `monero-exporter` process on loopback, asked over HTTP as Kubernetes and the operator ask it."""

import asyncio
import contextlib
import dataclasses
import http.client
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import NamedTuple, TypeVar

from prometheus_client import parser

from aiomonero.types import health
from tests.support import loopback

START_TIMEOUT_SECONDS = 60.0

Seen = TypeVar("Seen")


class Answer(NamedTuple):
    """Status code and body of an HTTP answer."""

    code: int
    body: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class Exporter:
    """A running exporter."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def get(self, path: str, *, accept: str = "*/*", **headers: str) -> Answer:
        return await asyncio.to_thread(self._get, path, {"Accept": accept, **headers})

    async def status(self) -> health.Status:
        return health.decode((await self.get("/status")).body)

    async def status_when(self, is_wanted: Callable[[health.Status], bool], *, seconds: float) -> health.Status:
        """Poll until the status is as wanted; fails with the last one when the time is over."""
        return await _when(self.status, is_wanted, seconds)

    async def samples_when(
        self, is_wanted: Callable[[dict[str, float]], bool], *, prefix: str = "monero_", seconds: float
    ) -> dict[str, float]:
        """Poll until the samples are as wanted; fails with the last ones when the time is over."""
        return await _when(lambda: self.samples(prefix), is_wanted, seconds)

    async def samples(self, prefix: str) -> dict[str, float]:
        """Return the samples of families whose names begin so, each by its name and the values of its labels."""
        text = (await self.get("/metrics")).body.decode()
        return {
            "/".join((sample.name, *sample.labels.values())): sample.value
            for family in parser.text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name.startswith(prefix)
        }

    def _get(self, path: str, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return Answer(response.status, response.read())


@contextlib.asynccontextmanager
async def beside(
    daemon_url: str, *flags: str, variables: Mapping[str, str] | None = None, port: int | None = None
) -> AsyncIterator[Exporter]:
    """Run an exporter for the daemon until the end of the block; the daemon need not be there."""
    port = port or loopback.free_ports(1)[0]
    with _start(f"--monero-addr={daemon_url}", f"--bind-addr=127.0.0.1:{port}", *flags, variables=variables) as process:
        exporter = Exporter(process, port)
        try:
            await _until_listening(exporter)
            yield exporter
        finally:
            process.terminate()


async def _when(look: Callable[[], Awaitable[Seen]], is_wanted: Callable[[Seen], bool], seconds: float) -> Seen:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not is_wanted(last := await look()):
        assert loop.time() < deadline, f"not within {seconds:g} s; what was seen last: {last}"
        await asyncio.sleep(0.1)
    return last


def _start(*flags: str, variables: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "monero_exporter", *flags], env={**os.environ, **(variables or {})})


async def _until_listening(exporter: Exporter) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + START_TIMEOUT_SECONDS
    while loop.time() < deadline and exporter.process.poll() is None:
        with contextlib.suppress(ConnectionError):
            await exporter.get("/healthz")
            return
        await asyncio.sleep(0.05)
    raise AssertionError("monero-exporter does not listen; what it printed stands above")
