# SPDX-License-Identifier: Apache-2.0
"""A daemon of the release to come, as far as its source tells of it: a real one whose answers lack what 0.19 drops.

It tells RPC version 3.18, knows neither bootstrap daemons nor payments, and says `untrusted` nowhere.
"""

import contextlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
from aiohttp import web

_GONE_METHODS = frozenset({"rpc_access_tracking"})
_GONE_FIELDS = re.compile(
    rb',\s*"(?:untrusted|bootstrap_daemon_address|height_without_bootstrap|was_bootstrap_ever_used)": [^,\n]*(?=[,\n])'
)
_VERSION = re.compile(rb'(?<="version": )\d{6}')
_NEXT_VERSION = b"%d" % (3 << 16 | 18)
_MISSING = {"jsonrpc": "2.0", "id": "0", "error": {"code": -32601, "message": "Method not found"}}


@contextlib.asynccontextmanager
async def before(daemon_url: str) -> AsyncIterator[str]:
    """Answer in the daemon's place until the end of the block; gives the URL."""
    async with aiohttp.ClientSession(daemon_url) as session:

        async def answer(request: web.Request) -> web.Response:
            body = await request.read()
            if _method(body) in _GONE_METHODS:
                return web.json_response(_MISSING)
            async with session.post(request.path, data=body) as answered:
                return web.Response(status=answered.status, body=as_told_by_the_next(await answered.read()))

        server = web.AppRunner(_application(answer))
        await server.setup()
        try:
            site = web.TCPSite(server, "127.0.0.1", 0)
            await site.start()
            host, port = server.addresses[0]
            yield f"http://{host}:{port}"
        finally:
            await server.cleanup()


def as_told_by_the_next(answer: bytes) -> bytes:
    """Return a daemon's answer, which need not be valid JSON, without what is gone."""
    return _VERSION.sub(_NEXT_VERSION, _GONE_FIELDS.sub(b"", answer))


def _application(answer: Callable[[web.Request], Awaitable[web.Response]]) -> web.Application:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    return application


def _method(body: bytes) -> str:
    return str(json.loads(body).get("method", "")) if body else ""
