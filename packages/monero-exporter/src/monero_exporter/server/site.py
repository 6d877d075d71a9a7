# SPDX-License-Identifier: Apache-2.0
"""The paths: `/healthz` (this process lives), `/readyz`, `/status` (the daemon beside it) and the metrics.

`/status` answers 200 for as long as the exporter lives: a daemon that cannot be asked is news, not a failure to tell.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

from aiomonero.types import health
from monero_exporter.server import answers, landing
from monero_exporter.server.watched import Watched
from monero_exporter.translate import status

Handler = Callable[[web.Request], Awaitable[web.Response]]

_JSON = "application/json"


class Site:
    """The handlers, over one watched daemon."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched

    def application(self, telemetry_path: str | None, probe: Handler) -> web.Application:
        """Return the application; without a telemetry path there are no metrics."""
        application = web.Application()
        paths: dict[str, Handler] = {"/healthz": self.healthz, "/readyz": self.readyz, "/status": self.status}
        if telemetry_path is not None:
            paths |= {telemetry_path: self.metrics, "/probe": probe}
        paths["/"] = landing.handler(list(paths))
        for path, handler in paths.items():
            application.router.add_get(path, handler)
        return application

    async def healthz(self, request: web.Request) -> web.Response:  # noqa: ARG002 - the handler's signature is aiohttp's
        return web.Response(text="ok\n")

    async def readyz(self, request: web.Request) -> web.Response:
        seen, verdict = await self._watched.look()
        code = 200 if verdict.is_ready else 503
        if _JSON in request.headers.get("Accept", ""):
            return web.Response(status=code, body=health.encode(status.translate(seen, verdict)), content_type=_JSON)
        lines = [f"{reason.code}: {reason.message}" for reason in verdict.reasons] or ["ready"]
        return web.Response(status=code, text="\n".join(lines) + "\n")

    async def status(self, request: web.Request) -> web.Response:  # noqa: ARG002 - the handler's signature is aiohttp's
        seen, verdict = await self._watched.look()
        return web.Response(body=health.encode(status.translate(seen, verdict)), content_type=_JSON)

    async def metrics(self, request: web.Request) -> web.Response:
        return await answers.metrics(request, self._watched)
