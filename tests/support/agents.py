# SPDX-License-Identifier: Apache-2.0
"""What agents say of a tor and an i2pd that are fine, at `/status`."""

import json

ONION = "aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4bqead.onion"
OLD_ONION = f"{'b' * 56}.onion"
B32 = f"{'a' * 52}.b32.i2p"

TROUBLE = {"code": "KeyInvalid", "message": "p2p-0.secret_key has 95 bytes, not 96."}


def tor(**changes: object) -> bytes:
    """Return what is said of a tor with two onions, one of which is served at its old address too."""
    rpc = {"name": "rpc", "key": "rpc-0", "address": ONION, "isPrevious": False, "isPublished": True}
    usual = {
        "schema": 1,
        "network": "tor",
        "running": True,
        "ready": True,
        "version": "0.4.9.11",
        "bootstrapped": 100,
        "circuitEstablished": True,
        "networkLive": True,
        "restarts": 1,
        "reloads": 2,
        "services": [
            {**rpc, "introductionPoints": 6},
            {**rpc, "introductionPoints": 3, "address": OLD_ONION, "isPrevious": True},
            {**rpc, "name": "p2p", "key": "p2p-0", "introductionPoints": None, "isPublished": None},
        ],
        "problems": [],
    }
    return json.dumps({**usual, **changes}).encode()


def i2p(**changes: object) -> bytes:
    """Return what is said of an i2pd with one destination, which is published."""
    usual = {
        "schema": 1,
        "network": "i2p",
        "running": True,
        "ready": True,
        "version": "2.59.0",
        "networkStatus": "OK",
        "knownPeers": 1500,
        "tunnelSuccessRatio": 0.75,
        "restarts": 0,
        "reloads": 1,
        "services": [{"name": "rpc", "key": "rpc", "address": B32, "isPublished": True, "isPrevious": False}],
        "problems": [],
    }
    return json.dumps({**usual, **changes}).encode()
