# SPDX-License-Identifier: Apache-2.0
"""Every method against the real daemon of every release, on the port for its owner and on the one for everybody.

Each ends its daemon: the last of the calls is `stop_daemon`.
"""

from pathlib import Path

import pytest

from aiomonero.methods import catalogue
from aiomonero.node import Node
from aiomonero.transport.tls import Trust
from aiomonero.types.login import Login
from tests.support import calls, certificates, matrix, monerod, releases

LOGIN = Login("operator", "correct horse")
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


async def test_every_method_answers_the_same_over_tls_with_a_login(
    release: str, tmp_path: Path, authority: certificates.Pair
) -> None:
    """What protects the daemon changes nothing about what it says."""
    tls = certificates.server(authority, tmp_path, "monerod")
    trust = Trust(ca_file=authority.certificate)
    program = releases.programs(release).monerod
    async with (
        monerod.running(tmp_path / "data", command=program, login=LOGIN, tls=tls) as daemon,
        Node(daemon.url, policy=monerod.QUICK, login=LOGIN, trust=trust) as owner,
        Node(daemon.restricted_url, policy=monerod.QUICK, login=LOGIN, trust=trust) as stranger,
    ):
        await _walk(owner, stranger)
        daemon.process.wait(END_SECONDS)


async def _walk(owner: Node, stranger: Node) -> None:
    scene = await calls.Scene.prepare(owner.rpc)

    as_stranger = await matrix.outcomes(stranger.rpc, scene)
    as_owner = await matrix.outcomes(owner.rpc, scene)

    assert matrix.expected(scene.version, is_restricted=True) == as_stranger
    assert matrix.expected(scene.version, is_restricted=False) == as_owner
