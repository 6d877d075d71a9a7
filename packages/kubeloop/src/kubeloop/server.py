# SPDX-License-Identifier: Apache-2.0
"""What others ask: `/healthz` (do all loops live?), `/readyz` (are the caches synced?) and `/metrics`."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

from aiohttp import web


class Asked(Protocol):
    """What the probes are about: a `Manager`."""

    def healthy(self) -> bool:
        """Say whether all that was started still runs."""
        ...

    def ready(self) -> bool:
        """Say whether the caches are synced."""
        ...


@contextlib.asynccontextmanager
async def probes(manager: Asked, port: int) -> AsyncIterator[None]:
    """Serve `/healthz` and `/readyz` on all addresses while the block runs; raises OSError if the port is taken."""
    async with _site(port, checks(manager)):
        yield


@contextlib.asynccontextmanager
async def metrics(render: Callable[[], tuple[bytes, str]], port: int) -> AsyncIterator[None]:
    """Serve `/metrics` likewise; `render` returns the page and its content type."""
    async with _site(port, {"/metrics": _rendered(render)}):
        yield


Page = Callable[[], web.Response]


def checks(manager: Asked) -> dict[str, Page]:
    """Return the pages of the probes by their paths."""
    return {
        "/healthz": _check(manager.healthy, "a loop has ended"),
        "/readyz": _check(manager.ready, "caches are not synced yet"),
    }


def _rendered(render: Callable[[], tuple[bytes, str]]) -> Page:
    def page() -> web.Response:
        body, content_type = render()
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
