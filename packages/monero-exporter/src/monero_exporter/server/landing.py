# SPDX-License-Identifier: Apache-2.0
"""The page at `/`, for a person who follows a link to the exporter."""

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

import monero_exporter

_WORDS = {
    "/healthz": "whether the exporter itself lives",
    "/readyz": "whether the daemon is fit to serve, or why not",
    "/status": "the daemon's health, as JSON",
    "/probe": "metrics of another daemon: /probe?target=HOST:PORT",
}


def handler(paths: Sequence[str]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return the handler of a page that leads to the paths."""
    items = "\n".join(
        f'<li><a href="{path}">{path}</a>: {_WORDS.get(path, "metrics of the daemon")}</li>' for path in paths
    )
    text = (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>monero-exporter</title></head>\n<body>\n'
        f"<h1>monero-exporter {monero_exporter.__version__}</h1>\n<ul>\n{items}\n</ul>\n</body>\n</html>\n"
    )

    async def page(request: web.Request) -> web.Response:  # noqa: ARG001 - the handler's signature is aiohttp's
        return web.Response(text=text, content_type="text/html")

    return page
