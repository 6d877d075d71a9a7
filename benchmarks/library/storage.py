# SPDX-License-Identifier: Apache-2.0
"""How fast portable storage is read, beside what `json` (written in C) needs for the same values, bytes as hex.

Documents are real ones (`tests/vectors`), and long ones that are put together like real ones: a handshake with as many
peers as a daemon tells, and the outputs and blocks that a wallet fetches.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

from aiomonero.protocol.epee import reader, writer
from aiomonero.protocol.epee.value import U8, U16, U32, U64, Array, Kind
from aiomonero.protocol.levin import framing
from aiomonero.protocol.levin.header import Flag, Header, ReturnCode
from benchmarks.library import table
from tests.support import vectors

ROUNDS = 30
ROUND_SECONDS = 0.005
_VERSION = "0.18.5.3"
_PEERS, _OUTPUTS, _BLOCKS = 250, 5000, 100


def show() -> None:
    """Print both times for each document, and their ratio."""
    columns = ("document", "bytes", "json µs", "aiomonero µs", "times as long")
    rows = [_row(name, reader.decode, data, data) for name, data in _documents()]
    handshake = dict(_documents())[f"handshake, {_PEERS} peers"]
    message = framing.encode(Header(1001, 0, Flag.RESPONSE, ReturnCode.OK), handshake)
    rows.append(_row("the same as a message", _levin, message, handshake))
    table.show(f"Portable storage and levin, the fastest of {ROUNDS} rounds", columns, rows)


def _row(name: str, read: Callable[[bytes], object], data: bytes, document: bytes) -> tuple[str, ...]:
    text = json.dumps(_hexed(reader.decode(document))).encode()
    bare, ours = _fastest((json.loads, text), (read, data))
    return name, f"{len(data):,}", f"{bare * 1e6:.1f}", f"{ours * 1e6:.1f}", f"{ours / bare:.2f}"


def _levin(data: bytes) -> object:
    (frame,) = framing.Framer(lambda header: header.size_bytes).receive(data)
    return reader.decode(frame.body)


def _documents() -> Iterator[tuple[str, bytes]]:
    for name in ("ping", "support_flags", "timed_sync", "handshake"):
        yield name, vectors.exchange(_VERSION, name)[1][0]
    for name in ("get_hashes", "get_o_indexes", "get_outs", "get_output_distribution", "get_blocks_by_height"):
        yield f"{name}.bin", vectors.storage_answer(_VERSION, f"unrestricted.{name}")
    chance = random.Random(1)
    shake = reader.decode_typed(vectors.exchange(_VERSION, "handshake")[1][0])
    shake["local_peerlist_new"] = [_peer(chance) for _ in range(_PEERS)]
    yield f"handshake, {_PEERS} peers", writer.encode(shake)
    yield f"{_OUTPUTS} outputs", writer.encode({"outs": [_output(chance) for _ in range(_OUTPUTS)], "status": b"OK"})
    yield f"{_BLOCKS} blocks", writer.encode(_blocks(chance, _BLOCKS, 30))
    yield f"{_BLOCKS} empty blocks", writer.encode(_blocks(chance, _BLOCKS, 0))


def _peer(chance: random.Random) -> dict[str, Any]:
    """Return a peer like those of mainnet: one in ten has IPv6, one in three is pruned or offers RPC."""
    ipv4 = {"type": U8(1), "addr": {"m_ip": U32(chance.getrandbits(32)), "m_port": U16(18080)}}
    ipv6 = {"type": U8(2), "addr": {"addr": chance.randbytes(16), "m_port": U16(18080)}}
    optional = {"rpc_port": U16(18089), "pruning_seed": U32(384)}
    told = {name: value for name, value in optional.items() if chance.random() < 1 / 3}
    return {"adr": ipv6 if chance.random() < 1 / 10 else ipv4, "id": U64(chance.getrandbits(64)), **told}


def _output(chance: random.Random) -> dict[str, Any]:
    hashes = {name: chance.randbytes(32) for name in ("key", "mask", "txid")}
    return {"height": U64(chance.getrandbits(22)), "unlocked": True, **hashes}


def _blocks(chance: random.Random, count: int, transactions: int) -> dict[str, Any]:
    """Return an answer of get_blocks.bin: pruned transactions of mainnet's size, and the indices of their outputs."""
    blocks = [
        {
            "block": chance.randbytes(120 + 32 * transactions + chance.randrange(9)),
            "pruned": True,
            "txs": [
                {"blob": chance.randbytes(chance.randrange(700, 900)), "prunable_hash": chance.randbytes(32)}
                for _ in range(transactions)
            ],
        }
        for _ in range(count)
    ]
    indices = [
        {"indices": Array(Kind.U64, [chance.getrandbits(27) for _ in range(2)])} for _ in range(transactions + 1)
    ]
    return {"blocks": blocks, "output_indices": [{"indices": indices}] * count, "status": b"OK"}


def _hexed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _hexed(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_hexed(entry) for entry in value]
    return value.hex() if isinstance(value, bytes) else value


def _fastest(*works: tuple[Callable[[bytes], object], bytes]) -> list[float]:
    """Return the seconds of CPU of each work, measured in turns so that all meet the same machine."""
    times = [[_seconds(*work) for work in works] for _ in range(ROUNDS)]
    return [min(column) for column in zip(*times, strict=True)]


def _seconds(read: Callable[[bytes], object], data: bytes) -> float:
    """Return the mean of as many reads as make a time that can be measured."""
    began, reads = time.process_time(), 0
    while (passed := time.process_time() - began) < ROUND_SECONDS or not reads:
        read(data)
        reads += 1
    return passed / reads
