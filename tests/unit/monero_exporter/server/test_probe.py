# SPDX-License-Identifier: Apache-2.0
"""`/probe`, without a socket."""

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from aiomonero.types.endpoint import Endpoint
from monero_exporter.server import probe
from monero_exporter.server.watched import Watched
from monero_exporter.targets import Targets
from tests.support.lookers import Looker
from tests.support.observations import info, observation


class Watch:
    """Remembers who is watched, in the order in which that began."""

    def __init__(self) -> None:
        self.begun: list[str] = []

    def __call__(self, target: Endpoint) -> Watched:
        self.begun.append(str(target))
        return Watched(Looker(observation(info())), is_closed=False)


def _request(query: str) -> web.Request:
    return make_mocked_request("GET", f"/probe{query}")


async def test_a_target_that_is_allowed_is_watched_once() -> None:
    """The second probe finds what the first one remembered; https is another way to ask."""
    watch = Watch()
    handle = probe.Probe(Targets(("node:1",)), watch)

    answers = [await handle(_request(f"?target={target}")) for target in ("node:1", "http://node:1", "https://node:1")]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert watch.begun == ["http://node:1", "https://node:1"]
    assert b"monero_up 1.0\n" in answers[0].body


@pytest.mark.parametrize(
    ("query", "status", "hint"),
    [
        ("", 400, "/probe?target=HOST:PORT"),
        ("?target=http://node:1/x", 400, "must end after the port"),
        ("?target=ftp://node:1", 400, "write it like http://127.0.0.1:18081"),
        ("?target=u:p@node:1", 400, "holds no login"),
        ("?target=other:1", 403, "allow it with --probe-targets=other:1 or a pattern"),
    ],
)
async def test_what_is_wrong_with_a_target_is_told_and_nothing_is_asked(query: str, status: int, hint: str) -> None:
    """The exporter connects to nobody that the settings do not name."""
    watch = Watch()

    answer = await probe.Probe(Targets(("node:1",)), watch)(_request(query))

    assert answer.status == status
    assert hint in str(answer.text)
    assert watch.begun == []


async def test_the_daemons_that_are_remembered_are_bounded(caplog: pytest.LogCaptureFixture) -> None:
    """The one that was asked about longest ago is forgotten first, which the log says once."""
    watch = Watch()
    handle = probe.Probe(Targets(("node:*",)), watch)
    for port in range(1, probe.MOST_TARGETS + 1):
        await handle(_request(f"?target=node:{port}"))

    for port in (1, 9999, 1, 2):
        await handle(_request(f"?target=node:{port}"))

    assert watch.begun[probe.MOST_TARGETS :] == ["http://node:9999", "http://node:2"]
    assert caplog.text.count("more than 100 targets are probed") == 1
