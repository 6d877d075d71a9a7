# SPDX-License-Identifier: Apache-2.0
"""The library knows every method that a real wallet server has, and says of each which versions and modes have it."""

import contextlib
import re
from pathlib import Path
from typing import Any

from aiomonero import errors
from aiomonero.methods import catalogue
from aiomonero.methods.method import Method
from aiomonero.methods.wallet import refusals
from aiomonero.protocol import jsonrpc
from aiomonero.testing import wallets as servers
from aiomonero.transport.http import HttpTransport
from aiomonero.types.version import RpcVersion
from tests.support import releases

# Functions of the server whose method is called otherwise.
RENAMED = {
    "export_multisig": "export_multisig_info",
    "getaddress": "get_address",
    "getaddress_index": "get_address_index",
    "getbalance": "get_balance",
    "getheight": "get_height",
    "import_multisig": "import_multisig_info",
    "set_subaddr_lookahead": "set_subaddress_lookahead",
}
CLOSE_THE_WALLET = {
    "close_wallet",
    "create_wallet",
    "open_wallet",
    "generate_from_keys",
    "restore_deterministic_wallet",
}
LOOK_LATER = {"relay_tx"}
"""Old servers look at its parameters before they look at their mode."""
MISSING = -32601
FEWEST_METHODS = 80


async def _refusal(transport: HttpTransport, server: servers.WalletRpc, method: str) -> int | None:
    """Ask without parameters and return the code of the refusal, None where there is none."""
    body = await transport.post(f"{server.url}/json_rpc", jsonrpc.encode(method, {}), timeout_seconds=60.0)
    try:
        jsonrpc.decode(body, dict, refusals.CODES)
    except errors.DaemonError as error:
        return error.code
    return None


def test_the_library_knows_every_method_in_the_program(release: str) -> None:
    """Each method has a function in the program, and the functions' names stand in it; a new one fails this test."""
    program = releases.programs(release).file("monero-wallet-rpc").read_bytes()
    functions = {name.decode() for name in re.findall(rb"\0on_([a-z_]+)(?=\0)", program)}
    methods = {RENAMED.get(name, name) for name in functions}

    assert len(methods) >= FEWEST_METHODS
    assert methods - catalogue.of_wallet().keys() == set()


async def test_each_method_exists_and_is_denied_where_it_says_so(release: str, tmp_path: Path) -> None:
    """A server says of no other method that it does not exist, nor of any other that restricted mode denies it."""
    program = releases.programs(release).wallet_rpc
    async with (
        servers.running(tmp_path, None, "--restricted-rpc", program=program) as server,
        server.wallet() as wallet,
        HttpTransport() as transport,
    ):
        # Old servers without a wallet do not survive `finalize_multisig`; newer ones deny making one.
        with contextlib.suppress(errors.Restricted):
            await wallet.create_wallet("w", "")
        version = (await wallet.get_version()).rpc_version
        codes = {name: await _refusal(transport, server, name) for name in _names()}

    existing = {name: method for name, method in _names().items() if version in method.versions}
    assert existing.keys() == {name for name, code in codes.items() if code != MISSING}
    expected = {name for name, method in existing.items() if not _is_public(method, version)} - LOOK_LATER
    assert expected == {name for name, code in codes.items() if code == refusals.WalletCode.DENIED} - LOOK_LATER


def _names() -> dict[str, Method[Any, Any]]:
    """Return all methods by all their names, those last that leave the server without a wallet."""
    methods = sorted(catalogue.of_wallet().values(), key=lambda method: method.name in CLOSE_THE_WALLET)
    return {name: method for method in methods for name in (method.name, *method.aliases)}


def _is_public(method: Method[Any, Any], version: RpcVersion) -> bool:
    return method.is_public and version in method.public
