# SPDX-License-Identifier: Apache-2.0
"""Every method against the real daemon of every release, on the port for its owner and on the one for everybody.

Each ends its daemon: the last of the calls is `stop_daemon`.
"""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from aiomonero.methods import catalogue
from aiomonero.node import Node
from aiomonero.transport.tls import Trust
from aiomonero.types.login import Login
from tests.support import calls, certificates, matrix, monerod, releases, socks

LOGIN = Login("operator", "correct horse")
HIDDEN = "monerod.onion"
END_SECONDS = 30.0


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> certificates.Pair:
    """Make an authority that no system trusts."""
    return certificates.authority(tmp_path_factory.mktemp("authority"), "authority")


def test_every_method_is_in_the_matrix() -> None:
    """A new method has to say how it is called."""
    assert catalogue.of_daemon().keys() == calls.CALLS.keys()


async def test_every_method_answers_as_it_says(release: str, tmp_path: Path) -> None:
    """Over plain HTTP, without a login."""
    program = releases.programs(release).monerod
    async with (
        monerod.running(tmp_path, command=program) as daemon,
        Node(daemon.url, policy=monerod.QUICK) as owner,
        Node(daemon.restricted_url, policy=monerod.QUICK) as stranger,
    ):
        await _walk(owner, stranger)
        daemon.process.wait(END_SECONDS)


async def test_every_method_answers_the_same_over_a_proxy_tls_and_a_login(
    release: str, tmp_path: Path, authority: certificates.Pair
) -> None:
    """What protects the daemon and hides who asks changes nothing about what it says; only the proxy knows its name."""
    tls = certificates.server(authority, tmp_path, "monerod", names=f"DNS:{HIDDEN}")
    trust = Trust(ca_file=authority.certificate)
    program = releases.programs(release).monerod
    async with monerod.running(tmp_path / "data", command=program, login=LOGIN, tls=tls) as daemon:
        async with _reached(daemon.rpc_port, trust) as owner, _reached(daemon.restricted_port, trust) as stranger:
            await _walk(owner, stranger)
        daemon.process.wait(END_SECONDS)


@contextlib.asynccontextmanager
async def _reached(port: int, trust: Trust) -> AsyncIterator[Node]:
    """Lead to a port by the hidden name."""
    async with (
        socks.SocksProxy({HIDDEN: port}, login=LOGIN).running() as proxy,
        Node(f"https://{HIDDEN}", policy=monerod.QUICK, login=LOGIN, trust=trust, proxy=proxy.address) as node,
    ):
        yield node
        assert {host for host, _ in proxy.log} == {HIDDEN}


async def _walk(owner: Node, stranger: Node) -> None:
    scene = await calls.Scene.prepare(owner.rpc)

    as_stranger = await matrix.outcomes(stranger.rpc, scene)
    as_owner = await matrix.outcomes(owner.rpc, scene)

    assert matrix.expected(scene.version, is_restricted=True) == as_stranger
    assert matrix.expected(scene.version, is_restricted=False) == as_owner
