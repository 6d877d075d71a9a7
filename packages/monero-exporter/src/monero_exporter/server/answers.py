# SPDX-License-Identifier: Apache-2.0
"""Metrics as the answer to one request: in the format, the compression and the time that its reader wants."""

from aiohttp import web

from monero_exporter.server import accepting
from monero_exporter.server.watched import Watched


async def metrics(request: web.Request, watched: Watched) -> web.Response:
    """Return the metrics of a daemon."""
    page = await watched.page(accepting.patience_seconds(request.headers))
    form, is_gzip = accepting.form(request.headers), accepting.takes_gzip(request.headers)
    headers = {"Content-Type": form.value, "Vary": "Accept, Accept-Encoding"}
    if is_gzip:
        headers["Content-Encoding"] = "gzip"
    return web.Response(body=page.body(form, is_gzip=is_gzip), headers=headers)
