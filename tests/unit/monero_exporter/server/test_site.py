# SPDX-License-Identifier: Apache-2.0
"""The paths, without a socket."""

import dataclasses

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from aiomonero.types import health
from monero_exporter.server.site import Site
from monero_exporter.translate.observation import Details, Observation
from tests.support.observations import FAILED, info, observation

FINE = observation(info(nettype="fakechain"))
SILENT = dataclasses.replace(FINE, info=FAILED)


class Looker:
    """Sees always the same."""

    def __init__(self, seen: Observation) -> None:
        self._seen = seen

    async def observe(self) -> Observation:
        return self._seen

    async def details(self, seen: Observation) -> Details:
        return Details()


def _site(seen: Observation) -> Site:
    return Site(Looker(seen), is_closed=False)


def _request(path: str, accept: str = "*/*") -> web.Request:
    return make_mocked_request("GET", path, headers={"Accept": accept})


@pytest.mark.parametrize(("seen", "code", "text"), [(FINE, 200, "ready"), (SILENT, 503, "DaemonTimedOut: ")])
async def test_readyz_says_ready_or_why_not(seen: Observation, code: int, text: str) -> None:
    """Kubernetes reads the code, a person the words."""
    response = await _site(seen).readyz(_request("/readyz"))

    assert response.status == code
    assert str(response.text).startswith(text)


async def test_readyz_speaks_json_when_asked() -> None:
    """A program gets the whole status with the same code."""
    response = await _site(SILENT).readyz(_request("/readyz", accept="application/json"))

    assert response.status == 503
    assert [reason.code for reason in health.decode(response.body).reasons] == ["DaemonTimedOut"]


@pytest.mark.parametrize(("seen", "is_ready"), [(FINE, True), (SILENT, False)])
async def test_status_answers_whatever_the_daemon_does(seen: Observation, is_ready: bool) -> None:
    """A daemon that cannot be asked is told with code 200."""
    response = await _site(seen).status(_request("/status"))

    assert response.status == 200
    assert health.decode(response.body).ready is is_ready


async def test_healthz_does_not_ask_the_daemon() -> None:
    """The exporter's own life does not hang on the daemon's."""
    response = await _site(SILENT).healthz(_request("/healthz"))

    assert response.status == 200


async def test_metrics_tell_the_exporters_own_version() -> None:
    """The version of the exporter stands beside what the daemon says."""
    response = await _site(SILENT).metrics(_request("/metrics"))

    assert b'monero_exporter_build_info{version="0.1.0"} 1.0' in response.body
    assert b"monero_up 0.0" in response.body


@pytest.mark.parametrize(("path", "paths"), [(None, []), ("/m", ["/m"])])
def test_metrics_are_served_where_they_are_wanted(path: str | None, paths: list[str]) -> None:
    """Closing the metrics closes nothing else."""
    served = {route.resource.canonical for route in _site(FINE).application(path).router.routes()}

    assert served == {"/healthz", "/readyz", "/status", *paths}
