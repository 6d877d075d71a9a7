# SPDX-License-Identifier: Apache-2.0
"""Making blocks on a regtest chain at fixed difficulty 1, where any nonce is a proof of work."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from aiomonero.testing import daemons
from tests.support.waiting import until

TIMEOUT_SECONDS = 10.0
GROW_SECONDS = 60.0
ADDRESS = daemons.ADDRESS


def grow(address: str, height: int) -> None:
    """Make blocks through a restricted RPC at `HOST:PORT` until the chain has so many.

    Behind a Service one node may make the template of a block that another one has already, or be busy for a moment.
    """
    until(lambda: _has_grown(address, height), seconds=GROW_SECONDS, what=f"a chain of {height} blocks", every=0.05)


def _has_grown(address: str, height: int) -> bool:
    template = _call(address, "get_block_template", {"wallet_address": ADDRESS, "reserve_size": 0})
    if template["height"] >= height:
        return True
    _call(address, "submit_block", [template["blocktemplate_blob"]])
    return False


def _call(address: str, method: str, params: object) -> dict[str, Any]:
    body = json.dumps({"jsonrpc": "2.0", "id": "0", "method": method, "params": params}).encode()
    request = urllib.request.Request(f"http://{address}/json_rpc", body, {"Content-Type": "application/json"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=TIMEOUT_SECONDS) as answer:
        found = json.load(answer)
    if "result" not in found:
        raise OSError(f"{method}: {found.get('error')}")
    result: dict[str, Any] = found["result"]
    return result
