# SPDX-License-Identifier: Apache-2.0
"""What comes of every call to a closed regtest daemon, on each port, and what the methods say should come of it."""

from collections.abc import Awaitable, Mapping

from aiomonero import errors
from aiomonero.methods import catalogue
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.version import RpcVersion
from tests.support.calls import CALLS, Scene

OK = "OK"

REFUSED: Mapping[str, str] = {
    "relay_tx": "Rejected",
    "rpc_access_account": "Rejected",
    "rpc_access_data": "Rejected",
    "rpc_access_pay": "Rejected",
    "rpc_access_submit_nonce": "Rejected",
    "send_raw_transaction": "TransactionRejected",
    "set_log_hash_rate": "Rejected",
    "start_mining": "Rejected",
    "stop_mining": "Rejected",
    "update": "Rejected",
}
"""What a daemon that is closed, does not mine and asks for no payment does not do."""


async def outcomes(rpc: DaemonRpc, scene: Scene) -> dict[str, str]:
    """Make every call once and return what came of each: OK, or the kind of error."""
    return {name: await _outcome(call(rpc, scene)) for name, call in CALLS.items()}


async def _outcome(answer: Awaitable[object]) -> str:
    try:
        await answer
    except errors.MoneroError as error:
        return type(error).__name__
    return OK


def expected(version: RpcVersion, *, is_restricted: bool) -> dict[str, str]:
    """Return what the methods say of themselves, for each call."""
    return {name: _expected(name, version, is_restricted=is_restricted) for name in CALLS}


def _expected(name: str, version: RpcVersion, *, is_restricted: bool) -> str:
    method = catalogue.of_daemon()[name]
    if version not in method.versions:
        return "UnsupportedVersion"
    if is_restricted and not (method.is_public and version in method.public):
        return "Restricted"
    return REFUSED.get(name, OK)
