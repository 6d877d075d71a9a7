# SPDX-License-Identifier: Apache-2.0
"""`/metrics` on one port; `/healthz` (do all loops live?) and `/readyz` (are the caches synced?) on another."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web

from monero_operator.telemetry.counters import Counters


@contextlib.asynccontextmanager
async def serving(
    *, counters: Counters, healthy: Callable[[], bool], ready: Callable[[], bool], metrics_port: int, health_port: int
) -> AsyncIterator[None]:
    """Serve both ports while the block runs; raises OSError where a port cannot be had."""
    async with contextlib.AsyncExitStack() as sites:
        await sites.enter_async_context(_site(metrics_port, {"/metrics": _metrics(counters)}))
        checks = {
            "/healthz": _check(healthy, "a loop has ended"),
            "/readyz": _check(ready, "caches are not synced yet"),
        }
        await sites.enter_async_context(_site(health_port, checks))
        yield


Page = Callable[[], web.Response]


def _metrics(counters: Counters) -> Page:
    def page() -> web.Response:
        body, content_type = counters.render()
        return web.Response(body=body, headers={"Content-Type": content_type})

    return page


def _check(holds: Callable[[], bool], complaint: str) -> Page:
    def page() -> web.Response:
        return web.Response(text="ok\n") if holds() else web.Response(status=503, text=f"{complaint}\n")

    return page


@contextlib.asynccontextmanager
async def _site(port: int, pages: dict[str, Page]) -> AsyncIterator[None]:
    application = web.Application()
    for path, page in pages.items():
        application.router.add_get(path, _handler(page))
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, port=port).start()
        yield
    finally:
        await runner.cleanup()


def _handler(page: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(_: web.Request) -> web.StreamResponse:
        return page()

    return handle
