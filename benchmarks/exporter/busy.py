# SPDX-License-Identifier: Apache-2.0
"""What a busy daemon of mainnet answers, made of real answers: a thousand peers, thousands more known, a full pool.

Numbers that come in kinds (countries, heights, ages, fees) differ from one to the next, as they do out there.
"""

from __future__ import annotations

import hashlib
import json
import struct
import time
from collections.abc import Callable, Sequence
from typing import Any

from tests.support import vectors

VERSION = "0.18.5.3"
HEIGHT = 3_500_000
CONNECTIONS = 1_000
WHITE_PEERS = 1_000
GRAY_PEERS = 5_000
WAITING = 2_000

Answer = Callable[[dict[str, Any]], bytes]
_WAITING = struct.Struct("<3Q")
_ESCAPED = {"\\": "\\", '"': '"', "\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f", "\v": "v"}
_ESCAPES = str.maketrans({raw: f"\\{letter}" for raw, letter in _ESCAPED.items()})
_PATHS = ("get_net_stats", "get_transaction_pool_stats", "mining_status", "out_peers", "in_peers", "get_limit")
_METHODS = (
    "hard_fork_info",
    "get_fee_estimate",
    "get_alternate_chains",
    "get_bans",
    "get_version",
    "prune_blockchain",
    "rpc_access_tracking",
)


def answers() -> dict[str, Answer]:
    """Return the answer to each method of JSON-RPC by its name, and to each path by its own."""
    whole = {f"/{name}": vectors.body(VERSION, f"unrestricted.{name}") for name in _PATHS}
    whole |= {name: vectors.answer(VERSION, f"unrestricted.json_rpc.{name}") for name in _METHODS}
    whole |= {
        "get_info": _info(),
        "get_connections": _connections(),
        "get_miner_data": _miner_data(),
        "get_txpool_backlog": _backlog(),
        "/get_peer_list": _peer_list(),
        "/get_transaction_pool_hashes": _pool_hashes(),
    }
    return {name: _always(body) for name, body in whole.items()} | _chain() | {"/get_transactions": _transactions()}


def _always(body: bytes) -> Answer:
    return lambda _: body


def _document(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(vectors.answer(VERSION, f"unrestricted.{name}"))
    return document


def _info() -> bytes:
    document = _document("json_rpc.get_info")
    document["result"] |= {
        "nettype": "mainnet",
        "height": HEIGHT,
        "target_height": 0,
        "synchronized": True,
        "incoming_connections_count": CONNECTIONS // 2,
        "outgoing_connections_count": CONNECTIONS // 2,
        "tx_pool_size": WAITING,
    }
    return json.dumps(document).encode()


def _chain() -> dict[str, Answer]:
    top_hash = _document("json_rpc.get_info")["result"]["top_block_hash"]
    block, headers = _document("json_rpc.get_block"), _document("json_rpc.get_block_headers_range")
    example: dict[str, Any] = block["result"]["block_header"]

    def header(height: int) -> dict[str, Any]:
        return example | {"height": height, "hash": top_hash if height == HEIGHT - 1 else _hash(height)}

    def answer_block(_: dict[str, Any]) -> bytes:
        return json.dumps(block | {"result": block["result"] | {"block_header": header(HEIGHT - 1)}}).encode()

    def answer_headers(request: dict[str, Any]) -> bytes:
        first, last = request["params"]["start_height"], request["params"]["end_height"]
        found = [header(height) for height in range(first, last + 1)]
        return json.dumps(headers | {"result": headers["result"] | {"headers": found}}).encode()

    height = {"status": "OK", "height": HEIGHT, "hash": top_hash}
    return {
        "/get_height": _always(json.dumps(height).encode()),
        "get_block": answer_block,
        "get_block_header_by_height": answer_block,
        "get_block_headers_range": answer_headers,
    }


def _connections() -> bytes:
    document = _document("json_rpc.get_connections")
    example = document["result"]["connections"][0]
    document["result"]["connections"] = [_connection(example, number) for number in range(CONNECTIONS)]
    return json.dumps(document, indent=1).encode()


def _connection(example: dict[str, Any], number: int) -> dict[str, Any]:
    host = _host(number)
    return example | {
        "address": f"{host}:18080",
        "connection_id": _hash(number)[:32],
        "height": HEIGHT - number % 3,
        "host": host,
        "incoming": bool(number % 2),
        "ip": host,
        "live_time": 1 + 37 * number,
        "localhost": False,
        "recv_count": 1000 * number,
        "send_count": 3000 * number,
        "state": "normal" if number % 50 else "synchronizing",
    }


def _miner_data() -> bytes:
    document = _document("json_rpc.get_miner_data")
    example = document["result"]["tx_backlog"][0]
    document["result"]["tx_backlog"] = [example | {"id": _hash(number)} for number in range(WAITING)]
    return json.dumps(document, indent=1).encode()


def _peer_list() -> bytes:
    document = _document("get_peer_list.with_peers")
    example, now = document["white_list"][0], int(time.time())  # noqa: TID251 - a server's own clock

    def peers(first: int, count: int) -> list[dict[str, Any]]:
        numbers = range(first, first + count)
        return [example | {"host": _host(number), "id": number, "last_seen": now - 60 * number} for number in numbers]

    document |= {"white_list": peers(0, WHITE_PEERS), "gray_list": peers(WHITE_PEERS, GRAY_PEERS)}
    return json.dumps(document, indent=1).encode()


def _backlog() -> bytes:
    packed = b"".join(_WAITING.pack(1500 + number, 30_000_000 * (1 + number % 4), number) for number in range(WAITING))
    return b'{"id": "0", "jsonrpc": "2.0", "result": {"backlog": "%b", "status": "OK"}}' % _raw(packed)


def _pool_hashes() -> bytes:
    document = _document("get_transaction_pool_hashes")
    return json.dumps(document | {"tx_hashes": [_hash(number) for number in range(WAITING)]}, indent=1).encode()


def _transactions() -> Answer:
    document = _document("get_transactions")
    example = next(each for each in document["txs"] if each["in_pool"])

    def answer(request: dict[str, Any]) -> bytes:
        hashes: Sequence[str] = request["txs_hashes"]
        return json.dumps({"status": "OK", "txs": [example | {"tx_hash": each} for each in hashes]}).encode()

    return answer


def _raw(packed: bytes) -> bytes:
    """Return bytes as monerod puts them into a string of JSON."""
    return packed.decode("latin-1").translate(_ESCAPES).encode("latin-1")


def _hash(number: int) -> str:
    return hashlib.sha256(number.to_bytes(8, "big")).hexdigest()


def _host(number: int) -> str:
    return f"{1 + number % 200}.{number // 200}.7.9"
