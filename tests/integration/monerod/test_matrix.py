# SPDX-License-Identifier: Apache-2.0
"""Every method against the real daemon of every release, on the port for its owner and on the one for everybody.

Each ends its daemon: the last of the calls is `stop_daemon`.
"""

from pathlib import Path

import pytest

from aiomonero.methods import catalogue
from aiomonero.node import Node
from aiomonero.types.login import Login
from tests.support import matrix, monerod, releases

LOGIN = Login("operator", "correct horse")

each_release = pytest.mark.parametrize("release", releases.RELEASES)


def test_every_method_is_in_the_matrix() -> None:
    """A new method has to say how it is called."""
    assert catalogue.of_daemon().keys() == matrix.CALLS.keys()


@each_release
async def test_every_method_answers_as_it_says(release: str, tmp_path: Path) -> None:
    """Over plain HTTP, without a login."""
    program = releases.programs(release).monerod
    async with (
        monerod.running(tmp_path, command=program) as daemon,
        Node(daemon.url, policy=monerod.QUICK) as owner,
        Node(daemon.restricted_url, policy=monerod.QUICK) as stranger,
    ):
        await _walk(owner, stranger)
        daemon.process.wait(30.0)


async def _walk(owner: Node, stranger: Node) -> None:
    scene = await matrix.Scene.prepare(owner.rpc)

    as_stranger = await matrix.outcomes(stranger.rpc, scene)
    as_owner = await matrix.outcomes(owner.rpc, scene)

    assert matrix.expected(scene.version, is_restricted=True) == as_stranger
    assert matrix.expected(scene.version, is_restricted=False) == as_owner
