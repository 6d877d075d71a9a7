# SPDX-License-Identifier: Apache-2.0
"""`/probe?target=`: metrics of any daemon that the settings allow, for many daemons with one exporter."""

import logging
from collections import OrderedDict
from collections.abc import Callable

from aiohttp import web

from aiomonero.types.endpoint import Endpoint
from monero_exporter.server import answers
from monero_exporter.server.watched import Watched
from monero_exporter.targets import Targets

MOST_TARGETS = 100
"""Daemons that are remembered between probes, the latest ones; what is remembered of another begins anew."""

_log = logging.getLogger(__name__)


class Probe:
    """The handler, over one watched daemon for each target; `watch` begins to watch one."""

    def __init__(self, allowed: Targets, watch: Callable[[Endpoint], Watched]) -> None:
        self._allowed = allowed
        self._watch = watch
        self._watched: OrderedDict[Endpoint, Watched] = OrderedDict()
        self._has_warned = False

    async def __call__(self, request: web.Request) -> web.Response:
        """Return the target's metrics, whatever the target answers."""
        try:
            target = _target(request.query.get("target", ""))
        except ValueError as error:
            return web.Response(status=400, text=f"{error}\n")
        if not self._allowed.have(target):
            return web.Response(status=403, text=f"{self._allowed.refusal(target)}\n")
        return await answers.metrics(request, self._of(target))

    def _of(self, target: Endpoint) -> Watched:
        watched = self._watched.pop(target, None) or self._watch(target)
        self._watched[target] = watched
        if len(self._watched) > MOST_TARGETS:
            self._watched.popitem(last=False)
            self._warn()
        return watched

    def _warn(self) -> None:
        if not self._has_warned:
            _log.warning("more than %d targets are probed: counters of some begin anew at each probe", MOST_TARGETS)
            self._has_warned = True


def _target(text: str) -> Endpoint:
    if not text:
        raise ValueError("say which daemon: /probe?target=HOST:PORT")
    return Endpoint.parse(text if "://" in text else f"http://{text}")
