# SPDX-License-Identifier: Apache-2.0
"""What real daemons have is what the library has: an endpoint that it does not know fails here.

Names are read out of the daemon's own file, and the running daemon says which of them are endpoints.
"""

from aiomonero.methods import catalogue
from aiomonero.methods.method import Form
from aiomonero.types.version import RpcVersion
from tests.support import endpoints, monerod, releases

END = "/stop_daemon"
JSON_RPC = "/json_rpc"


async def test_every_json_rpc_method_of_the_daemon_is_known(release: str, released: monerod.Monerod) -> None:
    """What answers to a name from the daemon's file is what the library says that this version has."""
    words = endpoints.words(releases.programs(release).file("monerod"))

    answering = await endpoints.answering_methods(released.url, words)

    assert _known(await _version(released), is_path=False) == answering


async def test_every_path_of_the_daemon_is_known(release: str, released: monerod.Monerod) -> None:
    """The path that ends the daemon is not asked; it stands in the file."""
    paths = endpoints.paths(releases.programs(release).file("monerod"))

    answering = await endpoints.answering_paths(released.url, paths - {END, JSON_RPC})

    assert END in paths
    assert _known(await _version(released), is_path=True) - {END} == answering


async def _version(daemon: monerod.Monerod) -> RpcVersion:
    async with daemon.node() as node:
        return (await node.rpc.get_version()).rpc_version


def _known(version: RpcVersion, *, is_path: bool) -> set[str]:
    methods = [method for method in catalogue.of_daemon().values() if version in method.versions]
    own = {method.name if method.form is Form.JSON_RPC else method.path for method in methods}
    names = own | {alias for method in methods for alias in method.aliases}
    return {name for name in names if name.startswith("/") is is_path}
