# SPDX-License-Identifier: Apache-2.0
"""The paths, without a socket."""

import dataclasses
import gzip

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from aiomonero import Network
from aiomonero.types import health
from monero_exporter.server.site import Site
from monero_exporter.server.watched import Watched
from monero_exporter.translate.observation import Details, Observation
from tests.support.lookers import Looker
from tests.support.observations import FAILED, info, observation, sibling

FINE = observation(info(nettype="fakechain"))
SILENT = dataclasses.replace(FINE, info=FAILED)


def _site(seen: Observation) -> Site:
    return Site(Watched(Looker(seen), is_closed=False), name="nodes-0")


def _request(path: str, accept: str = "*/*") -> web.Request:
    return make_mocked_request("GET", path, headers={"Accept": accept})


@pytest.mark.parametrize(("seen", "code", "text"), [(FINE, 200, "ready"), (SILENT, 503, "DaemonTimedOut: ")])
async def test_readyz_says_ready_or_why_not(seen: Observation, code: int, text: str) -> None:
    """Kubernetes reads the code, a person the words."""
    response = await _site(seen).readyz(_request("/readyz"))

    assert response.status == code
    assert str(response.text).startswith(text)


async def test_readyz_also_says_what_is_to_know_about_a_node_in_service() -> None:
    """A remark stands below, so that who reads one word only reads the right one."""
    forked = sibling(network=Network.REGTEST, is_forked=True)
    response = await _site(dataclasses.replace(FINE, siblings=(forked,))).readyz(_request("/readyz"))

    assert response.status == 200
    assert [line.partition(":")[0] for line in str(response.text).splitlines()] == ["ready", "SiblingForked"]


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
    told = health.decode(response.body)
    assert (told.name, told.ready) == ("nodes-0", is_ready)


async def test_a_broken_tor_is_told_and_takes_no_node_out_of_service() -> None:
    """Clients that come over clearnet are served as before."""
    site = Site(Watched(Looker(FINE), is_closed=False), beside=lambda: Details(tor=FAILED))

    told = health.decode((await site.status(_request("/status"))).body)

    assert (await site.readyz(_request("/readyz"))).status == 200
    assert told.tor is not None
    assert (told.ready, told.tor.ready, told.i2p) == (True, False, None)


async def test_healthz_does_not_ask_the_daemon() -> None:
    """The exporter's own life does not hang on the daemon's."""
    response = await _site(SILENT).healthz(_request("/healthz"))

    assert response.status == 200


async def test_metrics_come_in_the_form_that_is_asked_for() -> None:
    """Prometheus asks for OpenMetrics, compressed."""
    headers = {"Accept": "application/openmetrics-text", "Accept-Encoding": "gzip"}

    response = await _site(SILENT).metrics(make_mocked_request("GET", "/metrics", headers=headers))

    assert response.headers["Content-Type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8"
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.body).endswith(b"# EOF\n")


@pytest.mark.parametrize(("path", "paths"), [(None, []), ("/m", ["/m", "/probe"])])
def test_metrics_are_served_where_they_are_wanted(path: str | None, paths: list[str]) -> None:
    """Closing the metrics closes nothing else."""
    site = _site(FINE)

    served = {route.resource.canonical for route in site.application(path, site.status).router.routes()}

    assert served == {"/", "/healthz", "/readyz", "/status", *paths}


def test_without_a_daemon_there_is_no_health_of_it() -> None:
    """Whoever asks an exporter beside a miner whether the daemon is ready asks the wrong one."""
    site = Site(Watched(Looker(SILENT), is_closed=False), has_daemon=False)

    served = {route.resource.canonical for route in site.application("/m", site.metrics).router.routes()}

    assert served == {"/", "/healthz", "/m", "/probe"}
