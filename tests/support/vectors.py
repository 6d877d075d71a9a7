# SPDX-License-Identifier: Apache-2.0
"""Captured answers of real daemons (`tests/vectors/PROVENANCE.md`), as the bytes that a socket would give."""

import json
from pathlib import Path
from typing import Any

from aiomonero.testing.answers import Answer, recorded

_VECTORS = Path(__file__).parents[1] / "vectors"
_RPC = _VECTORS / "rpc"
VERSIONS = ("0.18.0.0", "0.18.4.0", "0.18.5.3")


def answer(version: str, name: str) -> bytes:
    """Return the JSON-RPC answer in the file `name`, which may hold the request beside it."""
    document = json.loads((_RPC / version / f"{name}.json").read_bytes())
    return json.dumps(document.get("response", document)).encode()


def answers(version: str, port: str) -> dict[str, Answer]:
    """Return all answers of one port, "unrestricted" or "restricted", for a fake daemon."""
    return recorded(_RPC / version, port)


def path_answer(version: str, name: str) -> bytes:
    """Return the answer of a path as if the JSON-RPC method of the same name had given it."""
    result = json.loads((_RPC / version / f"{name}.json").read_bytes())
    return json.dumps({"jsonrpc": "2.0", "id": "0", "result": result}).encode()


def exchange(version: str, name: str) -> tuple[bytes, list[bytes]]:
    """Return one exchange over P2P: the request's bytes, and the bodies of what came back."""
    document = json.loads((_VECTORS / "levin" / f"{version}.{name}.json").read_bytes())
    return bytes.fromhex(document["request_hex"]), [bytes.fromhex(each["body_hex"]) for each in document["received"]]


def storage_answer(version: str, name: str) -> bytes:
    """Return the answer of a `.bin` path."""
    document = json.loads((_RPC / version / f"{name}.bin.json").read_bytes())
    return bytes.fromhex(document["response_hex"])


def summary(version: str, name: str) -> bytes:
    """Return what a miner said of itself."""
    return (_VECTORS / "xmrig" / version / f"{name}.json").read_bytes()


def body(version: str, name: str) -> bytes:
    """Return the body of any answer, in whichever way the file holds it."""
    document = json.loads((_RPC / version / f"{name}.json").read_bytes())
    for member in ("response_body_hex", "response_hex"):
        if member in document:
            return bytes.fromhex(document[member])
    return json.dumps(document.get("response", document)).encode()


def publication(version: str, topic: str) -> bytes:
    """Return a message of the daemon's ZMQ publisher."""
    document = json.loads((_VECTORS / "zmq" / version / f"{topic}.json").read_bytes())
    return f"{topic}:{json.dumps(document)}".encode()


def publications() -> list[tuple[str, str]]:
    """Return the version and the topic of every message that was captured."""
    return sorted((path.parent.name, path.stem) for path in (_VECTORS / "zmq").glob("*/json-*.json"))


def wallets(version: str, network: str) -> dict[str, Any]:
    """Return what a wallet server said of the wallets that it made and restored on a network."""
    return _keys(f"{version}.{network}")


def printed_wallets(version: str, network: str) -> dict[str, Any]:
    """Return what the command-line wallet printed of the wallets that it made and restored, each release on one."""
    return _keys(f"{version}.{network}.cli")


def _keys(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((_VECTORS / "keys" / f"{name}.json").read_bytes())
    return document
