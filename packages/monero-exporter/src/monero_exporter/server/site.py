# SPDX-License-Identifier: Apache-2.0
"""The paths: `/healthz` (this process lives), `/readyz`, `/status` (the daemon beside it) and the metrics.

`/status` answers 200 for as long as the exporter lives: a daemon that cannot be asked is news, not a failure to tell.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

from aiomonero.types import health
from monero_exporter.server import answers, landing
from monero_exporter.server.watched import Look, Watched
from monero_exporter.translate import status
from monero_exporter.translate.observation import Details

Handler = Callable[[web.Request], Awaitable[web.Response]]

_JSON = "application/json"


class Site:
    """The handlers, over one watched daemon; without one there is no health of it to tell.

    `name` is what its node is called; `beside` tells what was seen last of Tor and I2P beside it.
    """

    def __init__(
        self,
        watched: Watched,
        *,
        name: str | None = None,
        has_daemon: bool = True,
        beside: Callable[[], Details] = Details,
    ) -> None:
        self._watched = watched
        self._name = name
        self._has_daemon = has_daemon
        self._beside = beside

    def application(self, telemetry_path: str | None, probe: Handler) -> web.Application:
        """Return the application; without a telemetry path there are no metrics."""
        application = web.Application()
        paths: dict[str, Handler] = {"/healthz": self.healthz}
        if self._has_daemon:
            paths |= {"/readyz": self.readyz, "/status": self.status}
        if telemetry_path is not None:
            paths |= {telemetry_path: self.metrics, "/probe": probe}
        paths["/"] = landing.handler(list(paths))
        for path, handler in paths.items():
            application.router.add_get(path, handler)
        return application

    async def healthz(self, request: web.Request) -> web.Response:  # noqa: ARG002 - the handler's signature is aiohttp's
        return web.Response(text="ok\n")

    async def readyz(self, request: web.Request) -> web.Response:
        look = await self._watched.look()
        verdict = look.verdict
        code = 200 if verdict.is_ready else 503
        if _JSON in request.headers.get("Accept", ""):
            return web.Response(status=code, body=self._document(look), content_type=_JSON)
        lines = ["ready"] * verdict.is_ready + [f"{reason.code}: {reason.message}" for reason in verdict.reasons]
        return web.Response(status=code, text="\n".join(lines) + "\n")

    async def status(self, request: web.Request) -> web.Response:  # noqa: ARG002 - the handler's signature is aiohttp's
        return web.Response(body=self._document(await self._watched.look()), content_type=_JSON)

    async def metrics(self, request: web.Request) -> web.Response:
        return await answers.metrics(request, self._watched)

    def _document(self, look: Look) -> bytes:
        return health.encode(status.translate(look.seen, look.verdict, self._name, self._beside()))
