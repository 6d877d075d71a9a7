# SPDX-License-Identifier: Apache-2.0
"""What real agents said of a tor and an i2pd that were fine, at `/status`, with changes where a test says so."""

import json

P2P_ONION = "d3xhlabimz4ykuogejdzls3njsx7jt3gf3fkqsxjsjr6p4mcwpitnbqd.onion"
RPC_ONION = "ijzb6z7m4th5y2jfh2xb6lf5ntg2sdrewlqbcucrllpuxyb62rodboqd.onion"
OLD_ONION = "4ot4zqws2r4ef2kkxxnmd3r22cqyjr6lxd6b7et6uickf7rmqm6ersad.onion"
P2P_B32 = "4tutqscdsnjw4g6nydq44a22mhon67spgsjkr4rurz4gossgtnwq.b32.i2p"
RPC_B32 = "m6fedgiyik3ikvabxsu2izwl3vr6gvrii2l64aww3t6kx776zhca.b32.i2p"

TROUBLE = {
    "code": "KeyInvalid",
    "message": "the key p2p-0 cannot be used: it has 95 bytes, and a key has 96; it is not served",
}


def tor(**changes: object) -> bytes:
    """Return what is said of a tor with two onions, one of which is served at its old address too."""
    fine = {"introductionPoints": 6, "isPublished": True, "isPrevious": False}
    usual = {
        "schema": 1,
        "network": "tor",
        "running": True,
        "ready": True,
        "version": "0.4.9.15",
        "bootstrapped": 100,
        "circuitEstablished": True,
        "networkLive": True,
        "restarts": 0,
        "reloads": 0,
        "services": [
            {"name": "p2p", "key": "p2p-0", "address": P2P_ONION, **fine},
            {"name": "rpc", "key": "rpc-0", "address": RPC_ONION, **fine},
            {"name": "rpc", "key": "rpc-0", "address": OLD_ONION, **fine, "isPrevious": True},
        ],
        "problems": [],
    }
    return json.dumps({**usual, **changes}).encode()


def i2p(**changes: object) -> bytes:
    """Return what is said of an i2pd with two destinations, which can be reached."""
    fine = {"isPublished": True, "isPrevious": False}
    usual = {
        "schema": 1,
        "network": "i2p",
        "running": True,
        "ready": True,
        "version": "2.56.0",
        "networkStatus": "OK",
        "knownPeers": 4,
        "tunnelSuccessRatio": 1.0,
        "restarts": 0,
        "reloads": 0,
        "services": [
            {"name": "p2p", "key": "p2p-0", "address": P2P_B32, **fine},
            {"name": "rpc", "key": "rpc-0", "address": RPC_B32, **fine},
        ],
        "problems": [],
    }
    return json.dumps({**usual, **changes}).encode()
