# SPDX-License-Identifier: Apache-2.0
"""The paths: `/healthz` (this process lives), `/readyz`, `/status` (the daemon beside it) and the metrics.

`/status` answers 200 for as long as the exporter lives: a daemon that cannot be asked is news, not a failure to tell.
"""

from typing import Protocol

from aiohttp import web

import monero_exporter
from aiomonero.types import health
from monero_exporter.catalogue import exporter as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.scrape.shared import Shared
from monero_exporter.server import exposition
from monero_exporter.translate import readiness, samples, status
from monero_exporter.translate.observation import Details, Observation

_JSON = "application/json"


class Looker(Protocol):
    """Looks at the daemon, as `scrape.collection.Collector` does."""

    async def observe(self) -> Observation: ...

    async def details(self, seen: Observation) -> Details: ...


class Site:
    """The handlers, over one shared observation and, for metrics, what belongs to it beside."""

    def __init__(self, collector: Looker, *, is_closed: bool, name: str | None = None) -> None:
        self._collector = collector
        self._seen = Shared(collector.observe)
        self._everything = Shared(self._collect)
        self._is_closed = is_closed
        self._name = name

    def application(self, telemetry_path: str | None) -> web.Application:
        """Return the application; without a telemetry path there are no metrics."""
        application = web.Application()
        application.router.add_get("/healthz", self.healthz)
        application.router.add_get("/readyz", self.readyz)
        application.router.add_get("/status", self.status)
        if telemetry_path is not None:
            application.router.add_get(telemetry_path, self.metrics)
        return application

    async def healthz(self, request: web.Request) -> web.Response:  # noqa: ARG002 - the handler's signature is aiohttp's
        return web.Response(text="ok\n")

    async def readyz(self, request: web.Request) -> web.Response:
        seen, verdict = await self._look()
        code = 200 if verdict.is_ready else 503
        if _JSON in request.headers.get("Accept", ""):
            return web.Response(status=code, body=self._document(seen, verdict), content_type=_JSON)
        lines = ["ready"] * verdict.is_ready + [f"{reason.code}: {reason.message}" for reason in verdict.reasons]
        return web.Response(status=code, text="\n".join(lines) + "\n")

    async def status(self, request: web.Request) -> web.Response:  # noqa: ARG002 - the handler's signature is aiohttp's
        seen, verdict = await self._look()
        return web.Response(body=self._document(seen, verdict), content_type=_JSON)

    async def metrics(self, request: web.Request) -> web.Response:  # noqa: ARG002 - the handler's signature is aiohttp's
        seen, details = await self._everything.read()
        build = Sample(families.EXPORTER_BUILD_INFO, 1, (monero_exporter.__version__,))
        verdict = readiness.judge(seen, is_closed=self._is_closed)
        text = exposition.write((*samples.translate(seen, verdict, details), build))
        return web.Response(body=text, headers={"Content-Type": exposition.CONTENT_TYPE})

    def _document(self, seen: Observation, verdict: readiness.Verdict) -> bytes:
        return health.encode(status.translate(seen, verdict, self._name))

    async def _collect(self) -> tuple[Observation, Details]:
        seen = await self._seen.read()
        return seen, await self._collector.details(seen)

    async def _look(self) -> tuple[Observation, readiness.Verdict]:
        seen = await self._seen.read()
        return seen, readiness.judge(seen, is_closed=self._is_closed)
